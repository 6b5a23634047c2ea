//! 256-bit arithmetic, with the EVM's meaning: what has no result is zero. The result replaces the
//! first operand.

use super::{
    guest::{Guest, Stop},
    Program, HOOKS,
};
use crate::meter::{power_ink, ADD_MOD, DIVISION, HOOK, MUL_MOD, POINTER};
use revm::primitives::U256;
use wasmi::{Caller, Error, Linker};

type Call<'a> = Caller<'a, Program>;

pub(super) fn define(linker: &mut Linker<Program>) -> Result<(), Error> {
    binary(linker, "math_div", |a, b| {
        a.checked_div(b).unwrap_or_default()
    })?;
    binary(linker, "math_mod", |a, b| {
        a.checked_rem(b).unwrap_or_default()
    })?;
    modular(linker, "math_add_mod", ADD_MOD, U256::add_mod)?;
    modular(linker, "math_mul_mod", MUL_MOD, U256::mul_mod)?;
    linker.func_wrap(
        HOOKS,
        "math_pow",
        |call: Call<'_>, value: u32, exponent: u32| {
            Ok::<_, Error>(power(&mut Guest(call), value, exponent)?)
        },
    )?;
    Ok(())
}

fn binary(
    linker: &mut Linker<Program>,
    name: &str,
    result: fn(U256, U256) -> U256,
) -> Result<(), Error> {
    linker.func_wrap(
        HOOKS,
        name,
        move |call: Call<'_>, value: u32, other: u32| {
            let mut guest = Guest(call);
            guest.buy_ink(HOOK + 3 * POINTER + DIVISION)?;
            let word = result(guest.read_word(value)?, guest.read_word(other)?);
            Ok::<_, Error>(guest.write_word(value, word)?)
        },
    )?;
    Ok(())
}

fn modular(
    linker: &mut Linker<Program>,
    name: &str,
    ink: u64,
    result: fn(U256, U256, U256) -> U256,
) -> Result<(), Error> {
    linker.func_wrap(
        HOOKS,
        name,
        move |call: Call<'_>, value: u32, other: u32, modulus: u32| {
            let mut guest = Guest(call);
            guest.buy_ink(HOOK + 4 * POINTER + ink)?;
            let (first, second) = (guest.read_word(value)?, guest.read_word(other)?);
            let word = result(first, second, guest.read_word(modulus)?);
            Ok::<_, Error>(guest.write_word(value, word)?)
        },
    )?;
    Ok(())
}

fn power(guest: &mut Guest<Call<'_>>, value: u32, exponent: u32) -> Result<(), Stop> {
    guest.buy_ink(HOOK + 3 * POINTER)?;
    let base = guest.read_word(value)?;
    let exponent = guest.read_word(exponent)?;
    guest.buy_ink(power_ink(exponent.byte_len()))?;
    guest.write_word(value, base.wrapping_pow(exponent))
}
