//! Calls, creations and logs.

use super::{
    guest::{Guest, Stop},
    CallKind, CallRequest, CreateRequest, Program, Request, HOOKS,
};
use crate::meter::{read_ink, EVM_API, HOOK, POINTER};
use revm::primitives::{B256, U256};
use wasmi::{Caller, Error, Linker};

type Call<'a> = Caller<'a, Program>;

/// Gas of a log, of each of its topics, and of each byte of its data.
const LOG: u64 = 375;
const LOG_BYTE: u64 = 8;

pub(super) fn define(linker: &mut Linker<Program>) -> Result<(), Error> {
    linker.func_wrap(
        HOOKS,
        "call_contract",
        |call: Call<'_>, to: u32, data: u32, length: u32, value: u32, gas: u64, out: u32| {
            let target = Target {
                kind: CallKind::Call,
                to,
                data,
                length,
                value: Some(value),
            };
            Err::<u32, Error>(call_contract(&mut Guest(call), &target, gas, out).into())
        },
    )?;
    linker.func_wrap(
        HOOKS,
        "delegate_call_contract",
        |call: Call<'_>, to: u32, data: u32, length: u32, gas: u64, out: u32| {
            let target = Target {
                kind: CallKind::Delegate,
                to,
                data,
                length,
                value: None,
            };
            Err::<u32, Error>(call_contract(&mut Guest(call), &target, gas, out).into())
        },
    )?;
    linker.func_wrap(
        HOOKS,
        "static_call_contract",
        |call: Call<'_>, to: u32, data: u32, length: u32, gas: u64, out: u32| {
            let target = Target {
                kind: CallKind::Static,
                to,
                data,
                length,
                value: None,
            };
            Err::<u32, Error>(call_contract(&mut Guest(call), &target, gas, out).into())
        },
    )?;
    linker.func_wrap(
        HOOKS,
        "create1",
        |call: Call<'_>, code: u32, length: u32, value: u32, address: u32, out: u32| {
            let source = Source {
                code,
                length,
                value,
                salt: None,
            };
            Err::<(), Error>(create(&mut Guest(call), &source, address, out).into())
        },
    )?;
    linker.func_wrap(
        HOOKS,
        "create2",
        |call: Call<'_>, code: u32, length: u32, value: u32, salt: u32, address: u32, out: u32| {
            let source = Source {
                code,
                length,
                value,
                salt: Some(salt),
            };
            Err::<(), Error>(create(&mut Guest(call), &source, address, out).into())
        },
    )?;
    linker.func_wrap(
        HOOKS,
        "emit_log",
        |call: Call<'_>, data: u32, length: u32, topics: u32| {
            Err::<(), Error>(emit_log(&mut Guest(call), data, length, topics).into())
        },
    )?;
    Ok(())
}

struct Target {
    kind: CallKind,
    to: u32,
    data: u32,
    length: u32,
    value: Option<u32>,
}

struct Source {
    code: u32,
    length: u32,
    value: u32,
    salt: Option<u32>,
}

fn call_contract(guest: &mut Guest<Call<'_>>, target: &Target, gas: u64, out: u32) -> Stop {
    let request = |guest: &mut Guest<Call<'_>>| {
        guest.buy_ink(HOOK + 3 * POINTER + EVM_API)?;
        guest.buy_ink(2 * read_ink(target.length as usize))?;
        let to = guest.read_address(target.to)?;
        let input = guest.read_bytes(target.data, target.length)?;
        let value = match target.value {
            Some(pointer) => guest.read_word(pointer)?,
            None => U256::ZERO,
        };
        let length_destination = out;
        Ok(CallRequest {
            kind: target.kind,
            to,
            input,
            value,
            gas,
            length_destination,
        })
    };
    stop_with(request(guest).map(Request::Call))
}

fn create(guest: &mut Guest<Call<'_>>, source: &Source, address: u32, out: u32) -> Stop {
    let request = |guest: &mut Guest<Call<'_>>| {
        let pointers = if source.salt.is_some() { 4 } else { 3 };
        guest.buy_ink(HOOK + pointers * POINTER + EVM_API)?;
        guest.buy_ink(2 * read_ink(source.length as usize))?;
        let init_code = guest.read_bytes(source.code, source.length)?;
        let value = guest.read_word(source.value)?;
        let salt = source
            .salt
            .map(|pointer| guest.read_word(pointer))
            .transpose()?;
        if guest.program().setting.is_static {
            return Err(Stop::Failure("creation in a static call"));
        }
        let (address_destination, length_destination) = (address, out);
        Ok(CreateRequest {
            init_code,
            value,
            salt,
            address_destination,
            length_destination,
        })
    };
    stop_with(request(guest).map(Request::Create))
}

fn emit_log(guest: &mut Guest<Call<'_>>, data: u32, length: u32, topics: u32) -> Stop {
    let request = |guest: &mut Guest<Call<'_>>| {
        guest.buy_ink(HOOK + EVM_API)?;
        let bytes = topics
            .checked_mul(32)
            .filter(|bytes| topics <= 4 && *bytes <= length);
        let bytes = bytes.ok_or(Stop::Failure("bad topic data"))?;
        guest.buy_ink(read_ink(length as usize))?;
        let data_bytes = u64::from(length.saturating_sub(bytes));
        guest.buy_gas(LOG * (1 + u64::from(topics)) + LOG_BYTE * data_bytes)?;
        let all = guest.read_bytes(data, length)?;
        if guest.program().setting.is_static {
            return Err(Stop::Failure("log in a static call"));
        }
        let split = (bytes as usize).min(all.len());
        let topics = all
            .slice(..split)
            .chunks(32)
            .map(B256::from_slice)
            .collect();
        Ok(Request::Log {
            topics,
            data: all.slice(split..),
        })
    };
    stop_with(request(guest))
}

fn stop_with(request: Result<Request, Stop>) -> Stop {
    request.map_or_else(|stop| stop, Stop::from)
}
