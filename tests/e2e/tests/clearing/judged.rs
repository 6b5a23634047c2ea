//! The same under the judgement that is deployed.

use alloy::{
    primitives::{Address, U256},
    sol_types::SolValue,
};
use e2e::{
    abi::{IClearing, IMandate, IVault},
    wad,
    world::deploy,
    World,
};

use crate::markets::ICoveredOptionMarket;
use crate::stage::account_of;

/// Right to trade, in the mandate.
const TRADE: u32 = 16;
const ETH: u8 = 0;
const DAY: u64 = 86_400;

fn register(world: &mut World, market: Address) {
    let (owner, clearing) = (world.owner, world.house.clearing);
    let call = IClearing::registerMarketCall {
        market,
        maxFunding: wad("0.1"),
    };
    world.must(owner, clearing, call);
    let cap = wad("1000000");
    world.must(
        owner,
        clearing,
        IClearing::setCapCall {
            market,
            asset: ETH,
            cap,
        },
    );
    for person in [world.user, world.other] {
        let call = IMandate::setOperatorCall {
            account: account_of(person),
            operator: market,
            capabilities: TRADE,
            until: u64::MAX,
        };
        world.must(person, world.house.mandate, call);
    }
}

fn put_cash(world: &mut World, person: Address, whole: u64) {
    let amount = U256::from(whole) * U256::from(1_000_000_u64);
    let call = IVault::depositCashCall {
        account: account_of(person),
        amount,
    };
    world.must(person, world.vault, call);
}

fn perpetual(long: Address, short: Address, size: &str, price: &str) -> IClearing::tradeCall {
    IClearing::tradeCall {
        trade: IClearing::Trade {
            long: account_of(long),
            short: account_of(short),
            asset: ETH,
            kind: 0,
            strike: U256::ZERO,
            expiry: 0,
            size: wad(size),
            price: wad(price),
        },
    }
}

#[test]
fn liq_1_a_perpetual_needs_what_the_model_says() {
    let mut world = World::new();
    let (user, other, market) = (world.user, world.other, world.buyer);
    let clearing = world.house.clearing;
    register(&mut world, market);
    put_cash(&mut world, user, 10_000);
    put_cash(&mut world, other, 10_000);
    let receipt = world.must(market, clearing, perpetual(user, other, "10", "2000"));
    println!(
        "a perpetual opened, judged by the model: {} gas",
        receipt.gas_used
    );
    let verdict = |world: &World, person: Address| {
        world.read(
            world.vault,
            IVault::assessCall {
                account: account_of(person),
            },
        )
    };
    for person in [user, other] {
        let verdict = verdict(&world, person);
        assert_eq!(verdict.equity.to_string(), wad("10000").to_string());
        assert!(verdict.initialMargin > verdict.maintenanceMargin);
        assert!(
            verdict.maintenanceMargin > U256::ZERO,
            "the position counts"
        );
    }
    // As many more as neither can carry.
    let refused = world.send(market, clearing, perpetual(user, other, "1000", "2000"));
    let refused = refused.expect_err("too much");
    assert!(
        refused.typed::<IVault::BelowInitialMargin>().is_some(),
        "{refused:?}"
    );
    let receipt = world.must(market, clearing, perpetual(other, user, "10", "2000"));
    println!("and closed: {} gas", receipt.gas_used);
    let accounts = vec![account_of(user), account_of(other)];
    let receipt = world.must(user, clearing, IClearing::settleCall { accounts });
    println!("nothing to settle: {} gas", receipt.gas_used);
    assert_eq!(verdict(&world, user).initialMargin, U256::ZERO);
}

#[test]
fn rsk_1_a_covered_call_needs_less_margin_than_a_naked_one() {
    let mut world = World::new();
    let (owner, user, other) = (world.owner, world.user, world.other);
    let clearing = world.house.clearing;
    let arguments = (
        clearing,
        world.vault,
        world.margin,
        U256::from(ETH),
        U256::from(18),
    );
    let market = deploy(
        &mut world.chain,
        owner,
        "CoveredOptionMarket",
        arguments.abi_encode_params(),
    );
    register(&mut world, market);
    put_cash(&mut world, user, 10_000);
    world.deposit(other, 0, 10);
    let expiry = world.chain.now() + 30 * DAY;
    // Beside the underlying a written call adds less than a tenth of what it needs by itself, or takes away. Where it is
    // not out of the money, both together need less than the call alone.
    for (strike, is_less) in [("1800", true), ("2000", true), ("2200", false)] {
        let call = ICoveredOptionMarket::marginsCall {
            size: wad("10"),
            strike: wad(strike),
            expiry,
            cash: "5000000000000000000000".parse().expect("cash"),
        };
        let margins = world.read(market, call);
        let [held, covered, naked] =
            [margins.held, margins.covered, margins.naked].map(|margin| margin / wad("1"));
        println!("ten calls at {strike}: with the underlying {covered} USD, without {naked}; it alone {held}");
        let added = margins.covered.saturating_sub(margins.held);
        assert!(added < margins.naked / U256::from(10), "at {strike}");
        assert!(!is_less || margins.covered < margins.naked, "at {strike}");
    }
    let call = ICoveredOptionMarket::offerCall {
        writer: account_of(other),
        strike: wad("2000"),
        expiry,
        premium: wad("180"),
        size: wad("10"),
    };
    world.must(other, market, call);
    let call = ICoveredOptionMarket::buyCall {
        id: U256::ZERO,
        buyer: account_of(user),
        size: wad("10"),
    };
    let receipt = world.must(user, market, call);
    println!(
        "a covered call bought, judged by the model: {} gas",
        receipt.gas_used
    );
    let info = world.read(
        world.vault,
        IVault::accountCall {
            account: account_of(other),
        },
    );
    assert_eq!(
        info.cash,
        U256::from(1_800_000_000_u64),
        "the premium is cash"
    );
}
