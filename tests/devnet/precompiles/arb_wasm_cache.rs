//! `ArbWasmCache`: which programs a bid keeps in the chain's cache.
//!
//! On a chain only the managers of the cache may change it, and they do so for those who bid. Here
//! anybody may, at once.

use super::{
    arb_wasm::code_of, decode, NativeCall, NativeFailure, NativeResult, STATE_READ_GAS,
    STATE_WRITE_GAS,
};
use crate::machine::registry;
use alloy::sol_types::{SolCall, SolEvent, SolValue};
use revm::{
    context_interface::{context::ContextTr, JournalTr},
    primitives::{address, Address, Log, B256},
};

/// Where it is.
pub const ARB_WASM_CACHE: Address = address!("0000000000000000000000000000000000000072");

/// Its ABI, as far as the devnet has it.
#[allow(missing_docs)]
pub mod interface {
    alloy::sol! {
        #[derive(Debug, PartialEq, Eq)]
        interface ArbWasmCache {
            event UpdateProgramCache(address indexed manager, bytes32 indexed codehash, bool cached);

            function cacheProgram(address program) external;
            function evictCodehash(bytes32 codehash) external;
            function codehashIsCached(bytes32 codehash) external view returns (bool isCached);
        }
    }
}

use interface::ArbWasmCache;

pub(super) fn answer(call: &mut NativeCall<'_>, input: &[u8]) -> NativeResult {
    call.takes_no_value()?;
    call.burn(STATE_READ_GAS)?;
    let selector: [u8; 4] = input.first_chunk().copied().unwrap_or_default();
    match selector {
        ArbWasmCache::cacheProgramCall::SELECTOR => {
            let query: ArbWasmCache::cacheProgramCall = decode(input)?;
            let (hash, _) = code_of(call, query.program);
            change(call, hash, true)
        }
        ArbWasmCache::evictCodehashCall::SELECTOR => {
            let query: ArbWasmCache::evictCodehashCall = decode(input)?;
            change(call, query.codehash, false)
        }
        ArbWasmCache::codehashIsCachedCall::SELECTOR => {
            let query: ArbWasmCache::codehashIsCachedCall = decode(input)?;
            Ok(registry::read(call.ctx, query.codehash)
                .is_cached
                .abi_encode())
        }
        _ => Err(NativeFailure::Revert(Vec::new())),
    }
}

/// Costs what an uncached entry costs by its content, as on the chain.
fn change(call: &mut NativeCall<'_>, codehash: B256, is_cached: bool) -> NativeResult {
    call.writes()?;
    let now = call.ctx.chain.surroundings.timestamp;
    let mut activation = registry::read(call.ctx, codehash);
    if is_cached {
        activation = activation.active(now)?;
    }
    if activation.is_cached == is_cached {
        return Ok(Vec::new());
    }
    call.burn(STATE_WRITE_GAS + u64::from(activation.init_cost))?;
    activation.is_cached = is_cached;
    registry::write(call.ctx, codehash, activation);
    let event = ArbWasmCache::UpdateProgramCache {
        manager: call.caller,
        codehash,
        cached: is_cached,
    };
    call.ctx.journal_mut().log(Log {
        address: ARB_WASM_CACHE,
        data: event.encode_log_data(),
    });
    Ok(Vec::new())
}
