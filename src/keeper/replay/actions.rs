//! What the people of a replay do on the chain.

use alloy::{
    primitives::{Address, TxKind, U256},
    providers::Provider,
    signers::local::{coins_bip39::English, MnemonicBuilder, PrivateKeySigner},
    sol_types::SolCall,
};
use anyhow::{anyhow, Context, Result};

use super::{
    mocks::{MockToken, StaticLtvLender},
    quantity::{amount_of, CASH_DECIMALS},
    record::clock,
};
use crate::{abi::IERC20, connection::Connection, explain::explain_call};

/// Mnemonic of the funded accounts of local chains.
const MNEMONIC: &str = "test test test test test test test test test test test junk";

pub(super) fn key(index: u32) -> Result<PrivateKeySigner> {
    MnemonicBuilder::<English>::default()
        .phrase(MNEMONIC)
        .index(index)?
        .build()
        .context("deriving a key")
}

/// Sets the time of the next block, never backwards.
pub(super) async fn travel(connection: &Connection, at: u64) -> Result<()> {
    let _: serde_json::Value = connection
        .provider
        .raw_request("evm_setNextBlockTimestamp".into(), (at,))
        .await
        .with_context(|| format!("the chain does not travel to {}", clock(at)))?;
    let _: serde_json::Value = connection
        .provider
        .raw_request("evm_mine".into(), ())
        .await
        .context("evm_mine")?;
    Ok(())
}

pub(super) async fn call<C: SolCall>(connection: &Connection, to: Address, call: C) -> Result<u64> {
    let receipt = connection
        .send(TxKind::Call(to), U256::ZERO, call.abi_encode().into())
        .await
        .with_context(|| C::SIGNATURE.to_owned())?;
    Ok(receipt.gas_used)
}

pub(super) async fn mint(
    connection: &Connection,
    token: Address,
    to: Address,
    amount: U256,
) -> Result<()> {
    call(connection, token, MockToken::mintCall { to, amount })
        .await
        .map(|_| ())
}

pub(super) async fn approve(
    connection: &Connection,
    token: Address,
    spender: Address,
) -> Result<()> {
    call(
        connection,
        token,
        IERC20::approveCall {
            spender,
            amount: U256::MAX,
        },
    )
    .await
    .map(|_| ())
}

/// Value of the collateral and debt at the static lender, USD.
pub(super) async fn static_standing<P: Provider>(
    lender: &StaticLtvLender::StaticLtvLenderInstance<P>,
    user: Address,
) -> Result<(f64, f64)> {
    let value = lender
        .collateralValue(user)
        .call()
        .await
        .map_err(|e| anyhow!("static lender: {}", explain_call(&e)))?;
    let debt = lender
        .debt(user)
        .call()
        .await
        .map_err(|e| anyhow!("static lender: {}", explain_call(&e)))?;
    Ok((
        amount_of(value, CASH_DECIMALS),
        amount_of(debt, CASH_DECIMALS),
    ))
}
