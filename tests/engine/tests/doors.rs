//! The other questions of the margin, and what it does where somebody it asks is not there.

use alloy::primitives::{Address, Bytes, I256, U256};
use alloy::sol_types::{SolCall, SolError};
use fixed::WAD;
use risk::margin::Kind;
use risk::terms::bases::Bases;
use risk::{Holding, Leg, LegKind, State};

use crate::draws::{account, market, rows, rules, Dice, Purpose};
use crate::world::{
    assess, portfolio, saying, words, Account, Ground, IMargin, World, BOOK, JUDGE, MARGIN, ORACLE,
    PAGE, PRICER, SIMULATOR, TERMS,
};

/// Three assets that move, and 200 rows, live, under one version of the terms.
fn ground(world: &mut World) -> (Ground, Dice) {
    let mut dice = Dice::new(12);
    let drawn = loop {
        let drawn = market(&mut dice, 3, Purpose::Exact);
        // A per cent a day and more.
        let moves = |place| drawn.covariance.get(place, place).unwrap() > 10i128.pow(32);
        if drawn.assets() == 3 && (0..3).all(moves) {
            break drawn;
        }
    };
    let mut rules = rules(&mut dice, Purpose::Exact);
    for set in [&mut rules.initial, &mut rules.maintenance] {
        for asset in &mut set.assets {
            (asset.listed, asset.policy.pegged) = (true, false);
            (asset.policy.table_initial, asset.policy.table_maintenance) = (WAD / 2, WAD / 4);
        }
    }
    let rows = rows(&mut dice, 200);
    let ground = world.show(&drawn, &rules, &rows);
    (ground, dice)
}

fn assets(ground: &Ground) -> Vec<u8> {
    (0..16)
        .filter(|asset| ground.market.mask >> asset & 1 == 1)
        .collect()
}

/// A thousand dollars of each asset on debt.
fn plain(ground: &Ground) -> Account {
    let holdings = assets(ground).into_iter().zip(&ground.market.prices);
    Account {
        cash: -1_000 * WAD as i128,
        holdings: holdings
            .map(|(asset, price)| Holding {
                asset,
                amount: fixed::mul_div_down_u128(1_000 * WAD, WAD, *price).unwrap(),
            })
            .collect(),
        legs: Vec::new(),
    }
}

/// The same with a short call and a long put on the first asset.
fn optional(ground: &Ground) -> Account {
    let mut account = plain(ground);
    let (price, amount) = (ground.market.prices[0], account.holdings[0].amount as i128);
    for (kind, size) in [(LegKind::Call, -amount), (LegKind::EverlastingPut, amount)] {
        account.legs.push(Leg {
            asset: account.holdings[0].asset,
            kind,
            size,
            strike: price,
            expiry: ground.market.timestamp + 2_592_000,
        });
    }
    account
}

fn refused<E: SolError>(world: &World, call: &impl SolCall) -> E {
    let outcome = world.call(call);
    assert!(!outcome.success, "it went through");
    E::abi_decode(&outcome.output).unwrap_or_else(|_| panic!("{}", outcome.output))
}

#[test]
fn many_portfolios_are_judged_as_each_alone() {
    let (mut world, mut dice) = (World::new(), Dice::new(13));
    let drawn = market(&mut dice, 8, Purpose::All);
    let (rules, rows) = (rules(&mut dice, Purpose::All), rows(&mut dice, 200));
    let ground = world.show(&drawn, &rules, &rows);
    let accounts: Vec<Account> = (0..6)
        .map(|number| account(&mut dice, &ground, number % 2 == 0))
        .collect();
    let call = |favour| IMargin::assessManyCall {
        version: 0,
        favourSuspects: favour,
        portfolios: accounts.iter().map(portfolio).collect(),
    };
    let all = world.view(&call(false));
    for (got, account) in all.iter().zip(&accounts) {
        assert_eq!(*got, words(&ground.native(account).0));
    }
    assert_eq!(all.len(), 6);
    // Suspect prices change sides.
    let mut doubted = ground.clone();
    doubted.market.states = [State::Suspect; 16];
    doubted.market.favour_suspects();
    let mut suspect = drawn.clone();
    suspect.states = [State::Suspect; 16];
    world.show(&suspect, &rules, &rows);
    for (got, account) in world.view(&call(true)).iter().zip(&accounts) {
        let (expected, _) = doubted.native(account);
        assert_eq!(got.equity, words(&expected).equity);
        assert_eq!(got.maintenanceMargin, words(&expected).maintenanceMargin);
    }
}

#[test]
fn what_if_an_asset_had_another_price() {
    let mut world = World::new();
    let (ground, _) = ground(&mut world);
    for account in [plain(&ground), optional(&ground)] {
        let asset = account.holdings[0].asset;
        let prices: Vec<u128> = [0, 1, 50, 100, 300]
            .iter()
            .map(|percent| ground.market.prices[0] / 100 * percent)
            .collect();
        let call = IMargin::assessAtCall {
            version: 0,
            portfolio: portfolio(&account),
            asset,
            prices: prices.iter().map(|price| U256::from(*price)).collect(),
        };
        let verdicts = world.view(&call);
        assert_eq!(verdicts.len(), 5);
        for (got, price) in verdicts.iter().zip(&prices) {
            let mut there = ground.clone();
            there.market.set_price(asset, *price);
            assert_eq!(*got, words(&there.native(&account).0), "{price}");
        }
        let too_large = IMargin::assessAtCall {
            prices: vec![U256::from(1u128 << 112)],
            ..call
        };
        refused::<IMargin::ValueTooLarge>(&world, &too_large);
    }
}

#[test]
fn parts_are_those_of_the_requirements() {
    let mut world = World::new();
    let (ground, _) = ground(&mut world);
    let account = optional(&ground);
    let call = IMargin::partsCall {
        version: 0,
        portfolio: portfolio(&account),
    };
    let parts = world.view(&call);
    let mut bases = Bases::default();
    bases.fill(&ground.market, &ground.rules).unwrap();
    let context = bases.context(&ground.market, &ground.rules);
    let sums = context
        .accumulate(account.cash, &account.holdings, &account.legs)
        .unwrap();
    for (got, kind) in parts.iter().zip([Kind::Initial, Kind::Maintenance]) {
        let expected = sums.requirement(kind, &ground.scenarios()).unwrap();
        let number = U256::from::<u128>;
        assert_eq!(got.simulation, number(expected.core.simulation), "{kind:?}");
        assert_eq!(got.stress, number(expected.core.stress));
        assert_eq!(got.twin, number(expected.core.twin));
        assert_eq!(got.liquidity, number(expected.add_ons.liquidity));
        assert_eq!(got.crowding, number(expected.add_ons.crowding));
        assert_eq!(got.quality, number(expected.add_ons.quality));
        assert_eq!(got.oracle, number(expected.add_ons.oracle));
        assert_eq!(got.table, number(expected.add_ons.table));
        assert_eq!(got.least, U256::ZERO);
        assert_eq!(got.total, number(expected.total));
        assert!(got.total > U256::ZERO);
    }
    assert_eq!(parts.len(), 2);
}

/// At least what the table asks for so many thousands of dollars: half of it, and a quarter.
fn is_by_the_table(got: &IMargin::Verdict, thousands: u128, what: &str) {
    let dollars = |margin: U256| margin.to::<u128>() / WAD;
    assert!(
        dollars(got.initialMargin) >= 500 * thousands - 1,
        "{what}: {got:?}"
    );
    assert!(
        dollars(got.maintenanceMargin) >= 250 * thousands - 1,
        "{what}: {got:?}"
    );
    assert!(got.maintenanceMargin <= got.initialMargin);
}

/// Whoever is missing, nothing is skipped and nothing is smaller than the table. Without a pricer it speaks for the asset
/// with options, of which the account has two thousand dollars.
#[test]
fn the_table_speaks_for_whoever_is_missing() {
    let silent = Bytes::from_static(&[0xfd]);
    // INVALID burns all that it is given.
    let burning = Bytes::from_static(&[0xfe]);
    let lying = saying(&[7; 640]);
    for account_of in [plain, optional] {
        for (place, name) in [
            (BOOK, "book"),
            (PAGE, "page"),
            (SIMULATOR, "simulator"),
            (PRICER, "pricer"),
        ] {
            for code in [&silent, &burning, &lying] {
                let mut world = World::new();
                let (ground, _) = ground(&mut world);
                let account = account_of(&ground);
                let (whole, _) = ground.native(&account);
                world.machine.set_code(place, code.clone());
                let (got, carried) = world.assess(&account);
                if name == "pricer" && account.legs.is_empty() {
                    assert_eq!(got, words(&whole), "nobody asks the pricer");
                    continue;
                }
                let thousands = if name == "pricer" { 2 } else { 3 };
                is_by_the_table(&got, thousands, name);
                let sum: I256 = carried.iter().fold(I256::ZERO, |sum, share| sum + *share);
                assert_eq!(sum.into_raw(), got.maintenanceMargin, "{name}");
                if !account.legs.is_empty() {
                    // The call owes its whole price, and the put is worth nothing; unless the pricer said otherwise.
                    assert!(got.equity <= words(&whole).equity + I256::ONE, "{name}");
                }
            }
        }
    }
}

/// Too few rows, and none: the table is the least, as this machine says.
#[test]
fn short_books_have_the_table_as_the_least() {
    let mut world = World::new();
    let (mut ground, _) = ground(&mut world);
    let account = plain(&ground);
    for count in [99, 7, 0] {
        ground.rows.truncate(count);
        world.show_rows(&ground.rows);
        let got = world.assess(&account).0;
        assert_eq!(got, words(&ground.native(&account).0));
        is_by_the_table(&got, 3, "rows");
    }
}

/// A caller who withholds gas does not choose the table: the whole call reverts, or says what it would have said.
#[test]
fn withheld_gas_does_not_change_the_answer() {
    let mut world = World::new();
    let (ground, _) = ground(&mut world);
    let account = optional(&ground);
    let (whole, _) = ground.native(&account);
    let mut answered = 0;
    for gas in (60_000..900_000).step_by(20_000) {
        let outcome = world.call_with(&assess(&account), gas);
        if outcome.success {
            let got = IMargin::assessCall::abi_decode_returns(&outcome.output).unwrap();
            assert_eq!(got.verdict, words(&whole), "{gas}");
            answered += 1;
        }
    }
    assert!(answered > 5 && answered < 42, "{answered}");
    // With a simulator that fails the rest of the gas is asked for.
    world
        .machine
        .set_code(SIMULATOR, Bytes::from_static(&[0xfd]));
    let outcome = world.call_with(&assess(&account), 1_000_000);
    assert!(!outcome.success);
    assert_eq!(outcome.output.to_vec(), IMargin::NotEnoughGas::SELECTOR);
}

/// Without oracle or terms nothing is judged, but an account of cash alone asks nobody.
#[test]
fn oracle_and_terms_are_needed() {
    for code in [
        Bytes::from_static(&[0xfd]),
        Bytes::from_static(&[0xfe]),
        saying(&[9; 320]),
        saying(&[]),
    ] {
        let mut world = World::new();
        let (ground, _) = ground(&mut world);
        let call = assess(&plain(&ground));
        world.machine.set_code(TERMS, code.clone());
        refused::<IMargin::TermsCallFailed>(&world, &call);
        world.machine.set_code(ORACLE, code.clone());
        refused::<IMargin::OracleCallFailed>(&world, &call);
        for cash in [-1, 0, 5] {
            let account = Account {
                cash,
                holdings: Vec::new(),
                legs: Vec::new(),
            };
            let got = world.assess(&account).0;
            assert_eq!(got.equity, I256::try_from(cash).unwrap());
            assert_eq!(got.maintenanceMargin, U256::ZERO);
        }
    }
}

/// A snapshot of other assets than those asked for is none.
#[test]
fn a_snapshot_of_other_assets_is_refused() {
    let mut world = World::new();
    let (ground, _) = ground(&mut world);
    let mut account = plain(&ground);
    let strange = (0..16).find(|asset| !assets(&ground).contains(asset));
    account.holdings[0].asset = strange.unwrap();
    refused::<IMargin::OracleCallFailed>(&world, &assess(&account));
}

/// Dust and an asset without a price stand beside the rest.
#[test]
fn dust_and_dead_prices_block_nothing() {
    let mut world = World::new();
    let (ground, _) = ground(&mut world);
    let mut account = plain(&ground);
    account.holdings[1].amount = 1;
    assert_eq!(world.assess(&account).0, words(&ground.native(&account).0));
    let mut market = ground.market.clone();
    (market.prices[2], market.liability_prices[2]) = (0, 0);
    market.states[2] = State::Dead;
    let there = world.show(&market, &ground.rules, &ground.rows);
    let got = world.assess(&account).0;
    assert_eq!(got, words(&there.native(&account).0));
    assert!(got.initialMargin > U256::ZERO && got.notLive.count_ones() == 1);
}

/// A clock that stands still: initial margin looks further ahead, maintenance does not, and every asset is named.
#[test]
fn a_late_clock_widens_initial_margin_only() {
    let mut world = World::new();
    let (ground, _) = ground(&mut world);
    let account = plain(&ground);
    let before = world.assess(&account).0;
    assert_eq!(before.notLive, 0);
    let mut market = ground.market.clone();
    market.due_at = market.timestamp - 601;
    world.show(&market, &ground.rules, &ground.rows);
    let late = world.assess(&account).0;
    assert_eq!(late.notLive, market.mask);
    assert_eq!(late.maintenanceMargin, before.maintenanceMargin);
    assert!(late.initialMargin >= before.initialMargin);
    market.due_at = market.timestamp - 30 * 86_400;
    world.show(&market, &ground.rules, &ground.rows);
    assert!(world.assess(&account).0.initialMargin > before.initialMargin);
    market.due_at = market.timestamp - 600;
    world.show(&market, &ground.rules, &ground.rows);
    assert_eq!(world.assess(&account).0, before);
}

#[test]
fn portfolios_outside_of_the_bounds_are_refused() {
    let mut world = World::new();
    let (ground, _) = ground(&mut world);
    let base = assess(&plain(&ground));
    let holding = base.collateral[0].clone();
    let leg = IMargin::Leg {
        asset: holding.asset,
        kind: 0,
        size: I256::ONE,
        strike: U256::ZERO,
        expiry: 0,
    };
    let with = |change: &dyn Fn(&mut IMargin::assessCall)| {
        let mut call = base.clone();
        change(&mut call);
        call
    };
    refused::<IMargin::DuplicateAsset>(
        &world,
        &with(&|call| call.collateral.push(holding.clone())),
    );
    let seventeen = vec![holding.clone(); 17];
    refused::<IMargin::TooManyHoldings>(&world, &with(&|call| call.collateral = seventeen.clone()));
    refused::<IMargin::TooManyLegs>(&world, &with(&|call| call.legs = vec![leg.clone(); 33]));
    refused::<IMargin::UnknownAsset>(&world, &with(&|call| call.collateral[0].asset = 16));
    let kind = IMargin::Leg {
        kind: 5,
        ..leg.clone()
    };
    refused::<IMargin::UnsupportedLeg>(&world, &with(&|call| call.legs = vec![kind.clone()]));
    let wide = U256::from(1) << 128;
    refused::<IMargin::ValueTooLarge>(&world, &with(&|call| call.collateral[0].amount = wide));
    refused::<IMargin::ValueTooLarge>(&world, &with(&|call| call.cash = I256::MAX));
    refused::<IMargin::ValueTooLarge>(&world, &with(&|call| call.cash = I256::MIN));
    let strike = IMargin::Leg {
        strike: wide,
        ..leg.clone()
    };
    refused::<IMargin::ValueTooLarge>(&world, &with(&|call| call.legs = vec![strike.clone()]));
    // Thirty-two are allowed.
    assert!(
        world
            .call(&with(&|call| call.legs = vec![leg.clone(); 32]))
            .success
    );
    let one = portfolio(&plain(&ground));
    let many = |count: usize| IMargin::assessManyCall {
        version: 0,
        favourSuspects: false,
        portfolios: vec![one.clone(); count],
    };
    refused::<IMargin::TooManyPortfolios>(&world, &many(33));
    assert_eq!(world.view(&many(32)).len(), 32);
    assert_eq!(world.view(&many(0)).len(), 0);
    let at = IMargin::assessAtCall {
        version: 0,
        portfolio: one.clone(),
        asset: 16,
        prices: vec![U256::ZERO],
    };
    refused::<IMargin::UnknownAsset>(&world, &at);
    let at = IMargin::assessAtCall {
        asset: 0,
        prices: vec![U256::ZERO; 33],
        ..at
    };
    refused::<IMargin::TooManyPortfolios>(&world, &at);
}

/// Whom the margin asks is told once, and each has code.
#[test]
fn sources_are_told_once() {
    let world = World::new();
    assert_eq!(world.view(&IMargin::oracleCall {}), ORACLE);
    assert_eq!(world.view(&IMargin::termsCall {}), TERMS);
    assert_eq!(world.view(&IMargin::bookCall {}), BOOK);
    assert_eq!(world.view(&IMargin::judgeCall {}), JUDGE);
    assert_eq!(world.view(&IMargin::simulatorCall {}), SIMULATOR);
    assert_eq!(world.view(&IMargin::pricerCall {}), PRICER);
    let call = IMargin::initializeCall {
        oracle: ORACLE,
        terms: TERMS,
        book: BOOK,
        judge: JUDGE,
        simulator: SIMULATOR,
        pricer: PRICER,
    };
    refused::<IMargin::AlreadyInitialized>(&world, &call);
    let nobody = Address::repeat_byte(0x77);
    for place in 0..6 {
        let mut world = World::new();
        for slot in 0..6 {
            let slot = U256::from(slot);
            world.machine.set_storage(MARGIN, slot, U256::ZERO);
        }
        let mut call = call.clone();
        let places = [
            &mut call.oracle,
            &mut call.terms,
            &mut call.book,
            &mut call.judge,
            &mut call.simulator,
            &mut call.pricer,
        ];
        for (number, to) in places.into_iter().enumerate() {
            if number == place {
                *to = nobody;
            }
        }
        let error: IMargin::NoCode = refused(&world, &call);
        assert_eq!(error.target, nobody);
    }
}
