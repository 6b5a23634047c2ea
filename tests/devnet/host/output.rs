//! Call data in, result out, hashing, memory pages.

use super::{
    guest::{part_of, Guest, Stop},
    Program, Request, HOOKS,
};
use crate::meter::{keccak_ink, read_ink, write_ink, EVM_API, HOOK};
use revm::primitives::keccak256;
use wasmi::{Caller, Error, Linker};

type Call<'a> = Caller<'a, Program>;

pub(super) fn define(linker: &mut Linker<Program>) -> Result<(), Error> {
    linker.func_wrap(HOOKS, "read_args", |call: Call<'_>, destination: u32| {
        Ok::<_, Error>(read_args(&mut Guest(call), destination)?)
    })?;
    linker.func_wrap(
        HOOKS,
        "write_result",
        |call: Call<'_>, data: u32, length: u32| {
            Ok::<_, Error>(write_result(&mut Guest(call), data, length)?)
        },
    )?;
    linker.func_wrap(HOOKS, "exit_early", |_: Call<'_>, status: i32| {
        Err::<(), Error>(Stop::Exit(status).into())
    })?;
    linker.func_wrap(
        HOOKS,
        "native_keccak256",
        |call: Call<'_>, data: u32, length: u32, destination: u32| {
            Ok::<_, Error>(hash(&mut Guest(call), data, length, destination)?)
        },
    )?;
    linker.func_wrap(
        HOOKS,
        "read_return_data",
        |call: Call<'_>, destination: u32, offset: u32, size: u32| {
            Ok::<_, Error>(read_return_data(
                &mut Guest(call),
                destination,
                offset,
                size,
            )?)
        },
    )?;
    linker.func_wrap(HOOKS, "return_data_size", |call: Call<'_>| {
        let mut guest = Guest(call);
        guest.buy_ink(HOOK)?;
        Ok::<_, Error>(u32::try_from(guest.program().returned.len()).unwrap_or(u32::MAX))
    })?;
    linker.func_wrap(
        HOOKS,
        "pay_for_memory_grow",
        |call: Call<'_>, pages: u32| Ok::<_, Error>(pay_for_memory_grow(&mut Guest(call), pages)?),
    )?;
    Ok(())
}

fn read_args(guest: &mut Guest<Call<'_>>, destination: u32) -> Result<(), Stop> {
    guest.buy_ink(HOOK)?;
    let arguments = guest.program().arguments.clone();
    guest.buy_ink(write_ink(arguments.len()))?;
    guest.write_bytes(destination, &arguments)
}

/// The result is paid for twice: it is read from the program and handed on to the caller.
fn write_result(guest: &mut Guest<Call<'_>>, data: u32, length: u32) -> Result<(), Stop> {
    guest.buy_ink(HOOK)?;
    guest.buy_ink(2 * read_ink(length as usize))?;
    let output = guest.read_bytes(data, length)?;
    guest.program().output = output;
    Ok(())
}

fn hash(guest: &mut Guest<Call<'_>>, data: u32, length: u32, destination: u32) -> Result<(), Stop> {
    guest.buy_ink(keccak_ink(length as usize))?;
    let data = guest.read_bytes(data, length)?;
    guest.write_hash(destination, keccak256(&data))
}

fn read_return_data(
    guest: &mut Guest<Call<'_>>,
    destination: u32,
    offset: u32,
    size: u32,
) -> Result<u32, Stop> {
    guest.buy_ink(HOOK + EVM_API)?;
    let returned = guest.program().returned.clone();
    let part = part_of(&returned, offset, size);
    guest.buy_ink(write_ink(part.len()))?;
    if !part.is_empty() {
        guest.write_bytes(destination, part)?;
    }
    Ok(u32::try_from(part.len()).unwrap_or(u32::MAX))
}

/// The count is 16 bits wide on the chain.
fn pay_for_memory_grow(guest: &mut Guest<Call<'_>>, pages: u32) -> Result<(), Stop> {
    let count = pages as u16;
    if count == 0 {
        return guest.buy_ink(HOOK);
    }
    Err(Request::Pages { count }.into())
}
