//! Random markets, terms and accounts.

use fixed::WAD;
use risk::margin::AssetPolicy;
use risk::scenarios::{Row, MISSING};
use risk::terms::{AssetRules, Rules, SystemSize};
use risk::{Covariance, Holding, Leg, LegKind, Market, State, MAX_ASSETS};

use crate::world::{row, Account, Ground, NOW};

/// Numbers that look random, the same for the same seed (Vigna 2014, splitmix64).
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn word(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) fn even(&mut self) -> f64 {
        (self.word() >> 11) as f64 / (1u64 << 53) as f64
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        (self.word() % limit as u64) as usize
    }

    pub(crate) fn one_in(&mut self, many: usize) -> bool {
        self.below(many) == 0
    }

    /// WAD between two powers of ten.
    pub(crate) fn wad(&mut self, least: f64, most: f64) -> u128 {
        let size = 10f64.powf(least + (most - least) * self.even());
        (size * 1e18) as u128 + u128::from(self.word() % 1_009)
    }

    fn share(&mut self, most: f64) -> u128 {
        (self.even() * most * 1e18) as u128
    }

    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.even()).sum::<f64>() - 6.0
    }
}

/// What a market is drawn for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Everything that may happen.
    All,
    /// What the exact model says as well: initial margin at the measured volatility, both under the same terms.
    Exact,
}

/// The indices of up to `most` assets.
fn mask(dice: &mut Dice, most: usize) -> u16 {
    let count = 1 + dice.below(most);
    let mut mask = 0u16;
    while (mask.count_ones() as usize) < count {
        mask |= 1 << dice.below(MAX_ASSETS);
    }
    mask
}

/// A market of up to `most` assets.
pub(crate) fn market(dice: &mut Dice, most: usize, purpose: Purpose) -> Market {
    let mut market = Market::new();
    market.mask = mask(dice, most);
    let count = market.assets();
    (market.timestamp, market.due_at) = (NOW, NOW + 1_800);
    if purpose == Purpose::All && dice.one_in(6) {
        market.due_at = NOW - dice.below(10_000) as u64;
    }
    market.sampled_at = NOW - 1_800;
    market.index_volatility = WAD / 2;
    let mut loadings = Vec::new();
    for _ in 0..count {
        let deviation = 5e-4 * 300f64.powf(dice.even()) * 1e18;
        let all: Vec<i128> = (0..4)
            .map(|_| ((2.0 * dice.even() - 0.7) * deviation) as i128)
            .collect();
        loadings.push(all);
    }
    let mut triangle = Vec::new();
    for i in 0..count {
        for j in 0..=i {
            let product: i128 = (0..4).map(|k| loadings[i][k] * loadings[j][k]).sum();
            triangle.push(product);
        }
    }
    market.covariance = Covariance::from_triangle(count, &triangle).unwrap();
    for place in 0..count {
        let price = dice.wad(-3.0, 5.0);
        market.prices[place] = price;
        market.liability_prices[place] = price + price / 1_000 * dice.below(40) as u128;
        let variance = market.covariance.get(place, place).unwrap();
        let part = |share: f64| (variance as f64 * share) as i128;
        market.slow[place] = part(dice.even());
        market.paced[place] = part(0.3 + 0.7 * dice.even());
        market.updated_at[place] = NOW - dice.below(30_000) as u64;
        let depth = dice.wad(3.0, 9.0) / WAD * WAD;
        if !dice.one_in(10) {
            market.depths[place] = depth;
            market.maintenance_depths[place] = depth * (1 + dice.below(3) as u128);
        }
        market.surcharges[place] = dice.below(34) as u8;
        market.samples[place] = 255;
        if purpose == Purpose::All {
            market.slow[place] = part(2.0 * dice.even());
            market.paced[place] = part(1.5 * dice.even());
            market.forecasts[place] = part(2.0 * dice.even());
            let states = [State::Stale, State::Suspect, State::Dead, State::Paused];
            if dice.one_in(10) {
                let state = states[dice.below(4)];
                (market.states[place], market.not_live) = (state, market.not_live | 1 << place);
            }
            if dice.one_in(40) {
                (market.prices[place], market.liability_prices[place]) = (0, 0);
            }
        }
    }
    market
}

fn asset(dice: &mut Dice) -> AssetRules {
    let table = WAD / 10 + dice.share(0.5);
    AssetRules {
        listed: !dice.one_in(25),
        policy: AssetPolicy {
            jump: if dice.one_in(2) { 0 } else { dice.share(0.2) },
            pegged: dice.one_in(8),
            stress_scale: if dice.one_in(4) { dice.share(1.0) } else { WAD },
            table_initial: table + dice.share(0.3),
            table_maintenance: table,
        },
        half_spread: dice.share(0.003),
        dead_band: dice.share(0.005),
        uncertainty: dice.share(0.01),
        assumed_depth: dice.wad(4.0, 7.0),
        expected_age: dice.below(20_000) as u64,
    }
}

pub(crate) fn rules(dice: &mut Dice, purpose: Purpose) -> Rules {
    let mut rules = Rules::new();
    for place in 0..MAX_ASSETS {
        rules.initial.assets[place] = asset(dice);
        rules.maintenance.assets[place] = rules.initial.assets[place];
        if purpose == Purpose::All && dice.one_in(2) {
            let pegged = rules.initial.assets[place].policy.pegged;
            rules.maintenance.assets[place] = asset(dice);
            rules.maintenance.assets[place].policy.pegged = pegged;
        }
        rules.sizes[place] = SystemSize {
            long: dice.wad(0.0, 5.0),
            short: dice.wad(0.0, 5.0),
        };
    }
    rules.initial.policy.buffer = if dice.one_in(2) { 0 } else { dice.share(0.25) };
    if purpose == Purpose::All && dice.one_in(3) {
        rules.maintenance.policy.margin.horizon = 43_200;
        rules.maintenance.policy.margin.maintenance_ratio = WAD / 100 * 70;
        rules.maintenance.policy.confidence = WAD / 100 * 96;
    }
    rules
}

/// So many rows of heavy tails, in which assets are missing here and there.
pub(crate) fn rows(dice: &mut Dice, count: usize) -> Vec<Row> {
    let residual = |dice: &mut Dice| {
        let heavy = if dice.one_in(30) { 4.0 } else { 1.0 };
        dice.normal() * heavy
    };
    (0..count)
        .map(|_| {
            let common = residual(dice);
            let mut residuals = [MISSING; MAX_ASSETS];
            for to in &mut residuals {
                if !dice.one_in(200) {
                    *to = ((0.7 * common + 0.7 * residual(dice)) * 1_024.0) as i16;
                }
            }
            row(&residuals)
        })
        .collect()
}

const KINDS: [LegKind; 4] = [
    LegKind::Call,
    LegKind::Put,
    LegKind::EverlastingCall,
    LegKind::EverlastingPut,
];

/// Collateral, linear legs, hedges, and with `options` options of every kind and side.
pub(crate) fn account(dice: &mut Dice, ground: &Ground, options: bool) -> Account {
    let mut account = Account {
        cash: -(dice.wad(0.0, 7.0) as i128),
        holdings: Vec::new(),
        legs: Vec::new(),
    };
    let market = &ground.market;
    let assets = (0..16u8).filter(|asset| market.mask >> asset & 1 == 1);
    for (place, asset) in assets.enumerate() {
        let price = market.prices[place].max(WAD / 100);
        let units = |usd: u128| fixed::mul_div_down_u128(usd, WAD, price).unwrap();
        let held = units(dice.wad(0.0, 7.0));
        if dice.one_in(2) {
            account.holdings.push(Holding {
                asset,
                amount: held,
            });
        }
        if dice.one_in(3) && account.legs.len() < 32 {
            let size = if dice.one_in(2) {
                held
            } else {
                units(dice.wad(0.0, 7.0))
            } as i128;
            account.legs.push(Leg {
                asset,
                kind: LegKind::Linear,
                size: if dice.one_in(2) { size } else { -size },
                strike: price + price / 1_000 * dice.below(90) as u128,
                expiry: 0,
            });
        }
        let count = if options { dice.below(4) } else { 0 };
        for _ in 0..count.min(32usize.saturating_sub(account.legs.len())) {
            let kind = KINDS[dice.below(4)];
            let everlasting = matches!(kind, LegKind::EverlastingCall | LegKind::EverlastingPut);
            let seconds = [3_600, 86_400, 604_800, 2_592_000, 7_776_000][dice.below(5)];
            let size = units(dice.wad(1.0, 6.0)) as i128;
            account.legs.push(Leg {
                asset,
                kind,
                size: if dice.one_in(2) { size } else { -size },
                strike: price / 1_000 * (600 + dice.below(900)) as u128 + 1,
                expiry: if everlasting { 0 } else { NOW + seconds },
            });
        }
    }
    // The market and the portfolio are about the same assets: the stand-in oracle says nothing else.
    let held = account.holdings.iter().map(|held| held.asset);
    let used: Vec<u8> = held
        .chain(account.legs.iter().map(|leg| leg.asset))
        .collect();
    for asset in (0..16u8).filter(|asset| market.mask >> asset & 1 == 1 && !used.contains(asset)) {
        account.holdings.push(Holding { asset, amount: 0 });
    }
    account
}
