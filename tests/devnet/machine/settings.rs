//! The rules that transactions run under.

use super::{Environment, Transaction};
use crate::host::Surroundings;
use revm::{
    context::{BlockEnv, CfgEnv},
    primitives::{B256, U256},
};

/// Deployed code of one account, in bytes, at most (EIP-170), programs included.
pub const MAX_CODE_SIZE: usize = 24_576;
/// Bytes of memory of an EVM frame at most.
const EVM_MEMORY: u64 = 1 << 27;

pub(super) fn settings(cfg: &mut CfgEnv, chain_id: u64, relaxed: bool) {
    cfg.chain_id = chain_id;
    cfg.limit_contract_code_size = Some(MAX_CODE_SIZE);
    cfg.memory_limit = EVM_MEMORY;
    // Programs start with EF; what else does is refused by the execution itself.
    cfg.disable_eip3541 = true;
    // The chain has no floor on the price of call data.
    cfg.disable_eip7623 = true;
    // Nobody can sign for a contract, but tests act for one.
    cfg.disable_eip3607 = true;
    cfg.disable_nonce_check = relaxed;
    cfg.disable_balance_check = relaxed;
    cfg.disable_base_fee = relaxed;
    cfg.disable_block_gas_limit = relaxed;
}

pub(super) fn surroundings(environment: &Environment, transaction: &Transaction) -> Surroundings {
    Surroundings {
        origin: transaction.from,
        gas_price: U256::from(transaction.gas_price),
        base_fee: U256::from(environment.base_fee),
        coinbase: environment.coinbase,
        gas_limit: environment.gas_limit,
        l1_number: environment.l1_number,
        timestamp: environment.timestamp,
        chain_id: environment.chain_id,
    }
}

pub(super) fn block(environment: &Environment) -> BlockEnv {
    BlockEnv {
        number: U256::from(environment.l1_number),
        beneficiary: environment.coinbase,
        timestamp: U256::from(environment.timestamp),
        gas_limit: environment.gas_limit,
        basefee: environment.base_fee,
        difficulty: U256::from(1),
        prevrandao: Some(B256::with_last_byte(1)),
        ..BlockEnv::default()
    }
}
