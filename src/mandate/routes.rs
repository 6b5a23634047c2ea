//! From call data to the methods of the contract. `#[public]` prints the same table for the interface.

use crate::Mandate;
use alloy_primitives::{Address, B256, U256};
use shell::bytes::Bytes;

crate::words::routes! {
    Mandate {
        "allows" => allows(B256, Address, u32);
        "capabilities" => capabilities(B256, Address);
        "setOperator" => set_operator(B256, Address, u32, u64);
        "execute" => execute(B256, Bytes, U256, U256, Bytes);
        "nonce" => nonce(B256);
        "cancel" => cancel(B256);
        "permitAndCall" => permit_and_call(Address, U256, U256, u8, B256, B256, Bytes);
        "digest" => digest(B256, Bytes, U256, U256);
        "domainSeparator" => domain_separator();
        "eip712Domain" => eip_712_domain();
        "vault" => vault();
        "initialize" => initialize(Address);
    }
}
