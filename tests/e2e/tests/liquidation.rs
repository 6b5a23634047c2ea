//! Liquidations on the shipped WASM.

use alloy::{
    primitives::{Address, U256},
    sol_types::SolEvent,
};
use e2e::{
    abi::{ILiquidator, IVault},
    name, wad,
    world::usd,
    World,
};

const BUY_ALL: U256 = U256::MAX;

/// The user owes 14,000 against 10 ETH that were worth 20,000; then ETH falls.
fn fallen(price: i64) -> World {
    let mut world = World::new();
    let user = world.user;
    world.deposit(user, 0, 10);
    world.borrow(user, 14_000).expect("borrowing");
    world.set_price(0, usd(price));
    world
}

fn buy(
    world: &mut World,
    from: Address,
    max_repay: U256,
) -> Result<devnet::chain::Receipt, e2e::Refusal> {
    let (liquidator, account) = (world.liquidator, world.account(world.user));
    world.send(
        from,
        liquidator,
        ILiquidator::buyCollateralCall {
            account,
            asset: 0,
            maxRepay: max_repay,
            minSeized: U256::ZERO,
            to: from,
        },
    )
}

fn verdict(world: &World) -> (f64, f64, f64) {
    let verdict = world.read(
        world.vault,
        IVault::assessCall {
            account: world.account(world.user),
        },
    );
    let equity = i128::try_from(verdict.equity).expect("an equity") as f64 / 1e18;
    (
        equity,
        f64::from(verdict.maintenanceMargin) / 1e18,
        f64::from(verdict.bufferMargin) / 1e18,
    )
}

#[test]
fn liq_3_a_healthy_account_cannot_be_liquidated() {
    let mut world = fallen(2_000);
    let plan = world.read(
        world.liquidator,
        ILiquidator::planCall {
            account: world.account(world.user),
        },
    );
    assert_eq!((plan.path, plan.repay), (0, U256::ZERO));
    let buyer = world.buyer;
    let refusal = buy(&mut world, buyer, BUY_ALL).expect_err("it is healthy");
    assert!(
        refusal.typed::<ILiquidator::Healthy>().is_some(),
        "{}",
        name(&refusal.data)
    );
}

#[test]
fn liq_4_a_liquidation_restores_the_buffer_with_the_smallest_amount() {
    let mut world = fallen(1_600);
    let (equity, maintenance, _) = verdict(&world);
    assert!(equity < maintenance, "{equity} is below {maintenance}");
    let account = world.account(world.user);
    let plan = world.read(world.liquidator, ILiquidator::planCall { account });
    assert_eq!(plan.path, 1, "a part restores it");

    // The smallest, to within 2^-20 of it: less than that does not reach the buffer.
    let snapshot = world.chain.snapshot();
    let buyer = world.buyer;
    let less = plan.repay - (plan.repay >> 19) - U256::from(1);
    buy(&mut world, buyer, less).expect("a smaller purchase");
    let (equity, _, buffer) = verdict(&world);
    assert!(equity < buffer, "{equity} against {buffer}");
    assert!(world.chain.revert(snapshot));

    let (cash, eth) = (
        world.balance(world.cash, buyer),
        world.balance(world.assets[0].token, buyer),
    );
    let debt = world.read(world.vault, IVault::debtCall { account });
    let receipt = buy(&mut world, buyer, BUY_ALL).expect("a purchase");
    let paid = cash - world.balance(world.cash, buyer);
    let got = world.balance(world.assets[0].token, buyer) - eth;
    assert_eq!(
        (paid, got),
        (plan.repay, plan.seized),
        "the plan is what happens"
    );
    assert!(debt - world.read(world.vault, IVault::debtCall { account }) <= paid);
    let (equity, maintenance, buffer) = verdict(&world);
    assert!(
        equity >= buffer && equity > maintenance,
        "{equity} against {buffer}"
    );
    // LIQ-6: what is seized is worth at most what was paid and the discount.
    let (paid, got) = (f64::from(paid) / 1e6, f64::from(got) / 1e18 * 1_600.0);
    let discount = f64::from(plan.discount) / 1e18;
    assert!(
        got <= paid * (1.0 + discount) * (1.0 + 1e-12),
        "{got} for {paid}"
    );
    assert!(discount <= 0.05);
    let event = receipt
        .logs
        .iter()
        .filter(|log| log.address == world.liquidator)
        .find_map(|log| ILiquidator::CollateralBought::decode_log(log).ok())
        .expect("an event");
    assert_eq!(
        (event.account, event.buyer, event.repaid, event.seized),
        (account, buyer, plan.repay, plan.seized)
    );
    assert!(event.healthAfter > event.healthBefore);
}

#[test]
fn l17_the_second_of_two_liquidators_finds_a_healthy_account() {
    let mut world = fallen(1_600);
    let (buyer, other) = (world.buyer, world.other);
    buy(&mut world, buyer, BUY_ALL).expect("the first");
    let refusal = buy(&mut world, other, BUY_ALL).expect_err("the second");
    assert!(
        refusal.typed::<ILiquidator::Healthy>().is_some(),
        "{}",
        name(&refusal.data)
    );
}

#[test]
fn l8_an_account_under_water_is_emptied_without_underflow() {
    // 10 ETH at 1,200 are worth 12,000; the debt is 14,000.
    let mut world = fallen(1_200);
    let (account, buyer) = (world.account(world.user), world.buyer);
    let plan = world.read(world.liquidator, ILiquidator::planCall { account });
    assert_eq!(plan.path, 3, "insolvent");
    buy(&mut world, buyer, BUY_ALL).expect("a purchase");
    assert_eq!(
        world.read(world.vault, IVault::collateralCall { account, asset: 0 }),
        U256::ZERO
    );
    assert!(
        world.read(world.vault, IVault::debtCall { account }) > U256::ZERO,
        "what is left is owed"
    );
}

#[test]
fn liq_2_topping_up_ends_the_danger() {
    let mut world = fallen(1_600);
    let user = world.user;
    world.deposit(user, 0, 5);
    let buyer = world.buyer;
    let refusal = buy(&mut world, buyer, BUY_ALL).expect_err("it is healthy again");
    assert!(
        refusal.typed::<ILiquidator::Healthy>().is_some(),
        "{}",
        name(&refusal.data)
    );
}

#[test]
fn only_the_liquidator_seizes() {
    let mut world = fallen(1_600);
    let (account, buyer, vault) = (world.account(world.user), world.buyer, world.vault);
    let call = IVault::seizeCall {
        account,
        asset: 0,
        amount: wad("1"),
        repaid: U256::from(1),
        to: buyer,
    };
    let refusal = world.send(buyer, vault, call).expect_err("a stranger");
    assert!(
        refusal.typed::<IVault::NotLiquidator>().is_some(),
        "{}",
        name(&refusal.data)
    );
}

#[test]
fn volatility_alone_raises_the_requirement_and_calm_lowers_it() {
    let mut world = World::new();
    let user = world.user;
    world.deposit(user, 0, 10);
    world.borrow(user, 10_000).expect("borrowing");
    let (before, kept) = requirements(&world);
    // A day and a half of 6 % an hour, back and forth: the price ends where it began.
    for hour in 0..36 {
        world.pass(3_600);
        let answer = if hour % 2 == 0 {
            usd(2_120)
        } else {
            usd(2_000)
        };
        world.refresh_feeds();
        world.set_price(0, answer);
        let owner = world.owner;
        world.must(owner, world.oracle, e2e::abi::IOracle::pokeCall {});
    }
    let (wild, raised) = requirements(&world);
    assert!(
        wild > 2.0 * before,
        "{wild} after the storm, {before} before"
    );
    // Maintenance follows at a limited speed.
    assert!(
        raised > 1.5 * kept && raised / kept < wild / before,
        "{raised} after the storm, {kept} before"
    );
    for _ in 0..960 {
        world.hour();
    }
    let (calm, fallen) = requirements(&world);
    // What is left is the stress of the market, 66 % at a weight of 0.21, and the cost of leaving: half a percent of
    // spread and 2 % times the root of 20,000 over a depth of 1e9.
    let stress = 0.66 * 0.21 * 20_000.0;
    let leaving = 20_000.0 * (0.005 + 0.02 * (20_000.0_f64 / 1e9).sqrt());
    assert!(
        (calm / (stress + leaving) - 1.0).abs() < 1e-6 && calm < before,
        "{calm} after forty calm days, {before} at listing"
    );
    assert!(
        fallen < kept,
        "{fallen} after forty calm days, {kept} at listing"
    );
}

/// Initial and maintenance margin of the user.
fn requirements(world: &World) -> (f64, f64) {
    let account = world.account(world.user);
    let verdict = world.read(world.vault, IVault::assessCall { account });
    (
        f64::from(verdict.initialMargin) / 1e18,
        f64::from(verdict.maintenanceMargin) / 1e18,
    )
}
