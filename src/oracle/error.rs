//! Everything that a call can revert with, and how errors and events are packed.

use crate::abi::{
    AlreadyInitialized, AssetListed, ClockSet, DecimalsChanged, FeedCallFailed, GracePeriod,
    InsufficientGas, InvalidTerms, MathFailed, NotOwner, OwnershipTransferStarted,
    OwnershipTransferred, PriceDeviates, PriceInFuture, PriceNotPositive, PriceOutOfBand,
    PriceStale, RoundIncomplete, Sampled, SequencerDown, SequencerFeedSet, TooManyAssets,
    UnknownAsset, VolatilitySampled,
};
use crate::words::{errors, events};

errors! {
    /// Everything that a call of this contract can revert with.
    OracleError {
        AlreadyInitialized {}
        NotOwner { caller }
        InvalidTerms {}
        UnknownAsset { asset }
        TooManyAssets {}
        MathFailed {}
        InsufficientGas {}
        SequencerDown {}
        GracePeriod { until }
        FeedCallFailed { asset }
        DecimalsChanged { asset listed current }
        RoundIncomplete { asset }
        PriceInFuture { asset updatedAt }
        PriceStale { asset updatedAt }
        PriceNotPositive { asset }
        PriceOutOfBand { asset price }
        PriceDeviates { asset price sampled }
    }
}

events! {
    AssetListed { asset feed; decimals price }
    Sampled { ; at dueAt index }
    VolatilitySampled { asset; price volatility }
    SequencerFeedSet { feed; }
    ClockSet { ; interval minInterval maxInterval halfLife referenceVolatility clip }
    OwnershipTransferStarted { previousOwner newOwner; }
    OwnershipTransferred { previousOwner newOwner; }
}

impl From<risk::RiskError> for OracleError {
    fn from(_: risk::RiskError) -> Self {
        MathFailed {}.into()
    }
}

impl From<fixed::MathError> for OracleError {
    fn from(_: fixed::MathError) -> Self {
        MathFailed {}.into()
    }
}
