//! Answers of the chain to a program's requests.

use super::{
    execution::Ctx,
    program_frame::ProgramFrame,
    subcall::{call, create, Waiting},
};
use crate::{
    host::{part_of, Guest, Request, Stop},
    meter::{slot_load_gas, slot_store_price, write_ink, SlotChange, EVM_API_GAS},
};
use revm::{
    bytecode::Bytecode,
    context_interface::{context::ContextTr, JournalTr},
    interpreter::FrameInput,
    primitives::{Address, Bytes, Log, LogData, B256, U256},
};
use wasmi::Val;

/// Looking at an account, warm, and the first time in a transaction.
const WARM_ACCOUNT: u64 = 100;
const COLD_ACCOUNT: u64 = 2_600;
/// Loading its code, on top.
const CODE: u64 = 700;
/// What the chain answers.
pub(super) enum Answer {
    /// Results of the host function.
    Values(Vec<Val>),
    /// A frame to be run first.
    Frame(FrameInput, Waiting),
}

/// Serves a request.
///
/// # Errors
/// Where the program ends with it.
pub(super) fn serve(
    ctx: &mut Ctx,
    frame: &mut ProgramFrame,
    request: Request,
) -> Result<Answer, Stop> {
    let address = frame.store.data().setting.address;
    let mut guest = Guest(&mut frame.store);
    match request {
        Request::LoadSlot {
            key,
            destination,
            tier_gas,
        } => {
            let Ok(slot) = ctx.journal_mut().sload(address, key);
            guest.program().cache.learn(key, slot.data);
            guest.buy_gas(tier_gas + slot_load_gas(slot.is_cold) + EVM_API_GAS)?;
            guest.write_word(destination, slot.data)?;
        }
        Request::Flush { slots } => return flush(ctx, frame, address, slots),
        Request::LoadTransient { key, destination } => {
            let value = ctx.journal_mut().tload(address, key);
            guest.write_word(destination, value)?;
        }
        Request::StoreTransient { key, value } => ctx.journal_mut().tstore(address, key, value),
        Request::Log { topics, data } => {
            let data = LogData::new_unchecked(topics, data);
            ctx.journal_mut().log(Log { address, data });
        }
        Request::Balance {
            address,
            destination,
        } => {
            let Ok(account) = ctx.journal_mut().load_account(address);
            let (balance, is_cold) = (account.data.info.balance, account.is_cold);
            guest.buy_gas(account_gas(is_cold))?;
            guest.write_word(destination, balance)?;
        }
        Request::Code {
            address,
            offset,
            size,
            destination,
        } => {
            let (code, is_cold) = code_of(ctx, address);
            guest.buy_gas(account_gas(is_cold) + CODE)?;
            let part = part_of(&code, offset, size);
            guest.buy_ink(write_ink(part.len()))?;
            guest.write_bytes(destination, part)?;
            return Ok(Answer::Values(vec![length(part.len())]));
        }
        Request::CodeSize { address } => {
            let (code, is_cold) = code_of(ctx, address);
            guest.buy_gas(account_gas(is_cold) + CODE)?;
            return Ok(Answer::Values(vec![length(code.len())]));
        }
        Request::CodeHash {
            address,
            destination,
        } => {
            let Ok(account) = ctx.journal_mut().load_account_with_code(address);
            let hash = if account.data.is_empty() {
                B256::ZERO
            } else {
                account.data.info.code_hash
            };
            let is_cold = account.is_cold;
            guest.buy_gas(account_gas(is_cold))?;
            guest.write_hash(destination, hash)?;
        }
        Request::Pages { count } => {
            let gas = ctx.chain.pages.price(count);
            ctx.chain.pages.add(count);
            guest.buy_gas(gas)?;
        }
        Request::Call(request) => return call(ctx, frame, request),
        Request::Create(request) => return create(frame, request),
    }
    Ok(Answer::Values(Vec::new()))
}

pub(super) const fn account_gas(is_cold: bool) -> u64 {
    if is_cold {
        COLD_ACCOUNT
    } else {
        WARM_ACCOUNT
    }
}

fn length(length: usize) -> Val {
    Val::I32(u32::try_from(length).unwrap_or(u32::MAX).cast_signed())
}

fn code_of(ctx: &mut Ctx, address: Address) -> (Bytes, bool) {
    let Ok(account) = ctx.journal_mut().load_account_with_code(address);
    let code = account
        .data
        .info
        .code
        .as_ref()
        .map(Bytecode::original_bytes);
    (code.unwrap_or_default(), account.is_cold)
}

/// Writes dirty slots, in the order of their keys, each at the EVM's price. A frame that has no gas
/// left afterwards is out of gas.
fn flush(
    ctx: &mut Ctx,
    frame: &mut ProgramFrame,
    address: Address,
    slots: Vec<(U256, U256)>,
) -> Result<Answer, Stop> {
    let mut guest = Guest(&mut frame.store);
    for (key, value) in slots {
        let Ok(stored) = ctx.journal_mut().sstore(address, key, value);
        let change = SlotChange {
            original: stored.data.original_value,
            present: stored.data.present_value,
            new: stored.data.new_value,
            is_cold: stored.is_cold,
        };
        let price = slot_store_price(&change, &U256::ZERO);
        guest.buy_gas(price.gas)?;
        frame.refund += price.refund;
    }
    if guest.gas_left() == 0 {
        return Err(Stop::OutOfInk);
    }
    Ok(Answer::Values(Vec::new()))
}
