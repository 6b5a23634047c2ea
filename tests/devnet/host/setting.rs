//! The block, the transaction and the call that a program runs in.

use super::{
    guest::{Guest, Stop},
    Program, Setting, HOOKS,
};
use crate::meter::{HOOK, INK_PER_GAS, POINTER};
use revm::primitives::{Address, U256};
use wasmi::{Caller, Error, Linker};

type Call<'a> = Caller<'a, Program>;

pub(super) fn define(linker: &mut Linker<Program>) -> Result<(), Error> {
    address(linker, "block_coinbase", |setting| {
        setting.surroundings.coinbase
    })?;
    address(linker, "contract_address", |setting| setting.address)?;
    address(linker, "msg_sender", |setting| setting.sender)?;
    address(linker, "tx_origin", |setting| setting.surroundings.origin)?;
    word(linker, "block_basefee", |setting| {
        setting.surroundings.base_fee
    })?;
    word(linker, "msg_value", |setting| setting.value)?;
    word(linker, "tx_gas_price", |setting| {
        setting.surroundings.gas_price
    })?;
    number(linker, "block_gas_limit", |setting| {
        setting.surroundings.gas_limit
    })?;
    number(linker, "block_number", |setting| {
        setting.surroundings.l1_number
    })?;
    number(linker, "block_timestamp", |setting| {
        setting.surroundings.timestamp
    })?;
    number(linker, "chainid", |setting| setting.surroundings.chain_id)?;
    linker.func_wrap(HOOKS, "msg_reentrant", |call: Call<'_>| {
        let is_reentrant = paid(&mut Guest(call))?.is_reentrant;
        Ok::<_, Error>(u32::from(is_reentrant))
    })?;
    linker.func_wrap(HOOKS, "tx_ink_price", |call: Call<'_>| {
        paid(&mut Guest(call))?;
        Ok::<_, Error>(INK_PER_GAS as u32)
    })?;
    linker.func_wrap(HOOKS, "evm_gas_left", |call: Call<'_>| {
        let mut guest = Guest(call);
        guest.buy_ink(HOOK)?;
        Ok::<_, Error>(guest.gas_left())
    })?;
    linker.func_wrap(HOOKS, "evm_ink_left", |call: Call<'_>| {
        let mut guest = Guest(call);
        guest.buy_ink(HOOK)?;
        Ok::<_, Error>(guest.ink_left())
    })?;
    Ok(())
}

fn paid<'a>(guest: &'a mut Guest<Call<'_>>) -> Result<&'a Setting, Stop> {
    guest.buy_ink(HOOK)?;
    Ok(&guest.program().setting)
}

fn address(
    linker: &mut Linker<Program>,
    name: &str,
    of: fn(&Setting) -> Address,
) -> Result<(), Error> {
    linker.func_wrap(HOOKS, name, move |call: Call<'_>, destination: u32| {
        let mut guest = Guest(call);
        guest.buy_ink(HOOK + POINTER)?;
        let address = of(&guest.program().setting);
        Ok::<_, Error>(guest.write_address(destination, address)?)
    })?;
    Ok(())
}

fn word(linker: &mut Linker<Program>, name: &str, of: fn(&Setting) -> U256) -> Result<(), Error> {
    linker.func_wrap(HOOKS, name, move |call: Call<'_>, destination: u32| {
        let mut guest = Guest(call);
        guest.buy_ink(HOOK + POINTER)?;
        let word = of(&guest.program().setting);
        Ok::<_, Error>(guest.write_word(destination, word)?)
    })?;
    Ok(())
}

fn number(linker: &mut Linker<Program>, name: &str, of: fn(&Setting) -> u64) -> Result<(), Error> {
    linker.func_wrap(HOOKS, name, move |call: Call<'_>| {
        Ok::<_, Error>(of(paid(&mut Guest(call))?))
    })?;
    Ok(())
}
