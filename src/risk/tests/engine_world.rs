//! Random markets and portfolios for the whole margin, in the units of the crate and as real numbers.

use crate::flat::{Facts, Footing};
use fixed::WAD;
use model::{Life, Real, Right};
use risk::margin::{AssetPolicy, Policy};
use risk::scenarios::{encode, Row, Scenarios, MISSING};
use risk::{Holding, Leg, LegKind, Market, MAX_ASSETS};

/// Numbers that look random, the same for the same seed (xorshift).
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        let mut dice = Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        (0..4).for_each(|_| _ = dice.word());
        dice
    }

    fn word(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// Evenly in [0, 1).
    pub(crate) fn even(&mut self) -> f64 {
        (self.word() >> 11) as f64 / (1u64 << 53) as f64
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        (self.word() % limit as u64) as usize
    }

    pub(crate) fn one_in(&mut self, many: usize) -> bool {
        self.below(many) == 0
    }

    /// WAD between two powers of ten, evenly in the exponent, with digits down to the last.
    pub(crate) fn wad(&mut self, least: f64, most: f64) -> u128 {
        let size = 10f64.powf(least + (most - least) * self.even());
        (size * 1e18) as u128 + u128::from(self.word() % 1009)
    }

    fn share(&mut self, most: f64) -> u128 {
        (self.even() * most * 1e18) as u128
    }

    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.even()).sum::<f64>() - 6.0
    }

    /// A residual with tails that are not normal.
    fn residual(&mut self) -> f64 {
        let heavy = if self.one_in(30) { 4.0 } else { 1.0 };
        self.normal() * heavy
    }
}

/// A market and all that a judgement stands on.
#[derive(Clone)]
pub(crate) struct Ground {
    pub(crate) market: Market,
    pub(crate) facts: [Facts; MAX_ASSETS],
    pub(crate) assets: [AssetPolicy; MAX_ASSETS],
    pub(crate) policy: Policy,
    pub(crate) rows: Vec<Row>,
    /// The indices of the assets.
    pub(crate) indices: Vec<u8>,
}

impl Ground {
    /// Up to `most` assets and from 20 to `longest` rows.
    pub(crate) fn new(dice: &mut Dice, most: usize, longest: usize) -> Self {
        let count = 1 + dice.below(most);
        let mut mask = 0u16;
        while (mask.count_ones() as usize) < count {
            mask |= 1 << dice.below(MAX_ASSETS);
        }
        let indices: Vec<u8> = (0..16).filter(|asset| mask >> asset & 1 == 1).collect();
        let mut market = Market::new();
        market.mask = mask;
        market.timestamp = 1_700_000_000;
        market.due_at = market.timestamp;
        let mut loadings = Vec::new();
        let mut facts = [Facts::plain(0, 0); MAX_ASSETS];
        let mut assets = [AssetPolicy::default(); MAX_ASSETS];
        for place in 0..count {
            let price = dice.wad(-3.0, 5.0);
            market.prices[place] = price;
            facts[place] = random_facts(dice, price);
            assets[place] = random_terms(dice);
            if assets[place].pegged {
                market.prices[place] = 970_000_000_000_000_000 + dice.share(0.05);
                facts[place].liability_price = market.prices[place] + dice.share(0.02);
                facts[place].quote = 960_000_000_000_000_000 + dice.share(0.05);
            }
            let deviation = 5e-4 * 300f64.powf(dice.even()) * 1e18;
            let loading = |dice: &mut Dice| ((2.0 * dice.even() - 0.7) * deviation) as i128;
            loadings.push((0..4).map(|_| loading(dice)).collect::<Vec<i128>>());
        }
        market.covariance = crate::world::covariance(&loadings);
        let long = 20 + dice.below(longest.max(21) - 20);
        let rows = (0..long).map(|_| random_row(dice, &indices)).collect();
        let mut policy = Policy::standard();
        policy.buffer = if dice.one_in(2) { 0 } else { dice.share(0.25) };
        Self {
            market,
            facts,
            assets,
            policy,
            rows,
            indices,
        }
    }

    pub(crate) fn context(&self) -> Box<Footing> {
        Footing::new(&self.market, &self.facts, &self.assets, &self.policy)
    }

    pub(crate) fn scenarios(&self) -> Scenarios<'_> {
        Scenarios::of(&self.rows)
    }

    /// The same market in real numbers.
    pub(crate) fn exact(&self) -> model::Model {
        let wad = Real::unsigned_wad;
        let count = self.market.assets();
        let asset = |place: usize| {
            let (facts, terms) = (&self.facts[place], &self.assets[place]);
            model::Asset {
                collateral_price: wad(self.market.prices[place]),
                liability_price: wad(facts.liability_price),
                maintenance_volatility: wad(facts.limit),
                multiplier: wad(facts.multiplier),
                age: facts.age,
                dead_band: wad(facts.dead_band),
                depth: wad(facts.depth),
                maintenance_depth: wad(facts.maintenance_depth),
                half_spread: wad(facts.half_spread),
                system_long: wad(facts.system_long),
                system_short: wad(facts.system_short),
                uncertainty: wad(facts.uncertainty),
                quote: terms.pegged.then(|| wad(facts.quote)),
                known: facts.known,
                jump: wad(terms.jump),
                stress_scale: wad(terms.stress_scale),
                table_initial: wad(terms.table_initial),
                table_maintenance: wad(terms.table_maintenance),
            }
        };
        let entry = |i, j| Real::variance(self.market.covariance.get(i, j).unwrap());
        let row = |row: &Row| {
            let all = risk::scenarios::decode(row);
            let one = |asset: &u8| all[usize::from(*asset)];
            let residuals = self.indices.iter().map(one);
            residuals
                .map(|residual| (residual != MISSING).then_some(residual))
                .collect()
        };
        let mut terms = model::Terms::standard();
        terms.buffer = wad(self.policy.buffer);
        let market = model::Market {
            assets: (0..count).map(asset).collect(),
            covariance: (0..count)
                .map(|i| (0..count).map(|j| entry(i, j)).collect())
                .collect(),
            rows: self.rows.iter().map(row).collect(),
        };
        model::Model::new(market, terms)
    }
}

fn random_facts(dice: &mut Dice, price: u128) -> Facts {
    let depth = if dice.one_in(20) {
        0
    } else {
        dice.wad(3.0, 9.0)
    };
    let mut facts = Facts::plain(price, depth);
    if dice.one_in(2) {
        facts.limit = WAD / 2 + dice.share(0.5);
        facts.maintenance_depth = depth
            + if dice.one_in(2) {
                dice.wad(3.0, 8.0)
            } else {
                0
            };
        facts.liability_price = price + price / 1000 * dice.below(40) as u128;
    }
    if dice.one_in(2) {
        facts.multiplier = WAD + dice.share(0.33);
        facts.age = dice.below(20_000) as u64;
        facts.dead_band = dice.share(0.005);
        facts.uncertainty = dice.share(0.01);
    }
    facts.half_spread = dice.share(0.003);
    facts.system_long = dice.wad(2.0, 9.0);
    facts.system_short = dice.wad(2.0, 9.0);
    facts.known = !dice.one_in(25);
    facts
}

fn random_terms(dice: &mut Dice) -> AssetPolicy {
    let table_maintenance = WAD / 10 + dice.share(0.5);
    AssetPolicy {
        jump: if dice.one_in(2) { 0 } else { dice.share(0.2) },
        pegged: dice.one_in(8),
        stress_scale: if dice.one_in(4) { dice.share(1.0) } else { WAD },
        table_initial: table_maintenance + dice.share(0.3),
        table_maintenance,
    }
}

fn random_row(dice: &mut Dice, indices: &[u8]) -> Row {
    let common = dice.residual();
    let mut residuals = [MISSING; MAX_ASSETS];
    for asset in indices {
        if !dice.one_in(200) {
            let residual = 0.7 * common + 0.7 * dice.residual();
            residuals[usize::from(*asset)] = (residual * 1024.0) as i16;
        }
    }
    encode(&residuals)
}

/// A portfolio, in both.
#[derive(Clone)]
pub(crate) struct Account {
    pub(crate) cash: i128,
    pub(crate) holdings: Vec<Holding>,
    pub(crate) legs: Vec<Leg>,
}

impl Account {
    /// Collateral in some assets, linear legs of both signs in some, hedges of collateral in some.
    pub(crate) fn linear(dice: &mut Dice, ground: &Ground) -> Self {
        let mut account = Self {
            cash: -(dice.wad(0.0, 7.0) as i128),
            holdings: Vec::new(),
            legs: Vec::new(),
        };
        for (place, asset) in ground.indices.iter().enumerate() {
            let price = ground.market.prices[place];
            let units = |usd: u128| fixed::mul_div_down_u128(usd, WAD, price).unwrap();
            let held = units(dice.wad(0.0, 7.0));
            if dice.one_in(2) {
                account.holdings.push(Holding {
                    asset: *asset,
                    amount: held,
                });
            }
            if dice.one_in(3) {
                let size = if dice.one_in(2) {
                    held
                } else {
                    units(dice.wad(0.0, 7.0))
                } as i128;
                account.legs.push(Leg {
                    asset: *asset,
                    kind: LegKind::Linear,
                    size: if dice.one_in(2) { size } else { -size },
                    strike: price + price / 1000 * dice.below(90) as u128,
                    expiry: 0,
                });
            }
        }
        account
    }

    /// The same with options of every kind and side, in assets that the model judges.
    pub(crate) fn optional(dice: &mut Dice, ground: &Ground) -> Self {
        let mut account = Self::linear(dice, ground);
        let kinds = [
            LegKind::Call,
            LegKind::Put,
            LegKind::EverlastingCall,
            LegKind::EverlastingPut,
        ];
        for (place, asset) in ground.indices.iter().enumerate() {
            let price = ground.market.prices[place];
            for _ in 0..dice.below(4) {
                let size =
                    fixed::mul_div_down_u128(dice.wad(1.0, 6.0), WAD, price).unwrap() as i128;
                let kind = kinds[dice.below(4)];
                let everlasting =
                    matches!(kind, LegKind::EverlastingCall | LegKind::EverlastingPut);
                let seconds = [3_600, 86_400, 604_800, 2_592_000, 7_776_000][dice.below(5)];
                account.legs.push(Leg {
                    asset: *asset,
                    kind,
                    size: if dice.one_in(2) { size } else { -size },
                    strike: price / 1000 * (600 + dice.below(900)) as u128 + 1,
                    expiry: if everlasting {
                        0
                    } else {
                        ground.market.timestamp + seconds
                    },
                });
            }
        }
        account
    }

    pub(crate) fn exact(&self, ground: &Ground) -> model::Portfolio {
        let place = |asset: u8| ground.market.place(asset).unwrap();
        model::Portfolio {
            cash: Real::wad(self.cash),
            holdings: self
                .holdings
                .iter()
                .map(|held| (place(held.asset), Real::unsigned_wad(held.amount)))
                .collect(),
            legs: self
                .legs
                .iter()
                .map(|leg| model::Leg {
                    asset: place(leg.asset),
                    size: Real::wad(leg.size),
                    strike: Real::unsigned_wad(leg.strike),
                    option: option(leg, ground),
                })
                .collect(),
        }
    }
}

fn option(leg: &Leg, ground: &Ground) -> Option<(Right, Life)> {
    let dated = Life::Dated(leg.expiry.saturating_sub(ground.market.timestamp));
    let everlasting = Life::Everlasting(ground.policy.funding_period);
    match leg.kind {
        LegKind::Linear => None,
        LegKind::Call => Some((Right::Call, dated)),
        LegKind::Put => Some((Right::Put, dated)),
        LegKind::EverlastingCall => Some((Right::Call, everlasting)),
        LegKind::EverlastingPut => Some((Right::Put, everlasting)),
    }
}
