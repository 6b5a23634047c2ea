//! Everything that a call can revert with, and how errors, events and the terms of a feed are packed.

use crate::abi::*;
use crate::words::{pack, Answer, Parameter, Parameters, Word};
use alloy_primitives::U256;
use risk::price::Fault;
use stylus_sdk::ArbResult;

crate::words::errors! {
    /// Everything that a call of this contract can revert with.
    PricesError {
        AlreadyInitialized {}
        NotOwner { caller }
        NotOracle { caller }
        OracleAlreadySet { oracle }
        ZeroAddress {}
        InvalidTerms {}
        UnknownAsset { asset }
        UnknownDecision { state, action }
        TooManyAssets {}
        AlreadyRecorded { due }
        NotDue { due }
        MathFailed {}
        InsufficientGas {}
        SequencerDown {}
        GracePeriod { until }
        FeedCallFailed { asset }
        DecimalsChanged { asset, listed, current }
        RoundIncomplete { asset }
        PriceInFuture { asset, updatedAt }
        PriceStale { asset, updatedAt }
        PriceNotPositive { asset }
        PriceOutOfBand { asset, price }
        PriceDeviates { asset, price, other }
    }
}

crate::words::events! {
    AssetListed { asset, feed; decimals, price }
    SequencerFeedSet { feed; }
    OracleSet { oracle; }
    OwnershipTransferStarted { previousOwner, newOwner; }
    OwnershipTransferred { previousOwner, newOwner; }
}

impl From<risk::RiskError> for PricesError {
    fn from(_: risk::RiskError) -> Self {
        MathFailed {}.into()
    }
}

impl PricesError {
    /// The error of the gate that an asset's price did not pass.
    pub(crate) fn of(fault: &Fault, asset: u8) -> Self {
        match *fault {
            Fault::SequencerDown => SequencerDown {}.into(),
            Fault::GracePeriod { until } => GracePeriod { until }.into(),
            Fault::CallFailed => FeedCallFailed { asset }.into(),
            Fault::DecimalsChanged { listed, current } => DecimalsChanged {
                asset,
                listed,
                current,
            }
            .into(),
            Fault::RoundIncomplete => RoundIncomplete { asset }.into(),
            Fault::InFuture { updated_at } => PriceInFuture {
                asset,
                updatedAt: updated_at,
            }
            .into(),
            Fault::Stale { updated_at, .. } => PriceStale {
                asset,
                updatedAt: updated_at,
            }
            .into(),
            Fault::NotPositive => PriceNotPositive { asset }.into(),
            Fault::OutOfBand { price } => PriceOutOfBand { asset, price }.into(),
            Fault::Deviates { price, reference } => PriceDeviates {
                asset,
                price: U256::from(price),
                other: U256::from(reference),
            }
            .into(),
        }
    }
}

impl Parameter for FeedTerms {
    fn from_word(_: U256) -> Option<Self> {
        None
    }

    fn take(words: &mut Parameters<'_>) -> Option<Self> {
        Some(Self {
            feed: words.next()?,
            heartbeat: words.next()?,
            grace: words.next()?,
            minPrice: words.next()?,
            maxPrice: words.next()?,
            maxDeviation: words.next()?,
            secondary: words.next()?,
            secondaryLimit: words.next()?,
            nav: words.next()?,
            navExpiry: words.next()?,
            navDiscount: words.next()?,
        })
    }
}

impl Answer for FeedTerms {
    fn encode(self) -> ArbResult {
        let words = [
            self.feed.to_word(),
            self.heartbeat.to_word(),
            self.grace.to_word(),
            self.minPrice.to_word(),
            self.maxPrice.to_word(),
            self.maxDeviation.to_word(),
            self.secondary.to_word(),
            self.secondaryLimit.to_word(),
            self.nav.to_word(),
            self.navExpiry.to_word(),
            self.navDiscount.to_word(),
        ];
        Ok(pack(&[], &words))
    }
}
