//! Calls and creations of programs: what they cost, what they are given, what comes back.

use super::{
    execution::Ctx,
    program_frame::ProgramFrame,
    service::{account_gas, Answer},
};
use crate::host::{CallKind, CallRequest, CreateRequest, Guest, Stop};
use revm::{
    context_interface::{context::ContextTr, CreateScheme, JournalTr},
    handler::FrameResult,
    interpreter::{CallInput, CallInputs, CallScheme, CallValue, CreateInputs, FrameInput},
    primitives::{Bytes, U256},
};
use wasmi::Val;

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

/// Opens the frame of a call, unless it fails before it is one.
pub(super) fn call(
    ctx: &mut Ctx,
    frame: &mut ProgramFrame,
    request: CallRequest,
) -> Result<Answer, Stop> {
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

/// Opens the frame of a creation.
pub(super) fn create(frame: &mut ProgramFrame, request: CreateRequest) -> Result<Answer, Stop> {
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
