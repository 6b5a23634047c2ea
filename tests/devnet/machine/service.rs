//! Answers of the chain to a program's requests.

use super::{execution::Ctx, program_frame::ProgramFrame};
use crate::{
    host::{part_of, CallKind, CallRequest, CreateRequest, Guest, Request, Stop},
    meter::{slot_load_gas, slot_store_price, write_ink, SlotChange, EVM_API_GAS},
};
use revm::{
    bytecode::Bytecode,
    context_interface::{context::ContextTr, CreateScheme, JournalTr},
    handler::FrameResult,
    interpreter::{CallInput, CallInputs, CallScheme, CallValue, CreateInputs, FrameInput},
    primitives::{Address, Bytes, Log, LogData, B256, U256},
};
use wasmi::Val;

/// Looking at an account, warm, and the first time in a transaction.
const WARM_ACCOUNT: u64 = 100;
const COLD_ACCOUNT: u64 = 2_600;
/// Loading its code, on top.
const CODE: u64 = 700;
/// A call with value, and one that creates the account.
const CALL_VALUE: u64 = 9_000;
const NEW_ACCOUNT: u64 = 25_000;
/// Gas that a call with value gets on top of what it is given.
const STIPEND: u64 = 2_300;
/// A creation, and on top each word of code that `create2` hashes.
const CREATE: u64 = 32_000;
const HASH_WORD: u64 = 6;

/// A call's status as programs see it.
const SUCCESS: i32 = 0;
const FAILURE: i32 = 2;

/// What the chain answers.
pub(super) enum Answer {
    /// Results of the host function.
    Values(Vec<Val>),
    /// A frame to be run first.
    Frame(FrameInput, Waiting),
}

/// What is due once the opened frame returns.
pub(super) enum Waiting {
    Call {
        base: u64,
        given: u64,
        length_destination: u32,
    },
    Create {
        base: u64,
        given: u64,
        address_destination: u32,
        length_destination: u32,
    },
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

const fn account_gas(is_cold: bool) -> u64 {
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

fn call(ctx: &mut Ctx, frame: &mut ProgramFrame, request: CallRequest) -> Result<Answer, Stop> {
    let setting = frame.store.data().setting.clone();
    let has_value = !request.value.is_zero();
    let left = Guest(&mut frame.store).gas_left();
    let length_destination = request.length_destination;
    if setting.is_static && has_value {
        return failed_call(frame, 0, length_destination);
    }
    let Ok(account) = ctx.journal_mut().load_account_with_code(request.to);
    let mut base = account_gas(account.is_cold);
    if has_value {
        base += CALL_VALUE;
        if account.data.is_empty() {
            base += NEW_ACCOUNT;
        }
    }
    let hash = account.data.info.code_hash;
    let mut known_bytecode = (hash, account.data.info.code.clone().unwrap_or_default());
    if let Some(delegate) = known_bytecode.1.eip7702_address() {
        let Ok(account) = ctx.journal_mut().load_account_with_code(delegate);
        let info = &account.data.info;
        known_bytecode = (info.code_hash, info.code.clone().unwrap_or_default());
    }
    if base > left {
        return failed_call(frame, left, length_destination);
    }
    // At most 63 of 64 parts of what is left; no product of two large numbers on the way.
    let rest = left - base;
    let most = rest - rest.div_ceil(64);
    let mut given = most.min(request.gas);
    if has_value {
        given = given.saturating_add(STIPEND);
    }
    let (caller, target_address, value, scheme) = match request.kind {
        CallKind::Call => {
            let value = CallValue::Transfer(request.value);
            (setting.address, request.to, value, CallScheme::Call)
        }
        CallKind::Static => {
            let value = CallValue::Transfer(U256::ZERO);
            (setting.address, request.to, value, CallScheme::StaticCall)
        }
        CallKind::Delegate => {
            let value = CallValue::Apparent(setting.value);
            (
                setting.sender,
                setting.address,
                value,
                CallScheme::DelegateCall,
            )
        }
    };
    let inputs = CallInputs {
        input: CallInput::Bytes(request.input),
        return_memory_offset: 0..0,
        gas_limit: given,
        reservoir: 0,
        bytecode_address: request.to,
        known_bytecode,
        target_address,
        caller,
        value,
        scheme,
        is_static: setting.is_static || request.kind == CallKind::Static,
        charged_new_account_state_gas: false,
    };
    let waiting = Waiting::Call {
        base,
        given,
        length_destination,
    };
    Ok(Answer::Frame(FrameInput::Call(Box::new(inputs)), waiting))
}

/// A call that never became a frame.
fn failed_call(
    frame: &mut ProgramFrame,
    gas: u64,
    length_destination: u32,
) -> Result<Answer, Stop> {
    let mut guest = Guest(&mut frame.store);
    guest.buy_gas(gas)?;
    guest.program().returned = Bytes::new();
    guest.write_length(length_destination, 0)?;
    Ok(Answer::Values(vec![Val::I32(FAILURE)]))
}

fn create(frame: &mut ProgramFrame, request: CreateRequest) -> Result<Answer, Stop> {
    let address = frame.store.data().setting.address;
    let left = Guest(&mut frame.store).gas_left();
    let mut base = CREATE;
    let mut scheme = CreateScheme::Create;
    if let Some(salt) = request.salt {
        base += HASH_WORD * request.init_code.len().div_ceil(32) as u64;
        scheme = CreateScheme::Create2 { salt };
    }
    let rest = left
        .checked_sub(base)
        .ok_or(Stop::Failure("no gas to create"))?;
    let given = rest - rest / 64;
    let inputs = CreateInputs::new(address, scheme, request.value, request.init_code, given, 0);
    let CreateRequest {
        address_destination,
        length_destination,
        ..
    } = request;
    let waiting = Waiting::Create {
        base,
        given,
        address_destination,
        length_destination,
    };
    Ok(Answer::Frame(FrameInput::Create(Box::new(inputs)), waiting))
}

/// Charges what an opened frame used and hands its result to the program.
///
/// # Errors
/// Where the program cannot pay or its pointers are out of bounds.
pub(super) fn settle(
    frame: &mut ProgramFrame,
    waiting: Waiting,
    result: FrameResult,
) -> Result<Vec<Val>, Stop> {
    let outcome = result.interpreter_result();
    let status = outcome.result;
    let returned_gas = if status.is_ok_or_revert() {
        outcome.gas.remaining()
    } else {
        0
    };
    if status.is_ok() {
        frame.refund += outcome.gas.refunded();
    }
    let output = if status.is_ok_or_revert() {
        outcome.output.clone()
    } else {
        Bytes::new()
    };
    let mut guest = Guest(&mut frame.store);
    match waiting {
        Waiting::Call {
            base,
            given,
            length_destination,
        } => {
            guest.buy_gas(base.saturating_add(given.saturating_sub(returned_gas)))?;
            let size = output.len();
            guest.program().returned = output;
            guest.write_length(length_destination, size)?;
            Ok(vec![Val::I32(if status.is_ok() {
                SUCCESS
            } else {
                FAILURE
            })])
        }
        Waiting::Create {
            base,
            given,
            address_destination,
            length_destination,
        } => {
            guest.buy_gas(base.saturating_add(given.saturating_sub(returned_gas)))?;
            let created = match &result {
                FrameResult::Create(created) if status.is_ok() => created.address,
                _ => None,
            };
            // Only a revert leaves data.
            let output = if status.is_ok() { Bytes::new() } else { output };
            let size = output.len();
            guest.program().returned = output;
            guest.write_length(length_destination, size)?;
            guest.write_address(address_destination, created.unwrap_or_default())?;
            Ok(Vec::new())
        }
    }
}
