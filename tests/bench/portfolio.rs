//! Whole portfolios, made here from a few numbers: how many assets, whether every second position is short, how many
//! option legs. Bytes: these three, then for the margin a page of scenarios.

use core::hint::black_box;
use fixed::WAD;
use risk::margin::{AssetFacts, AssetPolicy, Basis, Context, Policy};
use risk::parametric::twin::{twin_loss_up, TwinTerms};
use risk::profile::{Grid, Underlying};
use risk::scenarios::{Page, Scenarios};
use risk::{Covariance, Holding, Leg, LegKind, Market, DAY, MAX_ASSETS};

/// Unix time of all portfolios.
const NOW: u64 = 1_750_000_000;
/// Most option legs.
const MAX_LEGS: usize = 32;
/// A thousand US dollars.
const GRAND: i128 = 1_000 * WAD as i128;

/// Volatility per day, WAD: 3 % and more.
#[must_use]
pub const fn deviation(asset: usize) -> i128 {
    30_000_000_000_000_000 + 2_000_000_000_000_000 * asset as i128
}

/// Correlations of 0.7.
#[must_use]
pub fn covariance(assets: usize) -> Covariance {
    let mut matrix = Covariance::new();
    for asset in 0..assets {
        let variance = deviation(asset) * deviation(asset);
        let _ = matrix.add_asset(variance);
        for other in 0..asset {
            let entry = deviation(asset) * deviation(other) / 10 * 7;
            let _ = matrix.set(asset, other, entry);
        }
    }
    matrix
}

/// USD in an asset, WAD.
#[must_use]
pub const fn exposure(asset: usize, hedged: bool) -> i128 {
    let size = (20 + 7 * asset as i128) * GRAND;
    if hedged && asset % 2 == 1 {
        -size
    } else {
        size
    }
}

fn price(asset: usize) -> u128 {
    4_000 * WAD / (1 + asset as u128)
}

/// Options around the price that expire in a week to three months, of all kinds and on both sides.
fn leg(number: usize, asset: usize) -> Leg {
    let kinds = [
        LegKind::Call,
        LegKind::Put,
        LegKind::Put,
        LegKind::EverlastingCall,
        LegKind::Call,
    ];
    let kind = kinds[number % kinds.len()];
    let everlasting = matches!(kind, LegKind::EverlastingCall);
    let size = (WAD as i128) * (2 + number as i128 % 5);
    Leg {
        asset: asset as u8,
        kind,
        size: if number % 2 == 1 { -size } else { size },
        strike: price(asset) / 100 * (85 + 3 * (number as u128 % 11)),
        expiry: if everlasting {
            0
        } else {
            NOW + DAY * (7 + 5 * (number as u64 % 17))
        },
    }
}

/// Expected Shortfall by covariance.
pub(crate) fn covariance_shortfall(times: u16, bytes: &[u8]) -> u128 {
    let Some(&[assets, hedged]) = bytes.first_chunk() else {
        return 0;
    };
    let assets = usize::from(assets).min(MAX_ASSETS);
    let matrix = black_box(covariance(assets));
    let mut exposures = [0; MAX_ASSETS];
    for (asset, to) in exposures.iter_mut().enumerate() {
        *to = exposure(asset, hedged != 0);
    }
    let exposures = &black_box(exposures)[..assets];
    let mut loss = 0;
    for _ in 0..times {
        let terms = black_box(&TwinTerms::STANDARD);
        loss = twin_loss_up(&matrix, exposures, terms).unwrap_or(0);
    }
    loss
}

/// Losses of option legs on one underlying at the nodes of a grid, with volatility up and down.
pub(crate) fn profile(times: u16, bytes: &[u8]) -> u128 {
    let legs = usize::from(bytes.first().copied().unwrap_or(0)).min(MAX_LEGS);
    let all: [Leg; MAX_LEGS] = black_box(core::array::from_fn(|number| leg(number, 0)));
    let underlying = Underlying {
        asset: 0,
        price: price(0),
        liability_price: price(0),
        volatility: WAD / 10 * 6,
        now: NOW,
        funding_period: DAY,
    };
    let mut most = 0;
    for _ in 0..times {
        let grid = Grid::new(black_box(1 << 48), 1 << 54);
        most = 0;
        for rises in [true, false] {
            let losses = black_box(&underlying).losses(&all[..legs], &grid, rises);
            most = losses
                .and_then(|losses| losses.most())
                .map_or(0, |here| here.max(most));
        }
    }
    most
}

/// The whole judgement: equity, and initial and maintenance margin by three measures.
pub(crate) fn verdict(times: u16, bytes: &[u8]) -> u128 {
    let Some((&[assets, hedged, options], page)) = bytes.split_first_chunk() else {
        return 0;
    };
    let (assets, options) = (usize::from(assets), usize::from(options));
    let Ok(page) = Page::decode(page) else {
        return 0;
    };
    let Ok(scenarios) = Scenarios::new(Some(page), &[], 0, 0) else {
        return 0;
    };
    let mut market = Market::new();
    market.mask = ((1_u32 << assets) - 1) as u16;
    (market.timestamp, market.due_at) = (NOW, NOW);
    market.covariance = covariance(assets);
    let mut facts = [AssetFacts::default(); MAX_ASSETS];
    let policies = [AssetPolicy {
        stress_scale: WAD,
        table_initial: WAD,
        table_maintenance: WAD,
        ..AssetPolicy::default()
    }; MAX_ASSETS];
    let mut holdings = [Holding::default(); MAX_ASSETS];
    let mut legs = [Leg::default(); MAX_LEGS];
    let (mut held, mut short) = (0, 0);
    for (asset, fact) in facts.iter_mut().enumerate().take(assets) {
        market.prices[asset] = price(asset);
        market.liability_prices[asset] = price(asset);
        let variance = deviation(asset) * deviation(asset);
        *fact = AssetFacts::plain(variance, 50_000_000 * WAD);
        let usd = exposure(asset, hedged != 0);
        let size = (usd / (price(asset) / WAD) as i128).unsigned_abs();
        if usd > 0 {
            holdings[held] = Holding {
                asset: asset as u8,
                amount: size,
            };
            held += 1;
        } else {
            legs[short] = Leg {
                asset: asset as u8,
                kind: LegKind::Linear,
                size: -(size as i128),
                strike: price(asset),
                expiry: 0,
            };
            short += 1;
        }
    }
    for number in 0..options {
        legs[short] = leg(number, number % assets);
        short += 1;
    }
    let policy = Policy::standard();
    let basis = Basis {
        facts: &facts,
        assets: &policies,
        policy: &policy,
    };
    let context = Context {
        market: &market,
        initial: basis,
        maintenance: basis,
    };
    let mut initial = 0;
    for _ in 0..times {
        let context = black_box(&context);
        let cash = black_box(-10 * GRAND);
        let verdict = context
            .accumulate(cash, &holdings[..held], &legs[..short])
            .and_then(|sums| sums.verdict(&scenarios));
        initial = verdict.map_or(0, |verdict| verdict.initial);
    }
    initial
}
