//! What the oracle says about a price besides its value.

use crate::RiskError;

/// How far a price may be trusted. The numbers are part of the snapshot's format and of the ABI.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[repr(u8)]
pub enum State {
    /// Every gate passed.
    #[default]
    Live = 0,
    /// Older than its heartbeat and grace.
    Stale = 1,
    /// Unusable: older than twice the limit, not positive, broken call, changed decimals.
    Dead = 2,
    /// Outside its band, or too far from the last accepted price.
    Suspect = 3,
    /// The sequencer is down, or came back less than a grace period ago.
    Paused = 4,
}

/// The gate at which a price was stopped. The numbers are part of the snapshot's format and of the ABI.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[repr(u8)]
pub enum Gate {
    /// None: the price is live.
    #[default]
    None = 0,
    /// The sequencer's feed reports that it is down.
    SequencerDown = 1,
    /// The sequencer has been back for less than the grace period.
    GracePeriod = 2,
    /// The feed reverted, ran out of its gas, or answered with too few bytes.
    FeedCallFailed = 3,
    /// The feed's decimals are not those it had at listing.
    DecimalsChanged = 4,
    /// The round's number or time is zero.
    RoundIncomplete = 5,
    /// The round's time is later than the block.
    PriceInFuture = 6,
    /// The round is older than heartbeat and grace.
    PriceStale = 7,
    /// The answer is zero or negative.
    PriceNotPositive = 8,
    /// The answer is outside the asset's band, or within 1 % of its ends.
    PriceOutOfBand = 9,
    /// The answer is too far from the last accepted price.
    PriceDeviates = 10,
}

impl State {
    /// Whether risk may be added at this price.
    #[must_use]
    pub const fn is_live(self) -> bool {
        matches!(self, Self::Live)
    }
}

/// What somebody wants to do that depends on a price. The numbers are part of the ABI.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Action {
    /// Deposit collateral, repay debt.
    LowerRisk = 0,
    /// Withdraw from an account without debt.
    WithdrawFree = 1,
    /// Borrow, withdraw from an account with debt, add to a position.
    RaiseRisk = 2,
    /// Start to liquidate an account.
    StartLiquidation = 3,
    /// Go on with a liquidation that runs.
    SettleLiquidation = 4,
    /// Share a loss among those who carry it.
    ShareLoss = 5,
}

/// Whether, and on what condition. The numbers are part of the ABI.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Permission {
    /// No.
    No = 0,
    /// Yes.
    Yes = 1,
    /// Where equity is below the maintenance margin.
    BelowMaintenance = 2,
    /// Where it is, at the last price, and health is below [`CERTAIN_HEALTH`].
    BelowCertainHealth = 3,
    /// Where it is under the collateral price and under the liability price.
    BelowAtBothPrices = 4,
    /// Not for this asset; other assets of the account may be taken.
    OtherAssets = 5,
    /// Yes, at the price that is worse for the liquidator.
    AtWorsePrice = 6,
    /// Not now: the clock of the liquidation stands still.
    ClockStops = 7,
}

/// The health, WAD, below which a liquidation may start at a price that is stale or paused.
pub const CERTAIN_HEALTH: u128 = 950_000_000_000_000_000;

impl State {
    /// What a price in this state allows.
    #[must_use]
    pub const fn permits(self, action: Action) -> Permission {
        use Permission::{
            AtWorsePrice, BelowAtBothPrices, BelowCertainHealth, BelowMaintenance, ClockStops, No,
            OtherAssets, Yes,
        };
        match (action, self) {
            (Action::LowerRisk | Action::WithdrawFree, _)
            | (Action::RaiseRisk | Action::SettleLiquidation | Action::ShareLoss, Self::Live)
            | (Action::SettleLiquidation, Self::Stale) => Yes,
            (Action::RaiseRisk | Action::ShareLoss, _) => No,
            (Action::StartLiquidation, Self::Live) => BelowMaintenance,
            (Action::StartLiquidation, Self::Stale | Self::Paused) => BelowCertainHealth,
            (Action::StartLiquidation, Self::Suspect) => BelowAtBothPrices,
            (Action::StartLiquidation, Self::Dead) => OtherAssets,
            (Action::SettleLiquidation, Self::Suspect) => AtWorsePrice,
            (Action::SettleLiquidation, Self::Dead | Self::Paused) => ClockStops,
        }
    }
}

impl TryFrom<u8> for Action {
    type Error = RiskError;

    fn try_from(number: u8) -> Result<Self, RiskError> {
        Ok(match number {
            0 => Self::LowerRisk,
            1 => Self::WithdrawFree,
            2 => Self::RaiseRisk,
            3 => Self::StartLiquidation,
            4 => Self::SettleLiquidation,
            5 => Self::ShareLoss,
            _ => return Err(RiskError::Malformed),
        })
    }
}

impl From<Permission> for u8 {
    fn from(permission: Permission) -> Self {
        permission as Self
    }
}

impl TryFrom<u8> for State {
    type Error = RiskError;

    fn try_from(number: u8) -> Result<Self, RiskError> {
        Ok(match number {
            0 => Self::Live,
            1 => Self::Stale,
            2 => Self::Dead,
            3 => Self::Suspect,
            4 => Self::Paused,
            _ => return Err(RiskError::Malformed),
        })
    }
}

impl TryFrom<u8> for Gate {
    type Error = RiskError;

    fn try_from(number: u8) -> Result<Self, RiskError> {
        Ok(match number {
            0 => Self::None,
            1 => Self::SequencerDown,
            2 => Self::GracePeriod,
            3 => Self::FeedCallFailed,
            4 => Self::DecimalsChanged,
            5 => Self::RoundIncomplete,
            6 => Self::PriceInFuture,
            7 => Self::PriceStale,
            8 => Self::PriceNotPositive,
            9 => Self::PriceOutOfBand,
            10 => Self::PriceDeviates,
            _ => return Err(RiskError::Malformed),
        })
    }
}

impl From<State> for u8 {
    fn from(state: State) -> Self {
        state as Self
    }
}

impl From<Gate> for u8 {
    fn from(gate: Gate) -> Self {
        gate as Self
    }
}
