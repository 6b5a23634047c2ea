//! What a pool must say before its liquidity counts.

use super::*;
use crate::abi::*;
use crate::error::PoolDepthError;

#[motsu::test]
fn depth_of_an_even_pool(
    contract: Contract<PoolDepth>,
    pool: Pool,
    asset: Pool,
    quote: Pool,
    owner: Address,
) {
    set_up(&contract, &pool, &asset, &quote, owner);
    // Sold, 1e9 (1 - sqrt 0.98) = 10,050,506.3 of token 1; bought, 1e9 (1 - 1 / sqrt 1.02) = 9,852,457.02 of token 0
    // at a price of one: millionths of a dollar.
    let depth = contract.sender(owner).depth(3).unwrap();
    assert_eq!(depth, u(9_852_457) * u(1_000_000_000_000));
    let all = contract.sender(owner).measure(3).unwrap();
    assert_eq!(all.sell, u(10_050_506) * u(1_000_000_000_000));
    assert_eq!((all.buy, all.meanBuy), (depth, depth));
    assert_eq!((all.meanSell, all.tick.as_i32()), (all.sell, 0));
}

#[motsu::test]
fn a_pool_that_cannot_be_relied_on(
    contract: Contract<PoolDepth>,
    pool: Pool,
    asset: Pool,
    quote: Pool,
    owner: Address,
) {
    set_up(&contract, &pool, &asset, &quote, owner);
    let address = pool.address();
    let refusal = || contract.sender(owner).depth(3).unwrap_err();
    let failed = || PoolDepthError::from(PoolFailed { pool: address });
    let root = u(1 << 96);

    price(&pool, root, false);
    assert_eq!(refusal(), PoolLocked { pool: address }.into());
    price(&pool, U256::ZERO, true);
    assert_eq!(refusal(), PoolEmpty { pool: address }.into());
    say(&pool, "slot0()", &[], &[root; 6]);
    assert_eq!(refusal(), failed(), "too short");
    say(
        &pool,
        "slot0()",
        &[],
        &[root, U256::MAX >> 1_usize, root, root, root, root, root],
    );
    assert_eq!(refusal(), failed(), "no tick");
    say(&pool, "slot0()", &[], &[]);
    assert_eq!(refusal(), failed(), "reverts");
    price(&pool, root, true);

    say(&pool, "observe(uint32[])", &window(), &[]);
    let none = NoHistory {
        pool: address,
        window: WINDOW,
    };
    assert_eq!(refusal(), none.into());
    for place in [0, 2] {
        let mut words = [u(64), u(160), u(2), u(0), u(0)];
        words[place] = u(7);
        say(&pool, "observe(uint32[])", &window(), &words);
        assert_eq!(refusal(), failed(), "word {place}");
    }
    // A mean tick that no pool has.
    observe(&pool, 0, 887_273 * i64::from(WINDOW));
    assert_eq!(refusal(), MathFailed {}.into());
    // Half a tick down is a tick down: 1e9 (1 - sqrt 0.98) / 1.0001^0.5.
    observe(&pool, 0, -i64::from(WINDOW) / 2);
    let all = contract.sender(owner).measure(3).unwrap();
    assert_eq!(all.meanTick.as_i32(), -1);
    assert_eq!(all.meanSell, u(10_050_003) * u(1_000_000_000_000));
    observe(&pool, 0, 0);

    say(&pool, "liquidity()", &[], &[U256::MAX]);
    assert_eq!(refusal(), failed());
    say(&pool, "liquidity()", &[], &[u(1_000_000_000)]);
    // An initialised tick of which the pool says nothing.
    say(&pool, "tickBitmap(int16)", &[i(0)], &[u(2)]);
    assert_eq!(refusal(), failed());
    // It takes all liquidity away at tick 60: 1e9 (1 - 1.0001^-30) = 2,995,354.9 is all there is to buy.
    say(
        &pool,
        "ticks(int24)",
        &[i(60)],
        &[u(1_000_000_000), i(-1_000_000_000)],
    );
    let depth = contract.sender(owner).depth(3).unwrap();
    assert_eq!(depth, u(2_995_354) * u(1_000_000_000_000));
    // More than there is.
    say(
        &pool,
        "ticks(int24)",
        &[i(60)],
        &[u(1_000_000_001), i(-1_000_000_001)],
    );
    assert_eq!(refusal(), MathFailed {}.into());
}

#[motsu::test]
fn tokens_and_quotes(
    contract: Contract<PoolDepth>,
    pool: Pool,
    asset: Pool,
    quote: Pool,
    owner: Address,
) {
    set_up(&contract, &pool, &asset, &quote, owner);
    let list = |token: Address, quote_asset: u8, quote_price: U256| {
        contract
            .sender(owner)
            .set_pool(3, pool.address(), token, WINDOW, quote_asset, quote_price)
    };
    // The other token as the asset: its quote has no decimals that it says.
    let refusal = list(quote.address(), FIXED, wad()).motsu_unwrap_err();
    assert_eq!(refusal, DecimalsTooLarge { decimals: 255 }.into());
    say(&asset, "decimals()", &[], &[u(37)]);
    let refusal = list(quote.address(), FIXED, wad()).motsu_unwrap_err();
    assert_eq!(refusal, DecimalsTooLarge { decimals: 37 }.into());
    say(&asset, "decimals()", &[], &[u(36)]);
    list(quote.address(), FIXED, wad()).motsu_unwrap();
    assert!(contract.sender(owner).listing(3).unwrap().assetIsToken1);
    let refusal = list(owner, FIXED, wad()).motsu_unwrap_err();
    assert_eq!(refusal, TokenNotInPool { token: owner }.into());
    // The price of another asset.
    list(asset.address(), 5, U256::ZERO).motsu_unwrap();
    let refusal = contract.sender(owner).depth(3).unwrap_err();
    assert_eq!(refusal, PriceFailed { quoteAsset: 5 }.into());
    say(&quote, "price(uint8)", &[u(5)], &[wad() * u(2)]);
    let depth = contract.sender(owner).depth(3).unwrap();
    assert_eq!(depth, u(2 * 9_852_457) * u(1_000_000_000_000));
    say(&pool, "tickSpacing()", &[], &[u(0)]);
    let refusal = list(asset.address(), 5, U256::ZERO).motsu_unwrap_err();
    let pool = pool.address();
    assert_eq!(refusal, PoolFailed { pool }.into());
}
