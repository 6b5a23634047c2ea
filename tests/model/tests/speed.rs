//! Random portfolios in random markets: how many a second, and what holds of all of them.

use model::{Asset, Leg, Life, Market, Model, Portfolio, Real, Right, Terms, Verdict};
use std::time::Instant;

const ROWS: usize = 767;
const PER_MARKET: usize = 250;

/// Numbers without meaning, the same on every machine.
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    /// Between the bounds, in steps of a ten-thousandth.
    fn between(&mut self, low: i128, high: i128, unit: u128) -> Real {
        let steps = self.below(10_001) as i128;
        Real::ratio(low * 10_000 + (high - low) * steps, 10_000 * unit)
    }
}

fn market(draw: &mut Draw) -> Market {
    let count = [1, 2, 3, 3, 3, 4, 8, 16][draw.below(8) as usize];
    let loadings: Vec<Vec<Real>> = (0..count)
        .map(|_| {
            (0..count)
                .map(|axis| draw.between(if axis == 0 { 10 } else { -10 }, 40, 1000))
                .collect()
        })
        .collect();
    let entry = |one: &Vec<Real>, other: &Vec<Real>| {
        one.iter().zip(other).map(|(x, y)| *x * *y).sum::<Real>()
    };
    let covariance = loadings
        .iter()
        .map(|one| loadings.iter().map(|other| entry(one, other)).collect())
        .collect();
    let assets = (0..count)
        .map(|_| {
            let price = draw.between(1, 50_000, 10);
            let depth = draw.between(1_000_000, 90_000_000, 1);
            Asset {
                collateral_price: price,
                liability_price: price * draw.between(1000, 1010, 1000),
                maintenance_volatility: draw.between(8, 10, 10),
                multiplier: draw.between(100, 133, 100),
                age: draw.below(3) * 600,
                dead_band: draw.between(0, 10, 1000),
                depth,
                maintenance_depth: depth.shifted(draw.below(2) as i64),
                half_spread: draw.between(0, 30, 10_000),
                system_long: draw.between(0, 90_000_000, 1),
                system_short: draw.between(0, 90_000_000, 1),
                uncertainty: draw.between(0, 1, 100),
                quote: None,
                known: draw.below(20) > 0,
                jump: draw.between(0, 13, 100),
                stress_scale: draw.between(0, 1, 1),
                table_initial: draw.between(50, 90, 100),
                table_maintenance: draw.between(25, 50, 100),
            }
        })
        .collect();
    let mut residual = |common: i64| {
        let own = (0..6).map(|_| draw.below(1024) as i64 - 512).sum::<i64>();
        let fat = if draw.below(20) == 0 { 4 } else { 1 };
        (draw.below(50) > 0).then(|| i16::try_from((common + own) * fat).unwrap())
    };
    let rows = (0..ROWS)
        .map(|row| {
            (0..count)
                .map(|_| residual((row * 37 % 1201) as i64 - 600))
                .collect()
        })
        .collect();
    Market {
        assets,
        covariance,
        rows,
    }
}

fn portfolio(draw: &mut Draw, market: &Market, options: bool) -> Portfolio {
    let count = market.assets.len();
    let mut holdings = Vec::new();
    for asset in 0..count {
        if draw.below(3) > 0 {
            holdings.push((
                asset,
                draw.between(0, 1_000_000, 1) / market.assets[asset].collateral_price,
            ));
        }
    }
    let mut legs = Vec::new();
    for _ in 0..draw.below(4) {
        let asset = draw.below(count as u64) as usize;
        let price = market.assets[asset].collateral_price;
        let right = if draw.below(2) == 0 {
            Right::Call
        } else {
            Right::Put
        };
        let life = if draw.below(3) == 0 {
            Life::Everlasting(86_400)
        } else {
            Life::Dated(draw.below(60) * 86_400)
        };
        legs.push(Leg {
            asset,
            size: draw.between(-500_000, 500_000, 1) / price,
            strike: price * draw.between(8, 12, 10),
            option: options.then_some((right, life)),
        });
    }
    Portfolio {
        cash: draw.between(-1_000_000, 1_000_000, 1),
        holdings,
        legs,
    }
}

fn holds(portfolio: &Portfolio, verdict: &Verdict) {
    assert!(
        !verdict.maintenance.is_negative() && verdict.initial >= verdict.maintenance,
        "{portfolio:?}"
    );
    assert!(
        verdict.restored >= verdict.maintenance && verdict.restored <= verdict.initial,
        "{portfolio:?}"
    );
    let total = verdict
        .attribution
        .iter()
        .map(|(_, part)| *part)
        .sum::<Real>();
    let error = (total - verdict.maintenance).abs();
    assert!(
        error <= verdict.maintenance * Real::decimal("1e-60"),
        "{portfolio:?}"
    );
}

/// Verdicts of as many markets, and how many portfolios they held.
fn judge(first: u64, markets: u64, step: u64) -> usize {
    let mut judged = 0;
    for seed in (first..markets).step_by(step as usize) {
        let mut draw = Draw(seed);
        let model = Model::new(market(&mut draw), Terms::standard());
        for place in 0..PER_MARKET {
            let portfolio = portfolio(&mut draw, model.market(), place % 10 == 0);
            holds(&portfolio, &model.assess(&portfolio));
            judged += 1;
        }
    }
    judged
}

/// 10,000 portfolios, or ten times as many where `$PLIMSOLL_LONG` is set; 767 rows, up to 16 assets, one in ten with options.
#[test]
fn every_portfolio_keeps_the_order_of_its_margins() {
    let markets = if std::env::var_os("PLIMSOLL_LONG").is_some() {
        4000
    } else {
        40
    };
    let workers = std::thread::available_parallelism().map_or(1, |count| count.get() as u64);
    let start = Instant::now();
    let judged: usize = std::thread::scope(|scope| {
        let spawn = |worker| scope.spawn(move || judge(worker, markets, workers));
        let running: Vec<_> = (0..workers).map(spawn).collect();
        running
            .into_iter()
            .map(|worker| worker.join().unwrap())
            .sum()
    });
    let took = start.elapsed().as_secs_f64();
    println!(
        "{judged} portfolios in {took:.1} s by {workers} workers, {:.0} a second",
        judged as f64 / took
    );
    assert_eq!(judged, markets as usize * PER_MARKET);
}
