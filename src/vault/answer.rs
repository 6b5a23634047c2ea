//! An answer of two values, one of them a list: the SDK would wrap it in one value more than Solidity expects.

use crate::abi::Holding;
use crate::error::VaultError;
use crate::health::Portfolio;
use crate::words::{pack, Word};
use alloc::vec::Vec;
use alloy_primitives::{I256, U256};
use stylus_sdk::abi::internal::{AbiResult, EncodableReturnType};
use stylus_sdk::ArbResult;

/// What `portfolio` answers: `(int256 cash, Holding[] collateral)`.
pub struct PortfolioAnswer(pub(crate) Result<Portfolio, VaultError>);

impl EncodableReturnType for PortfolioAnswer {
    fn encode(self) -> ArbResult {
        let portfolio = self.0?;
        let mut words = Vec::with_capacity(35);
        words.push(portfolio.cash.to_word());
        words.push(U256::from(0x40).to_word());
        words.push(U256::from(portfolio.collateral.len()).to_word());
        for holding in &portfolio.collateral {
            words.push(holding.asset.to_word());
            words.push(holding.amount.to_word());
        }
        Ok(pack(&[], &words))
    }
}

impl AbiResult for PortfolioAnswer {
    type OkType = (I256, Vec<Holding>);
}

#[cfg(feature = "export-abi")]
impl stylus_sdk::abi::export::internal::InnerTypes for PortfolioAnswer {}
