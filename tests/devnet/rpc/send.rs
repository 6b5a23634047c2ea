//! The methods that send transactions.

use alloy::primitives::{Bytes, TxKind};
use alloy::rpc::types::TransactionRequest;
use serde_json::Value;

use super::params::Params;
use super::read::simulated;
use super::view::json;
use super::RpcError;
use crate::chain::{Chain, BASE_FEE};

/// `eth_sendRawTransaction`
pub(super) fn raw(chain: &mut Chain, params: &Params) -> Result<Value, RpcError> {
    let bytes: Bytes = params.required(0, "transaction")?;
    json(&chain.send_raw(&bytes)?)
}

/// `eth_sendTransaction`: for development accounts and impersonated ones. What is missing is filled in.
pub(super) fn unsigned(chain: &mut Chain, params: &Params) -> Result<Value, RpcError> {
    let mut request: TransactionRequest = params.required(0, "transaction")?;
    let sender = request
        .from
        .ok_or_else(|| RpcError::invalid_params("from is missing"))?;
    if request.has_eip4844_fields() || request.authorization_list.is_some() {
        return Err(RpcError::invalid_params(
            "only transactions of type 0, 1 and 2 are supported",
        ));
    }
    let input = request.input.clone().try_into_unique_input();
    request.input = input
        .map_err(|error| RpcError::invalid_params(error.to_string()))?
        .unwrap_or_default()
        .into();
    request.to.get_or_insert(TxKind::Create);
    request.chain_id.get_or_insert(chain.chain_id());
    if request.gas_price.is_none() {
        request
            .max_fee_per_gas
            .get_or_insert(u128::from(BASE_FEE).max(request.max_priority_fee_per_gas.unwrap_or(0)));
        request.max_priority_fee_per_gas.get_or_insert(0);
    }
    if request.gas.is_none() {
        request.gas = Some(chain.estimate_gas(simulated(request.clone())?)?);
    }
    request.nonce.get_or_insert(chain.machine().nonce(sender));
    let typed = request.build_typed_tx().map_err(|request| {
        RpcError::invalid_params(format!(
            "the fields do not make a transaction: {:?}",
            request.missing_keys()
        ))
    })?;
    let transaction = chain.sign_for(typed, sender)?;
    json(&chain.submit(transaction)?)
}
