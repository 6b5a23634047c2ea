//! Solidity contracts composed with the shipped programs: those of the README.

use alloy::{
    primitives::{Address, U256},
    sol,
    sol_types::SolValue,
};
use e2e::{
    abi::{IFeed, IOracle, IPrices},
    wad,
    world::{deploy, deploy_program},
    World,
};
use keeper::terms::Output;

sol! {
    interface IReadsPlimsoll {
        function priceOf(uint8 asset) external view returns (uint256);
        function marginOf(uint8 asset, uint256 amount, uint256 cash) external view returns (uint256, bool);
    }

    #[derive(Debug)]
    interface IReadsVolatility {
        error TooOld(uint256 updatedAt);
        function volatility() external view returns (int256 answer, uint8 decimals);
    }
}

fn reader(world: &mut World) -> Address {
    let (owner, arguments) = (
        world.owner,
        (world.oracle, world.margin).abi_encode_params(),
    );
    deploy(&mut world.chain, owner, "ReadsPlimsoll", arguments)
}

#[test]
fn solidity_reads_a_price_and_a_margin() {
    let mut world = World::new();
    let reader = reader(&mut world);
    assert_eq!(
        world.read(reader, IReadsPlimsoll::priceOfCall { asset: 1 }),
        wad("40000")
    );

    // 10 ETH at 2,000 USD: the Expected Shortfall of one day is 1.2 * 2.823871251815416195 * 20,000 times the daily
    // volatility, and half as much again: the long-run level of an asset listed at 95 % that has hardly moved since is a
    // floor, up to that. Selling takes 2e-6 days, a third of which adds to the day. Leaving costs half a percent of spread and 2 % times the root of 20,000 over a depth of 1e9.
    let margin = |cash: &str| {
        world.read(
            reader,
            IReadsPlimsoll::marginOfCall {
                asset: 0,
                amount: wad("10"),
                cash: wad(cash),
            },
        )
    };
    let volatility = world.read(world.oracle, IOracle::volatilityCall { asset: 0 });
    let volatility = f64::from(volatility) / 1e18;
    assert!(
        (0.6..0.95).contains(&volatility),
        "settled below the start, above the floor"
    );
    let core = 1.2 * 2.823_871_251_815_416 * 20_000.0 * volatility / 365.0_f64.sqrt();
    let (required, allowed) = {
        let answer = margin("15000");
        (f64::from(answer._0) / 1e18, answer._1)
    };
    let leaving = 20_000.0 * (0.005 + 0.02 * (20_000.0_f64 / 1e9).sqrt());
    let selling = 20_000.0 / 1e9 / 10.0;
    let expected = 1.5 * core * (1.0_f64 + selling / 3.0).sqrt() + leaving;
    assert!(
        (required / expected - 1.0).abs() < 1e-9,
        "{required} against {expected}"
    );
    assert!(allowed, "5,000 of equity cover {required}");
    // Equity of 3,000 does not.
    assert!(!margin("17000")._1);
}

#[test]
fn the_reason_of_a_dead_price_reaches_a_solidity_caller() {
    let mut world = World::new();
    let reader = reader(&mut world);
    world.set_price(0, 0);
    let refusal = world
        .view(reader, IReadsPlimsoll::priceOfCall { asset: 0 })
        .expect_err("the price is refused");
    assert!(
        refusal.typed::<IPrices::PriceNotPositive>().is_some(),
        "{}",
        e2e::name(&refusal.data)
    );
    assert!(
        !world
            .read(
                reader,
                IReadsPlimsoll::marginOfCall {
                    asset: 0,
                    amount: U256::from(1),
                    cash: U256::ZERO
                }
            )
            ._1
    );
}

#[test]
fn a_reader_of_chainlink_reads_the_volatility_index() {
    let mut world = World::new();
    let (owner, oracle) = (world.owner, world.oracle);
    let feed = deploy_program(&mut world.chain, owner, "feed");
    let call = IFeed::initializeCall {
        oracle,
        kind: Output::Index.kind(),
        asset: 0,
        decimals: 8,
        deviation: wad("0.02"),
        heartbeat: 86_400,
        description: "Plimsoll volatility index".into(),
    };
    world.must(owner, feed, call);
    let arguments = (feed, U256::from(7_200)).abi_encode_params();
    let reader = deploy(&mut world.chain, owner, "ReadsVolatility", arguments);
    world.hour();
    world.must(world.other, feed, IFeed::updateCall {});
    let sampled = world.read(oracle, IOracle::sampledAtCall {});
    let index = world.read(oracle, IOracle::indexCall {});
    let shown = world.read(reader, IReadsVolatility::volatilityCall {});
    // Eight decimals, rounded up.
    let unit = U256::from(10_u64.pow(10));
    assert_eq!(shown.decimals, 8);
    assert_eq!(shown.answer.into_raw(), index.div_ceil(unit));
    assert!(index > U256::ZERO);
    // The fact does not become younger by being told again.
    world.pass(7_201);
    world.must(world.other, feed, IFeed::updateCall {});
    let refusal = world
        .view(reader, IReadsVolatility::volatilityCall {})
        .expect_err("nobody sampled since");
    let typed = refusal.typed::<IReadsVolatility::TooOld>();
    let typed = typed.expect("its own error");
    assert_eq!(typed.updatedAt, U256::from(sampled));
}
