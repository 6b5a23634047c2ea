//! Other accounts: balance, code, code hash.

use super::{
    guest::{Guest, Stop},
    Program, Request, HOOKS,
};
use crate::meter::{EVM_API, HOOK, POINTER};
use revm::primitives::Address;
use wasmi::{Caller, Error, Linker};

type Call<'a> = Caller<'a, Program>;

/// Gas that must be left to look at an account.
const ACCOUNT_SENTRY: u64 = 2_600;

pub(super) fn define(linker: &mut Linker<Program>) -> Result<(), Error> {
    linker.func_wrap(
        HOOKS,
        "account_balance",
        |call: Call<'_>, address: u32, destination: u32| {
            let address = look_at(&mut Guest(call), address, 2)?;
            Err::<(), Error>(
                Stop::from(Request::Balance {
                    address,
                    destination,
                })
                .into(),
            )
        },
    )?;
    linker.func_wrap(
        HOOKS,
        "account_code",
        |call: Call<'_>, address: u32, offset: u32, size: u32, destination: u32| {
            let address = look_at(&mut Guest(call), address, 0)?;
            let request = Request::Code {
                address,
                offset,
                size,
                destination,
            };
            Err::<u32, Error>(Stop::from(request).into())
        },
    )?;
    linker.func_wrap(
        HOOKS,
        "account_code_size",
        |call: Call<'_>, address: u32| {
            let address = look_at(&mut Guest(call), address, 0)?;
            Err::<u32, Error>(Stop::from(Request::CodeSize { address }).into())
        },
    )?;
    linker.func_wrap(
        HOOKS,
        "account_codehash",
        |call: Call<'_>, address: u32, destination: u32| {
            let address = look_at(&mut Guest(call), address, 2)?;
            Err::<(), Error>(
                Stop::from(Request::CodeHash {
                    address,
                    destination,
                })
                .into(),
            )
        },
    )?;
    Ok(())
}

fn look_at(guest: &mut Guest<Call<'_>>, address: u32, pointers: u64) -> Result<Address, Stop> {
    guest.buy_ink(HOOK + pointers * POINTER + EVM_API)?;
    guest.require_gas(ACCOUNT_SENTRY)?;
    guest.read_address(address)
}
