//! Storage through the frame's cache, and transient storage.

use super::{
    guest::{Guest, Stop},
    Program, Request, HOOKS,
};
use crate::meter::{EVM_API, EVM_API_GAS, HOOK, POINTER};
use wasmi::{Caller, Error, Linker};

type Call<'a> = Caller<'a, Program>;

/// Gas that must be left to read: that of a cold slot, of the dearest tier, and of asking the chain.
const LOAD_SENTRY: u64 = 2_100 + 10 + EVM_API_GAS;
/// Gas that must be left to flush (EIP-2200).
const STORE_SENTRY: u64 = 2_300;
/// Gas that must be left to write into the cache: the same and the dearest tier.
const CACHE_SENTRY: u64 = STORE_SENTRY + 10;
/// Gas of transient storage.
const TRANSIENT: u64 = 100;

pub(super) fn define(linker: &mut Linker<Program>) -> Result<(), Error> {
    linker.func_wrap(
        HOOKS,
        "storage_load_bytes32",
        |call: Call<'_>, key: u32, destination: u32| {
            Ok::<_, Error>(load(&mut Guest(call), key, destination)?)
        },
    )?;
    linker.func_wrap(
        HOOKS,
        "storage_cache_bytes32",
        |call: Call<'_>, key: u32, value: u32| Ok::<_, Error>(cache(&mut Guest(call), key, value)?),
    )?;
    linker.func_wrap(
        HOOKS,
        "storage_flush_cache",
        |call: Call<'_>, clear: u32| Ok::<_, Error>(flush(&mut Guest(call), clear != 0)?),
    )?;
    linker.func_wrap(
        HOOKS,
        "transient_load_bytes32",
        |call: Call<'_>, key: u32, destination: u32| {
            Ok::<_, Error>(load_transient(&mut Guest(call), key, destination)?)
        },
    )?;
    linker.func_wrap(
        HOOKS,
        "transient_store_bytes32",
        |call: Call<'_>, key: u32, value: u32| {
            Ok::<_, Error>(store_transient(&mut Guest(call), key, value)?)
        },
    )?;
    Ok(())
}

fn load(guest: &mut Guest<Call<'_>>, key: u32, destination: u32) -> Result<(), Stop> {
    guest.buy_ink(HOOK + 2 * POINTER)?;
    guest.require_gas(LOAD_SENTRY)?;
    let key = guest.read_word(key)?;
    let tier_gas = guest.program().cache.count_read();
    match guest.program().cache.get(&key) {
        Some(value) => {
            guest.buy_gas(tier_gas)?;
            guest.write_word(destination, value)
        }
        None => Err(Request::LoadSlot {
            key,
            destination,
            tier_gas,
        }
        .into()),
    }
}

fn cache(guest: &mut Guest<Call<'_>>, key: u32, value: u32) -> Result<(), Stop> {
    guest.buy_ink(HOOK + 2 * POINTER)?;
    guest.require_gas(CACHE_SENTRY)?;
    let key = guest.read_word(key)?;
    let value = guest.read_word(value)?;
    let gas = guest.program().cache.write(key, value);
    guest.buy_gas(gas)
}

fn flush(guest: &mut Guest<Call<'_>>, clear: bool) -> Result<(), Stop> {
    guest.buy_ink(HOOK + EVM_API)?;
    guest.require_gas(STORE_SENTRY)?;
    let slots = guest.program().cache.take_dirty(clear);
    if slots.is_empty() {
        return Ok(());
    }
    if guest.program().setting.is_static {
        return Err(Stop::Failure("storage written in a static call"));
    }
    Err(Request::Flush { slots }.into())
}

fn load_transient(guest: &mut Guest<Call<'_>>, key: u32, destination: u32) -> Result<(), Stop> {
    guest.buy_ink(HOOK + 2 * POINTER + EVM_API)?;
    guest.buy_gas(TRANSIENT)?;
    let key = guest.read_word(key)?;
    Err(Request::LoadTransient { key, destination }.into())
}

fn store_transient(guest: &mut Guest<Call<'_>>, key: u32, value: u32) -> Result<(), Stop> {
    guest.buy_ink(HOOK + 2 * POINTER + EVM_API)?;
    guest.buy_gas(TRANSIENT)?;
    let key = guest.read_word(key)?;
    let value = guest.read_word(value)?;
    if guest.program().setting.is_static {
        return Err(Stop::Failure("transient storage written in a static call"));
    }
    Err(Request::StoreTransient { key, value }.into())
}
