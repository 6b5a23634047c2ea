//! What to deploy: a JSON file with the tokens, the feeds and every parameter. Ratios, rates, prices and
//! volatilities are decimal strings ("0.8" is 80 %).

mod custody;
mod quality;
mod sources;

pub use custody::{CustodyTerms, SplitTerms, StressTerms};
pub use quality::{Class, ClassTerms, QualityTerms};
pub use sources::{DepthSource, DepthTerms, FeedTerms, Output, PoolTerms, PushedDepth, Quote};

use std::{fs, path::Path};

use alloy::primitives::{utils::parse_units, Address, U256};
use anyhow::{anyhow, bail, Context, Result};
use serde::{Deserialize, Serialize};

/// A decimal number as written in the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Decimal(pub String);

impl Decimal {
    /// The number times 10^`decimals`. Refuses signs, junk and digits beyond the scale.
    pub fn scaled(&self, decimals: u8) -> Result<U256> {
        let text = self.0.trim();
        let plain = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        let places = text
            .split_once('.')
            .map_or(0, |(_, fraction)| fraction.len());
        if !plain || places > usize::from(decimals) {
            bail!("`{text}` is not a number with at most {decimals} decimal places");
        }
        Ok(parse_units(text, decimals)
            .map_err(|_| anyhow!("`{text}` is not a decimal number"))?
            .get_absolute())
    }

    /// The number as WAD.
    pub fn wad(&self) -> Result<U256> {
        self.scaled(18)
    }
}

impl From<&str> for Decimal {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

/// Clock and filter of the oracle.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClockTerms {
    /// Seconds between samples when the index stands at the reference.
    pub interval: u32,
    /// Shortest interval, seconds.
    pub min_interval: u32,
    /// Longest interval, seconds.
    pub max_interval: u32,
    /// Half-life of variance and covariance, seconds.
    pub half_life: u32,
    /// Half-life of the long-run variance, seconds.
    pub slow_half_life: u32,
    /// Half-life of the memory of jumps, seconds.
    pub jump_half_life: u32,
    /// Volatility index at which the interval applies, per year.
    pub reference_volatility: Decimal,
    /// Returns beyond this many standard deviations are clipped in the filter.
    pub clip: Decimal,
}

/// A second feed that has to agree with the first.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SecondaryTerms {
    /// Price feed.
    pub feed: Address,
    /// Oldest price that counts, seconds.
    pub limit: u32,
}

/// A feed of what the asset can be redeemed for.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NavTerms {
    /// Feed of the net asset value, USD.
    pub feed: Address,
    /// Oldest value that counts, seconds.
    pub expiry: u32,
    /// How far below it a debt in the asset may be priced.
    pub discount: Decimal,
}

/// Interest of the pool.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CurveTerms {
    /// Rate at no utilisation, per year.
    pub base: Decimal,
    /// Utilisation where the curve bends.
    pub kink: Decimal,
    /// Rate added from zero to the kink.
    pub slope_below: Decimal,
    /// Rate added from the kink to full utilisation.
    pub slope_above: Decimal,
}

/// Discount of a sale of collateral.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SaleTerms {
    /// Discount per unit of missing health.
    pub discount_slope: Decimal,
    /// Largest discount.
    pub max_discount: Decimal,
}

/// One asset to list.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AssetListing {
    /// Ticker, for people.
    pub symbol: String,
    /// Collateral token.
    pub token: Address,
    /// Primary price feed.
    pub feed: Address,
    /// Longest silence of the feed, seconds.
    pub heartbeat: u32,
    /// Seconds tolerated beyond the heartbeat.
    pub grace: u32,
    /// Lower end of the accepted band, USD.
    pub min_price: Decimal,
    /// Upper end of the accepted band, USD.
    pub max_price: Decimal,
    /// Largest accepted distance from the second feed; without one, largest move from the last sample.
    pub max_deviation: Decimal,
    /// Second feed; none where absent.
    #[serde(default)]
    pub secondary: Option<SecondaryTerms>,
    /// Net asset value; none where absent.
    #[serde(default)]
    pub nav: Option<NavTerms>,
    /// Where its depth is measured; nowhere where absent.
    #[serde(default)]
    pub depth: Option<DepthTerms>,
    /// Volatility never read below this, per year.
    pub floor_volatility: Decimal,
    /// Volatility at listing, per year.
    pub start_volatility: Decimal,
    /// Weight in the volatility index.
    pub index_weight: Decimal,
    /// What the judgement knows of it besides price and volatility.
    pub margin: QualityTerms,
    /// How the vault takes it as collateral.
    pub collateral: CustodyTerms,
}

/// Everything a deployment needs to know.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Terms {
    /// Owner of every contract; the sender when absent.
    #[serde(default)]
    pub owner: Option<Address>,
    /// Cash token.
    pub cash: Address,
    /// Sequencer uptime feed; the zero address where there is none.
    #[serde(default)]
    pub sequencer_feed: Address,
    /// Clock and filter.
    pub clock: ClockTerms,
    /// Seconds between rows of the scenario book.
    #[serde(default = "one_day")]
    pub row_period: u32,
    /// Who may pause, lower and tighten beside the owner; nobody when absent.
    #[serde(default)]
    pub guardian: Option<Address>,
    /// Interest.
    pub curve: CurveTerms,
    /// Who receives it beside the lenders.
    #[serde(default)]
    pub split: SplitTerms,
    /// Who receives the part of the reserve; it stays in the pool when absent.
    #[serde(default)]
    pub reserve: Option<Address>,
    /// What borrowing costs more under stress; nothing when absent.
    #[serde(default)]
    pub stress: Option<StressTerms>,
    /// Least debt of an account, in whole units of cash.
    #[serde(default = "custody::least_debt")]
    pub min_debt: Decimal,
    /// Classes of assets whose terms are not those of the model.
    #[serde(default)]
    pub classes: Vec<ClassTerms>,
    /// Liquidation.
    pub sale: SaleTerms,
    /// Assets, in the order of their index.
    pub assets: Vec<AssetListing>,
    /// Feeds that show what the oracle says.
    #[serde(default)]
    pub feeds: Vec<FeedTerms>,
}

const fn one_day() -> u32 {
    86_400
}

impl Terms {
    /// Reads a file of terms.
    pub fn read(path: &Path) -> Result<Self> {
        let text = fs::read_to_string(path)
            .with_context(|| format!("cannot read the terms {}", path.display()))?;
        serde_json::from_str(&text)
            .with_context(|| format!("the terms {} are not as documented", path.display()))
    }

    /// Index of the asset of this symbol.
    pub fn asset(&self, symbol: &str) -> Result<u8> {
        let place = self.assets.iter().position(|a| a.symbol == symbol);
        let place = place.with_context(|| format!("no asset is called {symbol}"))?;
        u8::try_from(place).context("too many assets")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_example_can_be_read() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/terms.example.json");
        let terms = Terms::read(Path::new(path)).unwrap();
        assert_eq!(terms.asset("ETH").unwrap(), 0);
        assert!(terms.asset("eth").is_err());
        assert!(terms.feeds.iter().any(|feed| feed.output == Output::Index));
    }

    #[test]
    fn a_decimal_is_exact_or_refused() {
        assert_eq!(
            Decimal::from("0.8").wad().unwrap(),
            U256::from(800_000_000_000_000_000_u64)
        );
        assert_eq!(
            Decimal::from("12").scaled(6).unwrap(),
            U256::from(12_000_000)
        );
        for bad in ["", "-1", "1e3", "0.1234567", "1.2.3", "x"] {
            assert!(Decimal::from(bad).scaled(6).is_err(), "{bad}");
        }
    }
}
