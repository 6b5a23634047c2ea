//! Random markets and portfolios, and the standard terms.

use fixed::WAD;
use proptest::collection::vec;
use proptest::prelude::*;
use risk::{AssetTerms, Covariance, Holding, Leg, LegKind, MarginTerms, Market, MAX_ASSETS};

pub(crate) const TERMS: MarginTerms = MarginTerms::standard();

#[derive(Debug, Clone)]
pub(crate) struct World {
    pub(crate) market: Market,
    pub(crate) assets: [AssetTerms; MAX_ASSETS],
    pub(crate) holdings: Vec<Holding>,
    pub(crate) legs: Vec<Leg>,
}

/// Which markets and portfolios to draw.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Kind {
    pub(crate) most: usize,
    /// Legs of both signs beside the collateral.
    pub(crate) legs: bool,
    /// Correlations of both signs.
    pub(crate) hedges: bool,
}

/// A covariance that is exactly `B B'`, from loadings per asset and factor, at scale 1e-36.
pub(crate) fn covariance(loadings: &[Vec<i128>]) -> Covariance {
    let mut triangle = Vec::new();
    for (i, row) in loadings.iter().enumerate() {
        for other in &loadings[..=i] {
            triangle.push(row.iter().zip(other).map(|(a, b)| a * b).sum());
        }
    }
    Covariance::from_triangle(loadings.len(), &triangle).unwrap()
}

/// Daily standard deviations from 0.05 % to 25 %, spread evenly in their logarithm.
fn deviation() -> impl Strategy<Value = i128> {
    (0.0f64..1.0).prop_map(|place| (5e-4 * 500f64.powf(place) * 1e18) as i128)
}

/// From 1e-6 to 1e8, spread evenly in the logarithm.
fn quantity() -> impl Strategy<Value = u128> {
    (-6.0f64..8.0).prop_map(|place| (10f64.powf(place) * 1e18) as u128)
}

pub(crate) fn world(kind: Kind) -> impl Strategy<Value = World> {
    let lowest = if kind.hedges { -1000i128 } else { 0 };
    let one = (
        deviation(),
        vec(lowest..=1000i128, 3),
        -4.0f64..5.0,
        quantity(),
        any::<bool>(),
        quantity(),
        any::<[bool; 2]>(),
    );
    let terms = (
        0u128..40_000_000_000_000_000,
        prop_oneof![Just(0u128), 0u128..150_000_000_000_000_000],
    );
    (vec((one, terms), 1..=kind.most), any::<u16>()).prop_map(move |(drawn, bits)| {
        let mut market = Market::new();
        market.mask = mask(drawn.len(), bits);
        let indices: Vec<u8> = (0..16)
            .filter(|asset| market.mask >> asset & 1 == 1)
            .collect();
        let mut assets = [AssetTerms::default(); MAX_ASSETS];
        let (mut loadings, mut holdings, mut legs) = (Vec::new(), Vec::new(), Vec::new());
        for (
            place,
            ((sigma, factors, price, amount, holds, size, [has_leg, short]), (exit_cost, jump)),
        ) in drawn.into_iter().enumerate()
        {
            let asset = indices[place];
            market.prices[place] = (10f64.powf(price) * 1e18) as u128;
            market.liability_prices[place] = market.prices[place];
            let norm = factors
                .iter()
                .map(|factor| factor * factor)
                .sum::<i128>()
                .isqrt()
                .max(1);
            loadings.push(factors.iter().map(|factor| sigma * factor / norm).collect());
            assets[asset as usize] = AssetTerms { exit_cost, jump };
            // Amounts are worth what was drawn, whatever the price.
            let units = |usd: u128| (usd as f64 / market.prices[place] as f64 * 1e18) as u128;
            if holds || !kind.legs {
                holdings.push(Holding {
                    asset,
                    amount: units(amount),
                });
            }
            if kind.legs && has_leg {
                let size = units(size) as i128 * if short { -1 } else { 1 };
                let strike = market.prices[place] / 100 * (90 + u128::from(bits) % 20);
                legs.push(Leg {
                    asset,
                    kind: LegKind::Linear,
                    size,
                    strike,
                    expiry: 0,
                });
            }
        }
        market.covariance = covariance(&loadings);
        World {
            market,
            assets,
            holdings,
            legs,
        }
    })
}

/// A mask of `count` bits, drawn from a word.
fn mask(count: usize, bits: u16) -> u16 {
    let mut mask = bits;
    while mask.count_ones() as usize > count {
        mask &= mask - 1;
    }
    let mut next = 0;
    while (mask.count_ones() as usize) < count {
        mask |= 1 << next;
        next += 1;
    }
    mask
}

impl World {
    pub(crate) fn assess(&self, cash: i128) -> risk::Verdict {
        risk::assess(
            cash,
            &self.holdings,
            &self.legs,
            &self.market,
            &TERMS,
            &self.assets,
            &mut [],
        )
        .unwrap()
    }

    /// The same portfolio, `times` as large.
    pub(crate) fn times(&self, times: u128) -> Self {
        let mut world = self.clone();
        world
            .holdings
            .iter_mut()
            .for_each(|holding| holding.amount *= times);
        world
            .legs
            .iter_mut()
            .for_each(|leg| leg.size *= times as i128);
        world
    }

    pub(crate) fn value(&self) -> u128 {
        let worth = |holding: &Holding| {
            fixed::mul_wad_down(self.market.price(holding.asset).unwrap(), holding.amount)
        };
        self.holdings
            .iter()
            .map(|holding| worth(holding).unwrap())
            .sum()
    }
}

pub(crate) const fn usd(dollars: i128) -> i128 {
    dollars * WAD as i128
}
