//! A lender of another house, compiled from `abi/` alone, that lends by Plimsoll's margin and by its volatility feed.

use alloy::{
    primitives::{Address, U256},
    sol,
    sol_types::SolValue,
};
use e2e::{
    abi::{IFeed, IMargin, IOracle, IERC20},
    wad,
    world::{deploy, deploy_program, usd, IMint},
    World,
};
use keeper::terms::Output;

sol! {
    #[derive(Debug)]
    interface IMarginLender {
        error PriceNotLive(uint16 notLive);
        error VolatilityTooOld(uint256 updatedAt);
        error AboveLimit(uint256 debt, uint256 limit);
        error Healthy(uint256 health);
        function list(uint8 asset, address token) external;
        function deposit(uint8 asset, uint256 amount) external;
        function withdraw(uint8 asset, uint256 amount) external;
        function borrow(uint256 amount) external;
        function repay(address account, uint256 amount) external;
        function liquidate(address account, uint8 asset, uint256 amount) external
            returns (uint256 repaid, uint256 seized);
        function loanToValue() external view returns (uint256);
        function limits(address account) external view returns (uint256 byMargin, uint256 byVolatility);
        function limit(address account) external view returns (uint256);
        function collateral(address account, uint8 asset) external view returns (uint256);
        function debt(address account) external view returns (uint256);
    }
}

use IMarginLender as L;

const ETH: u8 = 0;
const DOLLAR: u64 = 1_000_000;

/// The lender, whose loan-to-value falls by `reach` per unit of volatility, and the feed it reads: the volatility of ETH,
/// 18 decimals, a round at every move of 0.1 %.
fn stand(reach: &str) -> (World, Address, Address) {
    let mut world = World::new();
    let (owner, user) = (world.owner, world.user);
    let feed = deploy_program(&mut world.chain, owner, "feed");
    let call = IFeed::initializeCall {
        oracle: world.oracle,
        kind: Output::Volatility.kind(),
        asset: ETH,
        decimals: 18,
        deviation: wad("0.001"),
        heartbeat: 86_400,
        description: "Plimsoll ETH volatility".into(),
    };
    world.must(owner, feed, call);
    let arguments = (
        world.cash,
        world.margin,
        feed,
        wad(reach),
        U256::from(7_200),
    );
    let arguments = arguments.abi_encode_params();
    let lender = deploy(&mut world.chain, owner, "MarginLender", arguments);
    for asset in world.assets {
        let call = L::listCall {
            asset: asset.index,
            token: asset.token,
        };
        world.must(owner, lender, call);
        let approve = IERC20::approveCall {
            spender: lender,
            amount: U256::MAX,
        };
        world.must(user, asset.token, approve);
    }
    let call = IMint::mintCall {
        to: lender,
        amount: U256::from(1_000_000 * DOLLAR),
    };
    let cash = world.cash;
    world.must(owner, cash, call);
    for person in [user, world.buyer] {
        let approve = IERC20::approveCall {
            spender: lender,
            amount: U256::MAX,
        };
        world.must(person, cash, approve);
    }
    update(&mut world, feed);
    (world, lender, feed)
}

fn update(world: &mut World, feed: Address) {
    let other = world.other;
    world.must(other, feed, IFeed::updateCall {});
}

/// The hour of a price: its sample, and the round of the feed.
fn hour_at(world: &mut World, feed: Address, price: i64) {
    world.set_price(0, price);
    world.hour();
    update(world, feed);
}

fn float(value: U256) -> f64 {
    f64::from(value)
}

#[test]
fn when_volatility_rises_the_limit_falls_by_itself() {
    // Sixteen days of 3.8 standard deviations: 0.8 of a unit of volatility.
    let (mut world, lender, feed) = stand("0.8");
    let user = world.user;
    let amount = wad("10");
    world.must(user, lender, L::depositCall { asset: ETH, amount });

    // 10 ETH at 2,000. Both limits by hand, from what oracle and margin say.
    let limits = |world: &World| {
        let said = world.read(lender, L::limitsCall { account: user });
        let volatility = world.read(world.oracle, IOracle::volatilityCall { asset: ETH });
        let held = IMargin::Holding {
            asset: ETH,
            amount: wad("10"),
        };
        let call = IMargin::assessCall {
            cash: alloy::primitives::I256::ZERO,
            collateral: vec![held],
            legs: vec![],
        };
        let verdict = world.read(world.margin, call).verdict;
        let unit = U256::from(10_u64.pow(12));
        let free = verdict.equity.into_raw() - verdict.initialMargin;
        assert_eq!(said.byMargin, free / unit);
        let value = float(verdict.equity.into_raw()) / 1e18;
        let expected = value * (1.0 - 0.8 * float(volatility) / 1e18).min(0.9);
        let by_volatility = float(said.byVolatility) / 1e6;
        assert!(
            (by_volatility / expected - 1.0).abs() < 1e-6,
            "{by_volatility} against {expected}"
        );
        (float(said.byMargin) / 1e6, by_volatility)
    };
    let calm = limits(&world);
    let least = world.read(lender, L::limitCall { account: user });
    assert_eq!(float(least) / 1e6, calm.0.min(calm.1));
    // Volatility between 0.6 and 0.95 takes 48 to 76 % off.
    assert!((4_800.0..10_400.0).contains(&calm.1), "{calm:?}");

    // A day in which the price goes up and down by 1.5 % and comes back.
    for _ in 0..12 {
        hour_at(&mut world, feed, usd(2_030));
        hour_at(&mut world, feed, usd(2_000));
    }
    let rough = limits(&world);
    println!("limits by margin and by volatility: {calm:?} became {rough:?}");
    assert!(rough.0 <= calm.0, "{calm:?} became {rough:?}");
    assert!(
        rough.0.min(rough.1) < 0.9 * calm.0.min(calm.1),
        "the price is the same, {calm:?} became {rough:?}"
    );

    // What could be lent before is refused, in words; what the limit says is lent to the unit.
    let most = world.read(lender, L::limitCall { account: user });
    let amount = most + U256::from(1);
    let refusal = world
        .send(user, lender, L::borrowCall { amount })
        .expect_err("above the limit");
    let typed = refusal.typed::<L::AboveLimit>().expect("its own error");
    assert_eq!((typed.debt, typed.limit), (amount, most));
    world.must(user, lender, L::borrowCall { amount: most });
    assert_eq!(world.read(lender, L::debtCall { account: user }), most);
}

#[test]
fn nothing_is_lent_by_an_old_volatility_or_a_dead_price() {
    let (mut world, lender, feed) = stand("0.2");
    let user = world.user;
    let amount = wad("10");
    world.must(user, lender, L::depositCall { asset: ETH, amount });
    let amount = U256::from(1_000 * DOLLAR);
    world.must(user, lender, L::borrowCall { amount });

    // The oracle is sampled on, but nobody tells the feed.
    for _ in 0..3 {
        world.hour();
    }
    let refusal = world
        .send(user, lender, L::borrowCall { amount })
        .expect_err("old");
    assert!(refusal.typed::<L::VolatilityTooOld>().is_some());
    update(&mut world, feed);
    world.must(user, lender, L::borrowCall { amount });

    world.set_price(0, 0);
    let refusal = world
        .send(user, lender, L::borrowCall { amount })
        .expect_err("dead");
    assert_eq!(
        refusal.typed::<L::PriceNotLive>().expect("typed").notLive,
        1
    );
    // Repaying asks nobody, and without debt nothing is asked.
    let amount = U256::MAX;
    world.must(
        user,
        lender,
        L::repayCall {
            account: user,
            amount,
        },
    );
    let amount = wad("10");
    world.must(user, lender, L::withdrawCall { asset: ETH, amount });
}

#[test]
fn plimsoll_says_who_is_liquidated() {
    let (mut world, lender, feed) = stand("0.2");
    let (user, buyer) = (world.user, world.buyer);
    let amount = wad("10");
    world.must(user, lender, L::depositCall { asset: ETH, amount });
    let most = world.read(lender, L::limitCall { account: user });
    world.must(user, lender, L::borrowCall { amount: most });
    let amount = U256::from(5_000 * DOLLAR);
    let call = || L::liquidateCall {
        account: user,
        asset: ETH,
        amount,
    };
    let refusal = world.send(buyer, lender, call()).expect_err("healthy");
    assert!(refusal.typed::<L::Healthy>().is_some());

    // So low that the debt is 70 % of the collateral, or by 15 %.
    let price = u64::try_from(most).expect("a debt") / DOLLAR / 7;
    let price = price.min(1_700);
    hour_at(
        &mut world,
        feed,
        usd(i64::try_from(price).expect("a price")),
    );
    let token = world.assets[0].token;
    let before = world.balance(token, buyer);
    world.must(buyer, lender, call());
    let seized = world.balance(token, buyer) - before;
    // 5,000 buy collateral for 5,250.
    let expected = wad("5250") / U256::from(price);
    assert!(
        seized <= expected && seized + U256::from(10) > expected,
        "{seized}"
    );
    assert_eq!(
        world.read(lender, L::debtCall { account: user }),
        most - amount
    );
}
