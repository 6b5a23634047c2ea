//! The pool reader against Uniswap's own pools: what it says is what a real trade receives.

mod pools;

use alloy::primitives::{aliases::U160, Bytes, I256, U256, U512};
use alloy::sol_types::SolCall;
use pools::*;

/// Asset is token 1, its decimals, those of the quote, fee, price, and the ranges around the price with their
/// liquidity, in tick spacings.
struct Case {
    tokens: (bool, u8, u8),
    fee: u32,
    price: f64,
    ranges: &'static [(i32, i32, u128)],
}

const CASES: [Case; 6] = [
    Case {
        tokens: (false, 18, 6),
        fee: 3_000,
        price: 2_000.0,
        ranges: &[
            (-50, 50, 5e16 as u128),
            (-2, 1, 9e16 as u128),
            (1, 3, 3e16 as u128),
            (-3, -1, 7e15 as u128),
        ],
    },
    Case {
        tokens: (true, 18, 6),
        fee: 3_000,
        price: 2_000.0,
        ranges: &[
            (-50, 50, 5e16 as u128),
            (-2, 1, 9e16 as u128),
            (1, 3, 3e16 as u128),
            (-3, -1, 7e15 as u128),
        ],
    },
    Case {
        tokens: (true, 8, 6),
        fee: 500,
        price: 40_000.0,
        ranges: &[
            (-900, 900, 3e12 as u128),
            (-7, 5, 8e12 as u128),
            (-15, 12, 2e12 as u128),
            (6, 9, 1e13 as u128),
        ],
    },
    Case {
        tokens: (false, 8, 18),
        fee: 500,
        price: 40_000.0,
        ranges: &[
            (-900, 900, 3e18 as u128),
            (-7, 5, 8e18 as u128),
            (-15, 12, 2e18 as u128),
            (6, 9, 1e19 as u128),
        ],
    },
    // Two ticks at the very ends of what is traded, and a hole.
    Case {
        tokens: (false, 18, 18),
        fee: 10_000,
        price: 0.7,
        ranges: &[
            (-1, 1, 1e24 as u128),
            (2, 30, 4e23 as u128),
            (-30, -1, 2e23 as u128),
        ],
    },
    // Ticks at every turn.
    Case {
        tokens: (true, 6, 6),
        fee: 100,
        price: 1.0,
        ranges: &[
            (-300, 300, 1e13 as u128),
            (-1, 1, 9e14 as u128),
            (-2, 2, 8e14 as u128),
            (-3, 3, 7e14 as u128),
            (-5, 5, 6e14 as u128),
            (-8, 9, 5e14 as u128),
            (-40, 40, 1e14 as u128),
        ],
    },
];

fn open(pools: &mut Pools, case: &Case, asset: u8) -> Market {
    let (is_1, asset_decimals, quote_decimals) = case.tokens;
    let root = root_of(case.price, case.tokens);
    let market = pools.market(is_1, asset_decimals, quote_decimals, case.fee, root);
    let centre = tick_of(U256::from(root), market.spacing);
    for (lower, upper, liquidity) in case.ranges {
        let at = |steps: i32| centre + steps * market.spacing;
        pools.provide(&market, at(*lower), at(*upper), *liquidity);
    }
    pools.list(asset, &market);
    pools.season(&market);
    market
}

/// Units of a token, from USD (WAD) at a price in whole dollars.
fn units(usd: U256, decimals: u8, price: f64) -> U256 {
    let unit = U256::from(10).pow(U256::from(decimals));
    let dollars_each = U256::from((price * 1e18) as u128);
    (usd * unit).div_ceil(dollars_each)
}

/// The asset's price after over before, when the trader receives exactly this much.
fn moved(pools: &mut Pools, market: &Market, sell: bool, received: U256) -> f64 {
    let saved = pools.chain.snapshot();
    let before = real(pools.root(market));
    // Whoever sells token 0 pays it in.
    let zero_for_one = sell != market.asset_is_token_1;
    let exactly = -I256::try_from(received).expect("an amount");
    pools.swap(market, zero_for_one, exactly);
    let ratio = (real(pools.root(market)) / before).powi(2);
    assert!(pools.chain.revert(saved));
    if market.asset_is_token_1 {
        1.0 / ratio
    } else {
        ratio
    }
}

/// What the pool itself pays until its price has moved by 2 %, the root of that taken of 512 bits.
fn paid_to_the_limit(pools: &mut Pools, market: &Market, sell: bool) -> U256 {
    let saved = pools.chain.snapshot();
    let (part, whole) = match (sell, market.asset_is_token_1) {
        (true, false) => (98, 100),
        (false, false) => (102, 100),
        (true, true) => (100, 98),
        (false, true) => (100, 102),
    };
    let root = U512::from(pools.root(market));
    let limit = (root * root * U512::from(part) / U512::from(whole)).root(2);
    let limit = U160::from(limit);
    let (a, b) = pools.swap_to(market, sell != market.asset_is_token_1, I256::MAX, limit);
    assert!(pools.chain.revert(saved));
    a.min(b).unsigned_abs()
}

#[test]
fn depth_is_what_a_trade_of_two_percent_receives() {
    let mut worst: f64 = 0.0;
    for case in &CASES {
        let mut pools = Pools::new();
        let market = open(&mut pools, case, 3);
        let found = pools.measure(3);
        println!(
            "sell {:.2}, buy {:.2}, mean {:.2} and {:.2} USD at tick {}",
            real(found.sell) / 1e18,
            real(found.buy) / 1e18,
            real(found.meanSell) / 1e18,
            real(found.meanBuy) / 1e18,
            found.tick
        );
        let least = found
            .sell
            .min(found.buy)
            .min(found.meanSell)
            .min(found.meanBuy);
        assert_eq!(pools.depth(3).expect("a depth"), least);
        // Nothing has traded: the mean tick is the tick, and its price at most a tick below the pool's.
        assert_eq!(found.meanTick, found.tick);
        for (sell, depth, decimals, price) in [
            (true, found.sell, market.quote_decimals, 1.0),
            (false, found.buy, market.asset_decimals, case.price),
        ] {
            let paid = paid_to_the_limit(&mut pools, &market, sell);
            let measured = units(depth, decimals, price);
            let off = 1.0 - real(measured) / real(paid);
            worst = worst.max(off.abs());
            // A unit of what is received; where that is the asset, of the quote that it is valued in too.
            let unit_of_quote = units(
                wad() / U256::from(10).pow(U256::from(market.quote_decimals)),
                decimals,
                price,
            );
            let bound = U256::from(1) + unit_of_quote + paid / U256::from(1_000_000_000_000_u64);
            assert!(
                measured.abs_diff(paid) <= bound,
                "sell {sell}: {measured} of {paid}"
            );

            // A billionth less: past the end of all liquidity one unit more moves the price to the next.
            let billion = U256::from(1_000_000_000);
            let just = measured - measured / billion - U256::from(1);
            let within = moved(&mut pools, &market, sell, just);
            let beyond = moved(
                &mut pools,
                &market,
                sell,
                measured * U256::from(101) / U256::from(100),
            );
            let (low, high) = (0.98 - 1e-9, 1.02 + 1e-9);
            assert!(low <= within && within <= high, "{within}");
            assert!(!(0.98..=1.02).contains(&beyond), "{beyond}");
        }
    }
    println!("worst relative difference {worst:e}");
}

/// What a reader says that multiplies the liquidity at the price by the width of the band: the mistake this avoids.
fn naive(pools: &Pools, market: &Market) -> f64 {
    let liquidity = pools.read(market.pool, IV3Pool::liquidityCall {}) as f64;
    let root = real(pools.root(market)) / 2_f64.powi(96);
    let amount = if market.asset_is_token_1 {
        liquidity * (1.0 - 0.98_f64.sqrt()) / root
    } else {
        liquidity * root * (1.0 - 0.98_f64.sqrt())
    };
    amount / 10_f64.powi(i32::from(market.quote_decimals)) * 1e18
}

#[test]
fn liquidity_at_the_price_alone_says_too_much() {
    for case in [&CASES[0], &CASES[1], &CASES[5]] {
        let mut pools = Pools::new();
        let market = open(&mut pools, case, 0);
        let truth = real(pools.measure(0).sell);
        let naive = naive(&pools, &market);
        assert!(naive > 1.15 * truth, "{naive} against {truth}");
        let received =
            U256::from((naive / 1e18 * 10_f64.powi(i32::from(market.quote_decimals))) as u128);
        let price = moved(&mut pools, &market, true, received);
        assert!(price < 0.975, "it would have moved the price to {price}");
    }
}

#[test]
fn a_price_moved_in_one_transaction_finds_no_depth_there() {
    let mut pools = Pools::new();
    let market = open(&mut pools, &CASES[0], 0);
    let honest = pools.depth(0).expect("a depth");
    // A wall of liquidity 20 % away: dear to move to, but nothing that could be sold at the price of the day.
    let root = pools.root(&market);
    let away = tick_of(root, 60) + 30 * 60;
    pools.provide(&market, away - 120, away + 120, 4e18 as u128);
    assert_eq!(pools.depth(0).expect("a depth"), honest);
    let limit = U160::from(
        (real(root) / 2_f64.powi(32) * 1.0001_f64.powf(f64::from(30 * 60) / 2.0)) as u128,
    ) << 32;
    let (reader, trader, owner) = (pools.reader, pools.trader, pools.owner);
    let ask: Bytes = IPoolDepth::measureCall { asset: 0 }.abi_encode().into();
    pools.must(
        owner,
        trader,
        ITrader::flashCall {
            pool: market.pool,
            limit,
            target: reader,
            data: ask,
        },
    );
    assert!(pools.read(trader, ITrader::succeededCall {}));
    let answer = pools.read(trader, ITrader::answerCall {});
    let fooled = IPoolDepth::measureCall::abi_decode_returns(&answer).expect("a measurement");
    assert!(fooled.sell > honest * U256::from(10), "there is a wall");
    let least = fooled
        .sell
        .min(fooled.buy)
        .min(fooled.meanSell)
        .min(fooled.meanBuy);
    // The mean price is that of a whole tick, at most a hundredth of a percent from the honest one.
    assert!(
        real(least) < 1.01 * real(honest),
        "{least} against {honest}"
    );
}

#[test]
fn ticks_are_where_the_pool_has_them() {
    // A pool that begins at the root of a tick is at that tick, and a unit below it at the tick before.
    let mut pools = Pools::new();
    let market = pools.market(false, 18, 18, 3_000, root_of(1.0, (false, 18, 18)));
    let _ = market;
    let mut ticks: Vec<i32> = (0..20).flat_map(|bit| [1 << bit, -(1 << bit)]).collect();
    ticks.extend([
        0, 887_271, -887_271, 123_457, -654_321, 200_312, -59_918, 524_287, -524_287,
    ]);
    let (owner, factory) = (pools.owner, pools.factory);
    for tick in ticks {
        if tick.abs() > 887_271 {
            continue;
        }
        let root = risk::liquidity::tick::sqrt_price_at(tick).expect("a root");
        let root = U256::from_limbs(root.into_limbs());
        for (root, expected) in [(root, tick), (root - U256::from(1), tick - 1)] {
            let (a, b) = (pools.token(18), pools.token(18));
            let fee = alloy::primitives::aliases::U24::from(3_000);
            let call = IFactory::createPoolCall {
                tokenA: a,
                tokenB: b,
                fee,
            };
            pools.must(owner, factory, call);
            let pool = pools.read(
                factory,
                IFactory::getPoolCall {
                    tokenA: a,
                    tokenB: b,
                    fee,
                },
            );
            let call = IV3Pool::initializeCall {
                sqrtPriceX96: U160::from(root),
            };
            pools.must(owner, pool, call);
            let found = pools.read(pool, IV3Pool::slot0Call {}).tick;
            assert_eq!(found.as_i32(), expected);
        }
    }
}

#[test]
fn a_pool_without_history_says_so() {
    let mut pools = Pools::new();
    let case = &CASES[0];
    let market = pools.market(false, 18, 6, 3_000, root_of(case.price, case.tokens));
    let centre = tick_of(pools.root(&market), 60);
    pools.provide(
        &market,
        centre - 6_000,
        centre + 6_000,
        1_000_000_000_000_000_000,
    );
    pools.list(2, &market);
    let refusal = pools.depth(2).expect_err("no history");
    let typed = refusal.typed::<NoHistory>().expect("typed");
    assert_eq!((typed.pool, typed.window), (market.pool, WINDOW));
    pools.pass(u64::from(WINDOW) - 1);
    assert!(pools.depth(2).is_err());
    pools.pass(1);
    assert!(pools.depth(2).is_ok());
    // One observation alone: a trade that moves the tick forgets what was before.
    let amount = I256::try_from(10_u128.pow(20)).expect("an amount");
    pools.swap(&market, true, amount);
    let refusal = pools.depth(2).expect_err("forgotten");
    assert!(refusal.typed::<NoHistory>().is_some());
}

#[test]
fn what_a_quote_is_worth() {
    let mut pools = Pools::new();
    let market = open(&mut pools, &CASES[3], 5);
    let dollars = pools.depth(5).expect("a depth");
    let (owner, reader, prices) = (pools.owner, pools.reader, pools.prices);
    let terms = |quote_asset: u8, quote_price: U256| IPoolDepth::setPoolCall {
        asset: 5,
        pool: market.pool,
        token: market.asset,
        window: WINDOW,
        quoteAsset: quote_asset,
        quotePrice: quote_price,
    };
    pools.must(owner, reader, terms(7, U256::ZERO));
    let refusal = pools.depth(5).expect_err("no price");
    assert_eq!(refusal.typed::<PriceFailed>().expect("typed").quoteAsset, 7);
    let price = wad() * U256::from(3);
    pools.must(owner, prices, IPrices::setPriceCall { asset: 7, price });
    let found = pools.depth(5).expect("a depth");
    let three = dollars * U256::from(3);
    assert!(
        found >= three && found - three <= U256::from(2),
        "{found} against {three}"
    );
    let listing = pools.read(reader, IPoolDepth::listingCall { asset: 5 });
    assert_eq!(
        listing,
        PoolListing {
            pool: market.pool,
            assetIsToken1: false,
            tickSpacing: tick(10),
            window: WINDOW,
            quoteAsset: 7,
            quoteDecimals: 18,
            quotePrice: U256::ZERO,
        }
    );
    for call in [
        terms(7, wad()),
        terms(16, U256::ZERO),
        terms(FIXED, U256::ZERO),
        IPoolDepth::setPoolCall {
            asset: 16,
            ..terms(7, U256::ZERO)
        },
        IPoolDepth::setPoolCall {
            window: 59,
            ..terms(7, U256::ZERO)
        },
    ] {
        let refusal = pools.send(owner, reader, call).expect_err("terms");
        assert!(refusal.typed::<InvalidTerms>().is_some());
    }
    let stranger = IPoolDepth::setPoolCall {
        token: prices,
        ..terms(7, U256::ZERO)
    };
    let refusal = pools.send(owner, reader, stranger).expect_err("a stranger");
    assert_eq!(
        refusal.typed::<TokenNotInPool>().expect("typed").token,
        prices
    );
    let anyone = pools.anyone;
    let refusal = pools
        .send(anyone, reader, terms(7, U256::ZERO))
        .expect_err("not the owner");
    assert_eq!(refusal.typed::<NotOwner>().expect("typed").caller, anyone);
    let refusal = pools.depth(6).expect_err("no pool");
    assert_eq!(refusal.typed::<NotListed>().expect("typed").asset, 6);
    // Something that is no pool.
    let strange = IPoolDepth::setPoolCall {
        pool: prices,
        ..terms(7, U256::ZERO)
    };
    let refusal = pools.send(owner, reader, strange).expect_err("no pool");
    assert_eq!(refusal.typed::<PoolFailed>().expect("typed").pool, prices);
}

#[test]
fn nothing_is_read_in_the_middle_of_a_trade() {
    let mut pools = Pools::new();
    let market = open(&mut pools, &CASES[0], 0);
    let (reader, trader, owner) = (pools.reader, pools.trader, pools.owner);
    let limit = U160::from(pools.root(&market)) / U160::from(2);
    pools.must(
        owner,
        trader,
        ITrader::withinCall {
            pool: market.pool,
            limit,
            target: reader,
            data: IPoolDepth::depthCall { asset: 0 }.abi_encode().into(),
        },
    );
    assert!(!pools.read(trader, ITrader::succeededCall {}));
    let answer = pools.read(trader, ITrader::answerCall {});
    let refusal = e2e::Refusal {
        data: answer,
        halt: None,
    };
    assert_eq!(
        refusal.typed::<PoolLocked>().expect("locked").pool,
        market.pool
    );
}
