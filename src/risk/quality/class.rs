//! Asset classes and the static table behind the model.

use crate::margin::AssetPolicy;
use crate::RiskError;
use fixed::WAD;

/// What stands behind an asset. The numbers are part of the ABI.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum AssetClass {
    /// BTC, ETH: deep on every venue.
    Major = 0,
    /// Large tokens of their own chain: LINK, ARB.
    Volatile = 1,
    /// Everything that one buyer can move.
    LongTail = 2,
    /// A claim on bank money: USDC, USDT.
    FiatStable = 3,
    /// A claim on over-collateralised loans: DAI.
    CryptoStable = 4,
    /// A claim on the issuer's other token, or on a trade: UST.
    AlgorithmicStable = 5,
    /// A claim on staked coins of a major: stETH.
    LiquidStaking = 6,
    /// A claim on something locked on another chain.
    CrossChain = 7,
}

impl AssetClass {
    /// The static table. Each row covers the worst that its class has shown:
    ///
    /// | class | seen | haircut |
    /// |---|---|---|
    /// | major | ETH -43 % on 2020-03-12 | 45 % |
    /// | volatile | ARB -75 %, LINK -63 % within the hour of 2025-10-10 | 75 % |
    /// | long tail | JELLY times 4.5 in an hour, 2025-03-26: a short loses 3.5 times its size | 90 % |
    /// | fiat stable | USDC at 0.874 on 2023-03-11: jump 13 % | 15 % |
    /// | crypto stable | DAI at 0.897 the same day, and its collateral may fall with it: jump 15 % | 20 % |
    /// | algorithmic stable | UST to 0.05 in five days: all of it | 100 % |
    /// | liquid staking | a major, and a jump of 10 % | 51 % |
    /// | cross-chain | a major, and a bridge that printed 18 % of supply (rsETH, 2026-04-18): jump 20 % | 60 % |
    ///
    /// What moves with its volatility has no jump of its own: the model sees it. Maintenance of a position is what one
    /// such day leaves of initial margin, about two thirds; both cover the jump.
    ///
    /// A stress of the market moves an asset in full; a peg it moves only by breaking it, which is the jump.
    #[must_use]
    pub const fn terms(self) -> AssetPolicy {
        let [jump, _, initial, maintenance] = self.row();
        AssetPolicy {
            jump: percent(jump),
            pegged: self.is_pegged(),
            stress_scale: if self.is_pegged() { 0 } else { WAD },
            table_initial: percent(initial),
            table_maintenance: percent(maintenance),
        }
    }

    /// What collateral of the class loses of its value where the model lacks an input, WAD share.
    #[must_use]
    pub const fn haircut(self) -> u128 {
        let [_, haircut, ..] = self.row();
        percent(haircut)
    }

    /// Jump, haircut, initial and maintenance margin where an input is missing; hundredths.
    const fn row(self) -> [u16; 4] {
        match self {
            Self::Major => [0, 45, 50, 33],
            Self::Volatile => [0, 75, 80, 53],
            Self::LongTail => [20, 90, 350, 235],
            Self::FiatStable => [13, 15, 20, 14],
            Self::CryptoStable => [15, 20, 25, 17],
            Self::AlgorithmicStable => [100, 100, 150, 100],
            Self::LiquidStaking => [10, 51, 60, 40],
            Self::CrossChain => [20, 60, 75, 50],
        }
    }

    /// Whether the asset promises a dollar, so that [`super::collateral_price`] and its sisters apply.
    #[must_use]
    pub const fn is_pegged(self) -> bool {
        matches!(
            self,
            Self::FiatStable | Self::CryptoStable | Self::AlgorithmicStable
        )
    }
}

/// A hundredth in WAD times a small number.
const fn percent(number: u16) -> u128 {
    // At most 2^16 * 2^54.
    (number as u128).wrapping_mul(10_000_000_000_000_000)
}

impl TryFrom<u8> for AssetClass {
    type Error = RiskError;

    fn try_from(number: u8) -> Result<Self, RiskError> {
        Ok(match number {
            0 => Self::Major,
            1 => Self::Volatile,
            2 => Self::LongTail,
            3 => Self::FiatStable,
            4 => Self::CryptoStable,
            5 => Self::AlgorithmicStable,
            6 => Self::LiquidStaking,
            7 => Self::CrossChain,
            _ => return Err(RiskError::Malformed),
        })
    }
}
