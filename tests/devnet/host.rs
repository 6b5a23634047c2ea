//! The host functions of programs, module `vm_hooks`: each with its price in ink and gas.
//!
//! What needs only the frame is done at once. What needs the chain stops the program with a
//! [`Request`]; the executor serves it and lets the program go on. So a program that calls another
//! contract is a frame of the same stack as EVM code, and nothing recurses.

mod account;
mod cache;
mod call;
mod guest;
mod math;
mod output;
mod setting;
mod storage;

pub(crate) use cache::StorageCache;
pub(crate) use guest::{part_of, Guest, Stop};

use revm::primitives::{Address, Bytes, B256, U256};
use std::sync::Arc;
use wasmi::{Engine, Global, Linker, Memory, StoreLimits};

/// Module that all host functions are in.
pub(crate) const HOOKS: &str = "vm_hooks";

/// What a frame of a program is about, for as long as it is open.
#[derive(Debug, Clone)]
pub(crate) struct Setting {
    /// Acting address: whose storage, balance and logs.
    pub(crate) address: Address,
    pub(crate) sender: Address,
    pub(crate) value: U256,
    pub(crate) is_static: bool,
    /// The acting address already had an open frame.
    pub(crate) is_reentrant: bool,
    pub(crate) surroundings: Arc<Surroundings>,
}

/// What is the same for all frames of a transaction.
#[derive(Debug, Clone, Default)]
pub(crate) struct Surroundings {
    pub(crate) origin: Address,
    pub(crate) gas_price: U256,
    pub(crate) base_fee: U256,
    pub(crate) coinbase: Address,
    pub(crate) gas_limit: u64,
    pub(crate) l1_number: u64,
    pub(crate) timestamp: u64,
    pub(crate) chain_id: u64,
}

/// State of one running program.
pub(crate) struct Program {
    pub(crate) setting: Setting,
    pub(crate) arguments: Bytes,
    pub(crate) output: Bytes,
    /// What the last call or failed creation returned.
    pub(crate) returned: Bytes,
    pub(crate) cache: StorageCache,
    pub(crate) limits: StoreLimits,
    /// Memory and ink global: there from instantiation on.
    pub(crate) parts: Option<(Memory, Global)>,
}

/// What a program asks of the chain. Its fixed price is paid; what depends on the answer is not.
#[derive(Debug, Clone)]
pub(crate) enum Request {
    /// A slot that the cache does not hold, to be written to `destination`; the read's tier is still due.
    LoadSlot {
        key: U256,
        destination: u32,
        tier_gas: u64,
    },
    /// Dirty slots to be written.
    Flush {
        slots: Vec<(U256, U256)>,
    },
    LoadTransient {
        key: U256,
        destination: u32,
    },
    StoreTransient {
        key: U256,
        value: U256,
    },
    Call(CallRequest),
    Create(CreateRequest),
    Log {
        topics: Vec<B256>,
        data: Bytes,
    },
    Balance {
        address: Address,
        destination: u32,
    },
    Code {
        address: Address,
        offset: u32,
        size: u32,
        destination: u32,
    },
    CodeSize {
        address: Address,
    },
    CodeHash {
        address: Address,
        destination: u32,
    },
    Pages {
        count: u16,
    },
}

/// How a program calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CallKind {
    Call,
    Delegate,
    Static,
}

#[derive(Debug, Clone)]
pub(crate) struct CallRequest {
    pub(crate) kind: CallKind,
    pub(crate) to: Address,
    pub(crate) input: Bytes,
    pub(crate) value: U256,
    /// Gas to give at most; the chain gives no more than 63/64 of what is left.
    pub(crate) gas: u64,
    pub(crate) length_destination: u32,
}

#[derive(Debug, Clone)]
pub(crate) struct CreateRequest {
    pub(crate) init_code: Bytes,
    pub(crate) value: U256,
    pub(crate) salt: Option<U256>,
    pub(crate) address_destination: u32,
    pub(crate) length_destination: u32,
}

/// All host functions, to link programs with.
///
/// # Errors
/// Never, unless two functions here had one name.
pub(crate) fn linker(engine: &Engine) -> Result<Linker<Program>, wasmi::Error> {
    let mut linker = Linker::new(engine);
    output::define(&mut linker)?;
    storage::define(&mut linker)?;
    call::define(&mut linker)?;
    account::define(&mut linker)?;
    setting::define(&mut linker)?;
    math::define(&mut linker)?;
    Ok(linker)
}
