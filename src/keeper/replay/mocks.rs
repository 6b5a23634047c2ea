//! Tokens, feeds and a lender with a static threshold for a local chain, compiled from Solidity.

use std::{fs, path::Path};

use alloy::{
    primitives::{Address, Bytes, TxKind, U256},
    sol,
};
use anyhow::{Context, Result};

use crate::connection::Connection;

sol! {
    /// A token that anyone may mint.
    #[sol(rpc)]
    #[derive(Debug)]
    interface MockToken {
        function mint(address to, uint256 amount) external;
        function approve(address spender, uint256 amount) external returns (bool);
    }

    /// A feed whose answer is set by hand.
    #[sol(rpc)]
    #[derive(Debug)]
    interface MockFeed {
        function setAnswer(int256 answer) external;
    }

    /// A lender with one loan-to-value threshold for everything.
    #[sol(rpc)]
    #[derive(Debug)]
    interface StaticLtvLender {
        function list(address token, address feed) external;
        function deposit(address token, uint256 amount) external;
        function borrow(uint256 amount) external;
        function liquidate(address account, address token, uint256 amount) external returns (uint256 repaid, uint256 seized);
        function debt(address account) external view returns (uint256);
        function collateralValue(address account) external view returns (uint256);
    }
}

/// Deploys a contract from its compiled artefact with encoded constructor arguments.
pub async fn deploy(
    connection: &Connection,
    folder: &Path,
    name: &str,
    arguments: Vec<u8>,
) -> Result<Address> {
    let file = folder.join(format!("{name}.json"));
    let text = fs::read_to_string(&file)
        .with_context(|| format!("cannot read {}: run scripts/build.sh first", file.display()))?;
    let artefact: serde_json::Value =
        serde_json::from_str(&text).with_context(|| format!("{} is damaged", file.display()))?;
    let code = artefact
        .get("bytecode")
        .and_then(|b| b.as_str())
        .with_context(|| format!("{} has no bytecode", file.display()))?;
    let mut input: Vec<u8> = code
        .parse::<Bytes>()
        .with_context(|| format!("{}: bytecode", file.display()))?
        .into();
    input.extend(arguments);
    let receipt = connection
        .send(TxKind::Create, U256::ZERO, input.into())
        .await
        .with_context(|| format!("deploying {name}"))?;
    receipt
        .contract_address
        .with_context(|| format!("the receipt of {name} has no address"))
}
