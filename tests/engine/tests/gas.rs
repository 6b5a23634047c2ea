//! What a judgement costs, from the shipped WASM on the local chain. Written to `docs/margin-gas.txt`, so that a diff
//! shows a change; only the largest account is held to a number.

use std::fmt::Write;

use alloy::primitives::Bytes;
use alloy::sol;
use fixed::WAD;
use risk::margin::case::{write_portfolio, Head};
use risk::margin::AssetPolicy;
use risk::terms::bases::Bases;
use risk::terms::{AssetRules, Rules};
use risk::{Covariance, Holding, Leg, LegKind, Market};

use crate::draws::{rows, Dice};
use crate::world::{assess, Account, Ground, World, BOOK, JUDGE, MARGIN, NOW, PRICER, SIMULATOR};

sol! {
    function worths(bytes options) external view returns (bytes);
    function curves(bytes question) external view returns (bytes);
    function simulate(address book, address pricer, bytes questions) external view returns (bytes);
    function judge(bytes judged) external view returns (bytes);
}

const WORDS: &str = "\
Gas of margin.assess on the local chain: what a contract pays for the call, without 21,000 and without what oracle, terms
and book take for themselves (they are code that answers; the accounts are touched). 767 scenarios in a page, 7 in the
ring. Cold is the first call of a transaction, warm the second; both with programs in the chain's cache, where entry is
cheap, and without. Made by `cargo test -p engine`.

";
const GRAND: i128 = 1_000 * WAD as i128;

/// Correlations of 0.7, volatilities of 3 % a day and more, prices that differ.
fn market(assets: usize) -> Market {
    let mut market = Market::new();
    market.mask = ((1u32 << assets) - 1) as u16;
    (market.timestamp, market.due_at) = (NOW, NOW + 1_800);
    let deviation = |asset: usize| 30_000_000_000_000_000 + 2_000_000_000_000_000 * asset as i128;
    let mut triangle = Vec::new();
    for i in 0..assets {
        for j in 0..=i {
            let product = deviation(i) * deviation(j);
            triangle.push(if i == j { product } else { product / 10 * 7 });
        }
    }
    market.covariance = Covariance::from_triangle(assets, &triangle).unwrap();
    for place in 0..assets {
        market.prices[place] = 4_000 * WAD / (1 + place as u128);
        market.liability_prices[place] = market.prices[place];
        market.updated_at[place] = NOW;
        market.slow[place] = triangle[0] / 2;
        // Apart, so that both requirements are measured.
        market.paced[place] = market.covariance.get(place, place).unwrap() / 10 * 9;
        market.depths[place] = 50_000_000 * WAD;
        market.maintenance_depths[place] = 50_000_000 * WAD;
    }
    market
}

fn rules() -> Rules {
    let mut rules = Rules::new();
    let asset = AssetRules {
        listed: true,
        policy: AssetPolicy {
            stress_scale: WAD / 2,
            table_initial: WAD / 2,
            table_maintenance: WAD / 4,
            ..AssetPolicy::default()
        },
        half_spread: WAD / 5_000,
        dead_band: WAD / 200,
        uncertainty: WAD / 1_000,
        assumed_depth: WAD,
        expected_age: 3_600,
    };
    rules.initial.assets = [asset; 16];
    rules.maintenance.assets = [asset; 16];
    rules
}

/// So many assets, every second one short, and so many options around the price.
fn account(market: &Market, options: usize) -> Account {
    let mut account = Account {
        cash: -10 * GRAND,
        holdings: Vec::new(),
        legs: Vec::new(),
    };
    let assets = market.assets();
    for asset in 0..assets {
        let usd = (20 + 7 * asset as i128) * GRAND;
        let amount = (usd / (market.prices[asset] / WAD) as i128).unsigned_abs();
        // All of the 32 legs may be options.
        if asset % 2 == 0 || options == 32 {
            let asset = asset as u8;
            account.holdings.push(Holding { asset, amount });
        } else {
            account.legs.push(leg(
                asset,
                LegKind::Linear,
                -(amount as i128),
                market.prices[asset],
                0,
            ));
        }
    }
    let kinds = [
        LegKind::Call,
        LegKind::Put,
        LegKind::Put,
        LegKind::EverlastingCall,
        LegKind::Call,
    ];
    for number in 0..options {
        let (asset, kind) = (number % assets, kinds[number % kinds.len()]);
        let size = WAD as i128 * (2 + number as i128 % 5);
        let expiry = match kind {
            LegKind::EverlastingCall => 0,
            _ => NOW + 86_400 * (7 + 5 * (number as u64 % 17)),
        };
        let strike = market.prices[asset] / 100 * (85 + 3 * (number as u128 % 11));
        let size = if number % 2 == 1 { -size } else { size };
        account.legs.push(leg(asset, kind, size, strike, expiry));
    }
    account
}

fn leg(asset: usize, kind: LegKind, size: i128, strike: u128, expiry: u64) -> Leg {
    Leg {
        asset: asset as u8,
        kind,
        size,
        strike,
        expiry,
    }
}

/// Where the gas of a warm call goes: the door, the judge, the worths of options, the simulator, the curves of options.
/// Each program with what it pays for calling the next.
fn profile(world: &mut World, ground: &Ground, account: &Account) -> [u64; 5] {
    let mut bases = Box::new(Bases::default());
    bases.fill(&ground.market, &ground.rules).unwrap();
    let context = bases.context(&ground.market, &ground.rules);
    let known = context.known().unwrap();
    let mut options = Vec::new();
    for leg in &account.legs {
        if let Some(written) = context.written(known, leg).unwrap() {
            written.write(&mut |number: [u8; 16]| options.extend(number));
        }
    }
    let sums = context
        .accumulate(account.cash, &account.holdings, &account.legs)
        .unwrap();
    let inquiry = sums.inquire(true).unwrap();
    let question = inquiry.question();
    let mut asked = Vec::new();
    question.write(&account.legs, &mut |number: [u8; 16]| asked.extend(number));
    let mut with_residuals = asked.clone();
    let residuals = question.residuals(&ground.scenarios()).unwrap();
    question.write_residuals(&residuals, &mut |number: [u8; 16]| {
        with_residuals.extend(number);
    });
    let mut case = Vec::new();
    let mut out = |number: [u8; 16]| case.extend(number);
    Head {
        attributed: true,
        parts: false,
        portfolios: 1,
        asked: [SIMULATOR, BOOK, PRICER].map(|address| address.0 .0),
    }
    .write(&mut out);
    context.write(&mut out);
    write_portfolio(account.cash, &account.holdings, &account.legs, &mut out);
    let (mut worth, mut curve) = (0, 0);
    if !options.is_empty() {
        let call = worthsCall {
            options: Bytes::from(options),
        };
        worth = world.gas(PRICER, &call).1;
        let call = curvesCall {
            question: Bytes::from(with_residuals),
        };
        curve = world.gas(PRICER, &call).1;
    }
    let call = simulateCall {
        book: BOOK,
        pricer: PRICER,
        questions: Bytes::from(asked),
    };
    let simulation = world.gas(SIMULATOR, &call).1;
    let call = judgeCall {
        judged: Bytes::from(case),
    };
    let judged = world.gas(JUDGE, &call).1;
    let whole = world.gas(MARGIN, &assess(account)).1;
    [
        whole - judged,
        judged - simulation - worth,
        worth,
        simulation - curve,
        curve,
    ]
}

#[test]
fn the_gas_table() {
    let mut world = World::new();
    let rows = rows(&mut Dice::new(9), 774);
    let (mut table, mut profiles) = (WORDS.to_owned(), String::new());
    let heading = ["cold cached", "warm cached", "cold", "warm"];
    let _ = write!(table, "{:<36}", "");
    for title in heading {
        let _ = write!(table, "{title:>13}");
    }
    table.push('\n');
    for (assets, options) in [(1, 0), (3, 0), (8, 0), (16, 0), (3, 4), (8, 20), (16, 32)] {
        let ground = world.show(&market(assets), &rules(), &rows);
        let account = account(&ground.market, options);
        let mut line = match options {
            0 => format!("{:<36}", format!("{assets} assets")),
            _ => format!("{:<36}", format!("{assets} assets, {options} option legs")),
        };
        for cached in [true, false] {
            world.machine.set_cached(cached);
            let (cold, warm) = world.gas(MARGIN, &assess(&account));
            let _ = write!(line, "{cold:>13}{warm:>13}");
            assert!(cold < 2_000_000, "{line}");
        }
        table += line.trim_end();
        table.push('\n');
        world.machine.set_cached(true);
        let parts = profile(&mut world, &ground, &account);
        let name: String = line.chars().take(36).collect();
        profiles += &name;
        for part in parts {
            let _ = write!(profiles, "{part:>11}");
        }
        profiles.push('\n');
    }
    table += "\nWhere a warm call goes, programs cached: each program with what it pays for calling the next.\n\n";
    let _ = write!(table, "{:<36}", "");
    for title in ["margin", "judge", "worths", "simulator", "curves"] {
        let _ = write!(table, "{title:>11}");
    }
    table.push('\n');
    table += &profiles;
    print!("{table}");
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/margin-gas.txt");
    std::fs::write(path, table).expect("docs/margin-gas.txt can be written");
}
