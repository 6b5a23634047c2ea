//! `ArbWasm`: activation of programs, their age, their price of entry.

use super::{decode, NativeCall, NativeFailure, NativeResult, STATE_READ_GAS, STATE_WRITE_GAS};
use crate::{
    machine::{
        registry::{
            self, Activation, Inactive, EXPIRY_DAYS, KEEPALIVE_DAYS, MIN_CACHED_GAS, MIN_INIT_GAS,
            STYLUS_VERSION,
        },
        Unusable,
    },
    meter::INK_PER_GAS,
};
use alloy::sol_types::{Revert, SolCall, SolEvent, SolValue};
use program::{CodeError, Measure};
use revm::{
    bytecode::Bytecode,
    context_interface::{context::ContextTr, JournalTr},
    primitives::{address, Address, Log, B256, U256},
};

/// Where it is.
pub const ARB_WASM: Address = address!("0000000000000000000000000000000000000071");

/// Its ABI, as far as the devnet has it.
#[allow(missing_docs)]
pub mod interface {
    alloy::sol! {
        #[derive(Debug, PartialEq, Eq)]
        interface ArbWasm {
            event ProgramActivated(bytes32 indexed codehash, bytes32 moduleHash, address program, uint256 dataFee, uint16 version);
            event ProgramLifetimeExtended(bytes32 indexed codehash, uint256 dataFee);

            error ProgramNotWasm();
            error ProgramNotActivated();
            error ProgramNeedsUpgrade(uint16 version, uint16 stylusVersion);
            error ProgramExpired(uint64 ageInSeconds);
            error ProgramUpToDate();
            error ProgramKeepaliveTooSoon(uint64 ageInSeconds);
            error ProgramInsufficientValue(uint256 have, uint256 want);

            function activateProgram(address program) external payable returns (uint16 version, uint256 dataFee);
            function codehashKeepalive(bytes32 codehash) external payable;
            function stylusVersion() external view returns (uint16 version);
            function codehashVersion(bytes32 codehash) external view returns (uint16 version);
            function codehashAsmSize(bytes32 codehash) external view returns (uint32 size);
            function programVersion(address program) external view returns (uint16 version);
            function programInitGas(address program) external view returns (uint64 gas, uint64 gasWhenCached);
            function programMemoryFootprint(address program) external view returns (uint16 footprint);
            function programTimeLeft(address program) external view returns (uint64 timeLeftInSeconds);
            function inkPrice() external view returns (uint32 price);
            function maxStackDepth() external view returns (uint32 depth);
            function freePages() external view returns (uint16 pages);
            function pageGas() external view returns (uint16 gas);
            function pageLimit() external view returns (uint16 limit);
            function minInitGas() external view returns (uint64 gas, uint64 cached);
            function expiryDays() external view returns (uint16 days_);
            function keepaliveDays() external view returns (uint16 days_);
            function blockCacheSize() external view returns (uint16 count);
        }
    }
}

use interface::ArbWasm;

/// Gas of an activation, whatever the program.
const ACTIVATION_GAS: u64 = 1_659_168;
/// Wei for each byte of native code, at no demand.
const DATA_FEE: u64 = 82_928_201;

pub(super) fn answer(call: &mut NativeCall<'_>, input: &[u8]) -> NativeResult {
    let selector: [u8; 4] = input.first_chunk().copied().unwrap_or_default();
    match selector {
        ArbWasm::activateProgramCall::SELECTOR => activate(call, decode(input)?),
        ArbWasm::codehashKeepaliveCall::SELECTOR => keep_alive(call, decode(input)?),
        _ => {
            call.takes_no_value()?;
            call.burn(STATE_READ_GAS)?;
            look_up(call, selector, input)
        }
    }
}

fn look_up(call: &mut NativeCall<'_>, selector: [u8; 4], input: &[u8]) -> NativeResult {
    let now = call.ctx.chain.surroundings.timestamp;
    let of_program = |call: &mut NativeCall<'_>, program| {
        let (hash, _) = code_of(call, program);
        Ok::<_, NativeFailure>(registry::read(call.ctx, hash).active(now)?)
    };
    let of_hash = |call: &mut NativeCall<'_>, hash| registry::read(call.ctx, hash).active(now);
    Ok(match selector {
        ArbWasm::stylusVersionCall::SELECTOR => STYLUS_VERSION.abi_encode(),
        ArbWasm::inkPriceCall::SELECTOR => INK_PER_GAS.abi_encode(),
        ArbWasm::maxStackDepthCall::SELECTOR => 22_000_u32.abi_encode(),
        ArbWasm::freePagesCall::SELECTOR => 2_u16.abi_encode(),
        ArbWasm::pageGasCall::SELECTOR => 1_000_u16.abi_encode(),
        ArbWasm::pageLimitCall::SELECTOR => 128_u16.abi_encode(),
        ArbWasm::minInitGasCall::SELECTOR => (MIN_INIT_GAS, MIN_CACHED_GAS).abi_encode(),
        ArbWasm::expiryDaysCall::SELECTOR => EXPIRY_DAYS.abi_encode(),
        ArbWasm::keepaliveDaysCall::SELECTOR => KEEPALIVE_DAYS.abi_encode(),
        ArbWasm::blockCacheSizeCall::SELECTOR => 32_u16.abi_encode(),
        ArbWasm::codehashVersionCall::SELECTOR => {
            let query: ArbWasm::codehashVersionCall = decode(input)?;
            of_hash(call, query.codehash)?.version.abi_encode()
        }
        ArbWasm::codehashAsmSizeCall::SELECTOR => {
            let query: ArbWasm::codehashAsmSizeCall = decode(input)?;
            of_hash(call, query.codehash)?
                .native_kib
                .saturating_mul(1_024)
                .abi_encode()
        }
        ArbWasm::programVersionCall::SELECTOR => {
            let query: ArbWasm::programVersionCall = decode(input)?;
            of_program(call, query.program)?.version.abi_encode()
        }
        ArbWasm::programInitGasCall::SELECTOR => {
            let query: ArbWasm::programInitGasCall = decode(input)?;
            let found = of_program(call, query.program)?;
            (found.uncached_gas(), found.cached_gas()).abi_encode()
        }
        ArbWasm::programMemoryFootprintCall::SELECTOR => {
            let query: ArbWasm::programMemoryFootprintCall = decode(input)?;
            of_program(call, query.program)?.footprint.abi_encode()
        }
        ArbWasm::programTimeLeftCall::SELECTOR => {
            let query: ArbWasm::programTimeLeftCall = decode(input)?;
            of_program(call, query.program)?.time_left(now).abi_encode()
        }
        _ => return Err(NativeFailure::Revert(Vec::new())),
    })
}

pub(super) fn code_of(call: &mut NativeCall<'_>, address: Address) -> (B256, Bytecode) {
    let Ok(account) = call.ctx.journal_mut().load_account_with_code(address);
    let info = &account.data.info;
    (info.code_hash, info.code.clone().unwrap_or_default())
}

fn activate(call: &mut NativeCall<'_>, query: ArbWasm::activateProgramCall) -> NativeResult {
    call.writes()?;
    call.burn(ACTIVATION_GAS)?;
    let now = call.ctx.chain.surroundings.timestamp;
    let (hash, code) = code_of(call, query.program);
    let before = registry::read(call.ctx, hash);
    if before.active(now).is_ok() {
        return Err(ArbWasm::ProgramUpToDate {}.into());
    }
    let code = code.original_bytes();
    let prepared = call
        .ctx
        .chain
        .library
        .prepare(hash, &code)
        .map_err(refusal)?;
    call.burn(content_gas(&prepared.measure))?;
    let mut activation = Activation::new(&prepared.measure, now);
    activation.is_cached = before.is_cached;
    registry::write(call.ctx, hash, activation);
    let data_fee = pay_data_fee(call, prepared.measure.native_size())?;
    emit(
        call,
        &ArbWasm::ProgramActivated {
            codehash: hash,
            // The hash of the translated module: there is none here.
            moduleHash: hash,
            program: query.program,
            dataFee: data_fee,
            version: STYLUS_VERSION,
        },
    );
    Ok((STYLUS_VERSION, data_fee).abi_encode())
}

fn keep_alive(call: &mut NativeCall<'_>, query: ArbWasm::codehashKeepaliveCall) -> NativeResult {
    call.writes()?;
    call.burn(STATE_READ_GAS + STATE_WRITE_GAS)?;
    let now = call.ctx.chain.surroundings.timestamp;
    let mut activation = registry::read(call.ctx, query.codehash).active(now)?;
    if !activation.can_be_renewed(now) {
        let age = activation.age(now);
        return Err(ArbWasm::ProgramKeepaliveTooSoon { ageInSeconds: age }.into());
    }
    activation.renew(now);
    registry::write(call.ctx, query.codehash, activation);
    let data_fee = pay_data_fee(call, u64::from(activation.native_kib) * 1_024)?;
    emit(
        call,
        &ArbWasm::ProgramLifetimeExtended {
            codehash: query.codehash,
            dataFee: data_fee,
        },
    );
    Ok(Vec::new())
}

/// Gas of an activation by the program's content, about: what the chain counts per byte, function and
/// page.
fn content_gas(measure: &Measure) -> u64 {
    let milli = [
        measure.raw.saturating_mul(8_885),
        measure.functions.saturating_mul(4_830),
        measure.data.saturating_mul(4_870),
        measure.types.saturating_mul(14_980),
        measure.pages.saturating_mul(62_076_000),
    ];
    milli.into_iter().fold(0, u64::saturating_add) / 1_000
}

/// Keeps the fee and sends the rest of the value back.
fn pay_data_fee(call: &mut NativeCall<'_>, native_size: u64) -> Result<U256, NativeFailure> {
    let fee = U256::from(native_size.saturating_mul(DATA_FEE));
    let Some(rest) = call.value.checked_sub(fee) else {
        return Err(ArbWasm::ProgramInsufficientValue {
            have: call.value,
            want: fee,
        }
        .into());
    };
    let caller = call.caller;
    let Ok(refused) = call.ctx.journal_mut().transfer(ARB_WASM, caller, rest);
    match refused {
        None => Ok(fee),
        Some(_) => Err(NativeFailure::Revert(Vec::new())),
    }
}

fn emit(call: &mut NativeCall<'_>, event: &impl SolEvent) {
    let log = Log {
        address: ARB_WASM,
        data: event.encode_log_data(),
    };
    call.ctx.journal_mut().log(log);
}

/// Refusals without an error of their own say why in words.
fn refusal(reason: Unusable) -> NativeFailure {
    match reason {
        Unusable::Code(CodeError::NotAProgram) => ArbWasm::ProgramNotWasm {}.into(),
        reason => Revert::from(reason.to_string()).into(),
    }
}

impl From<Inactive> for NativeFailure {
    fn from(reason: Inactive) -> Self {
        match reason {
            Inactive::NotActivated => ArbWasm::ProgramNotActivated {}.into(),
            Inactive::NeedsUpgrade(version) => ArbWasm::ProgramNeedsUpgrade {
                version,
                stylusVersion: STYLUS_VERSION,
            }
            .into(),
            Inactive::Expired(age) => ArbWasm::ProgramExpired { ageInSeconds: age }.into(),
        }
    }
}
