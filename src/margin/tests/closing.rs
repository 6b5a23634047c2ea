//! Plans of liquidations against independent numbers, and what is refused.

use super::*;
use crate::abi::*;

/// Discount 0.5 per unit of health, at most 5 %; cash of 6 decimals, tokens of 8, 18 and 18.
fn terms(asset: u8) -> CloseTerms {
    CloseTerms {
        asset,
        discountSlope: wad(WAD / 2),
        maxDiscount: wad(WAD / 20),
        cashUnit: wad(10u128.pow(12)),
        assetUnits: vec![wad(10u128.pow(10)), wad(1), wad(1)],
    }
}

/// The account at a debt of 54,000 less what was repaid, without what was seized of one asset.
fn after(
    margin: &Contract<Margin>,
    anybody: Address,
    asset: u8,
    repay: u128,
    seized: u128,
) -> Verdict {
    let cash = wide(i128::try_from(repay).unwrap() - 54_000 * 10i128.pow(18));
    let mut rest = collateral();
    rest[usize::from(asset)].amount -= wad(seized);
    margin.sender(anybody).assess(cash, rest, vec![]).unwrap().0
}

// At a debt of 54,000 the account is worth 6,000 against MM = 6,329.775...: health 0.947900874718641360, so
// b = (1 - health) / 2 = 0.026049562640679320. The amounts are the smallest x in whole cash units for which
// equity(x) >= BM(x) after x(1+b)/price has left the account: found by bisection on the formulas of
// `judging.rs`. Where the token's unit is worth more than a unit of cash, as for the first asset, several x
// just fit between two of its units: a cent of them counts as the same.
#[motsu::test]
fn liq_4_sells_the_least_that_restores_the_buffer(
    margin: Contract<Margin>,
    oracle: Contract<MockOracle>,
    alice: Address,
) {
    set_up(&margin, &oracle, alice);
    let cent = 10u128.pow(16);
    let expected = [
        (
            0u8,
            60_000,
            10u128.pow(10),
            19_102_492_845_000_000_000_000u128,
            cent,
        ),
        (1, 3_000, 1, 12_984_770_807_000_000_000_000, 0),
        (2, 15, 1, 8_564_260_605_000_000_000_000, 0),
    ];
    for (asset, price, unit, least, tolerance) in expected {
        let plan = margin
            .sender(alice)
            .close(usd(-54_000), collateral(), vec![], terms(asset))
            .unwrap();
        assert_eq!((plan.path, plan.asset), (1, asset));
        let discount = u128::try_from(plan.discount).unwrap();
        assert!(discount.abs_diff(26_049_562_640_679_320) < 100);
        let health = u128::try_from(plan.healthBefore).unwrap();
        assert!(health <= 947_900_874_718_641_360 && health > 947_900_874_718_641_160);
        assert_eq!((plan.state, plan.notLive), (0, 0));
        let repay = u128::try_from(plan.repay).unwrap();
        let seized = u128::try_from(plan.seized).unwrap();
        assert!(
            repay.abs_diff(least) <= tolerance,
            "asset {asset}: {repay} for {least}"
        );

        // liq_6: what is handed over is worth at most the repayment and the discount, in whole units.
        let bought = |repay: u128| {
            let worth = repay / 10u128.pow(12) * (WAD + discount) / price / 10u128.pow(6);
            worth / unit * unit
        };
        assert_eq!(seized, bought(repay));

        // The verdict agrees: restored with this amount, not with one unit of cash less.
        let restored = after(&margin, alice, asset, repay, seized);
        assert!(restored.equity.into_raw() >= restored.bufferMargin);
        assert_eq!(restored.health, plan.healthAfter);
        let less = repay - 10u128.pow(12);
        let missed = after(&margin, alice, asset, less, bought(less));
        assert!(missed.equity.into_raw() < missed.bufferMargin);
    }
}

#[motsu::test]
fn chooses_an_asset_and_says_what_state_it_is_in(
    margin: Contract<Margin>,
    oracle: Contract<MockOracle>,
    alice: Address,
) {
    set_up(&margin, &oracle, alice);
    let close = || {
        margin
            .sender(alice)
            .close(usd(-54_000), collateral(), vec![], terms(255))
            .unwrap()
    };
    let chosen = close();
    assert!(chosen.asset < 3 && chosen.path == 1);
    // The same as if it had been named.
    let named = margin
        .sender(alice)
        .close(usd(-54_000), collateral(), vec![], terms(chosen.asset))
        .unwrap();
    assert_eq!(chosen, named);

    behave(honest(market_with(
        usize::from(chosen.asset),
        State::Suspect,
    )));
    let suspect = close();
    assert_eq!(
        (suspect.asset, suspect.state, suspect.notLive),
        (chosen.asset, 3, 1 << chosen.asset)
    );
    behave(honest(market_with(usize::from(chosen.asset), State::Dead)));
    let other = close();
    assert!(other.asset != chosen.asset && other.asset < 3);
    assert_eq!((other.state, other.notLive), (0, 1 << chosen.asset));
    assert_eq!(other.states, 2 << (4 * chosen.asset));
    let dead = margin
        .sender(alice)
        .close(usd(-54_000), collateral(), vec![], terms(chosen.asset))
        .unwrap();
    assert_eq!(dead.state, 2);
}

#[motsu::test]
fn says_when_there_is_nothing_to_do(
    margin: Contract<Margin>,
    oracle: Contract<MockOracle>,
    alice: Address,
) {
    set_up(&margin, &oracle, alice);
    let plan = margin
        .sender(alice)
        .close(usd(-53_000), collateral(), vec![], terms(0))
        .unwrap();
    assert_eq!(
        (plan.path, plan.asset, plan.repay, plan.seized),
        (0, 255, U256::ZERO, U256::ZERO)
    );
    assert_eq!(plan.healthBefore, plan.healthAfter);

    // All of the collateral gone and debt left: insolvent, and nothing to sell.
    let empty = CloseTerms {
        asset: 255,
        assetUnits: vec![],
        ..terms(0)
    };
    let plan = margin
        .sender(alice)
        .close(usd(-1), vec![], vec![], empty)
        .unwrap();
    assert_eq!((plan.path, plan.asset, plan.repay), (3, 255, U256::ZERO));
}

#[motsu::test]
fn liq_4_takes_the_insolvency_path_without_equity(
    margin: Contract<Margin>,
    oracle: Contract<MockOracle>,
    alice: Address,
) {
    set_up(&margin, &oracle, alice);
    let plan = margin
        .sender(alice)
        .close(usd(-61_000), collateral(), vec![], terms(0))
        .unwrap();
    assert_eq!((plan.path, plan.asset, plan.seized), (3, 0, wad(WAD / 2)));
    // The whole holding at the largest discount: 30,000 / 1.05, rounded up to a cash unit.
    assert_eq!(plan.repay, wad(28_571_428_572 * 10u128.pow(12)));
    assert_eq!(
        (plan.discount, plan.healthBefore),
        (wad(WAD / 20), U256::ZERO)
    );
}

#[motsu::test]
fn liq_5_refuses_terms_out_of_bounds(
    margin: Contract<Margin>,
    oracle: Contract<MockOracle>,
    alice: Address,
) {
    set_up(&margin, &oracle, alice);
    let close = |terms| {
        margin
            .sender(alice)
            .close(usd(-54_000), collateral(), vec![], terms)
    };
    let tenth = wad(WAD / 10);
    assert!(close(CloseTerms {
        maxDiscount: tenth,
        ..terms(0)
    })
    .is_ok());
    let cases = [
        (
            "discount",
            CloseTerms {
                maxDiscount: tenth + wad(1),
                ..terms(0)
            },
        ),
        (
            "twelve per cent",
            CloseTerms {
                maxDiscount: wad(WAD / 100 * 12),
                ..terms(0)
            },
        ),
        (
            "slope",
            CloseTerms {
                discountSlope: wad(4 * WAD + 1),
                ..terms(0)
            },
        ),
        (
            "no cash unit",
            CloseTerms {
                cashUnit: U256::ZERO,
                ..terms(0)
            },
        ),
        (
            "cash unit",
            CloseTerms {
                cashUnit: wad(WAD + 1),
                ..terms(0)
            },
        ),
        (
            "wide cash unit",
            CloseTerms {
                cashUnit: U256::MAX,
                ..terms(0)
            },
        ),
        (
            "no asset unit",
            CloseTerms {
                assetUnits: vec![wad(1), U256::ZERO, wad(1)],
                ..terms(0)
            },
        ),
        (
            "asset unit",
            CloseTerms {
                assetUnits: vec![wad(1), wad(WAD + 1), wad(1)],
                ..terms(0)
            },
        ),
        (
            "too few units",
            CloseTerms {
                assetUnits: vec![wad(1); 2],
                ..terms(0)
            },
        ),
        (
            "too many units",
            CloseTerms {
                assetUnits: vec![wad(1); 4],
                ..terms(0)
            },
        ),
    ];
    for (what, terms) in cases {
        assert_eq!(error_of(close(terms)), InvalidTerms {}.into(), "{what}");
    }
    assert_eq!(error_of(close(terms(3))), NotHeld { asset: 3 }.into());
    let sold_out = vec![holding(0, 0), holding(1, 5 * WAD), holding(2, WAD)];
    let error = error_of(
        margin
            .sender(alice)
            .close(usd(-54_000), sold_out, vec![], terms(0)),
    );
    assert_eq!(error, NotHeld { asset: 0 }.into());
    behave(Behaviour::Reverts);
    assert_eq!(error_of(close(terms(0))), OracleCallFailed {}.into());
}

#[motsu::test]
fn refuses_to_sell_a_hedge(margin: Contract<Margin>, oracle: Contract<MockOracle>, alice: Address) {
    set_up(&margin, &oracle, alice);
    // Short twenty of the second asset: the five held hedge it, and selling them would cost margin.
    let legs = vec![linear(1, -20 * 10i128.pow(18), 3_000 * WAD)];
    let cash = usd(-14_000);
    let held = vec![holding(1, 5 * WAD)];
    let terms = CloseTerms {
        assetUnits: vec![wad(1)],
        ..terms(1)
    };
    let error = error_of(margin.sender(alice).close(cash, held, legs, terms));
    assert_eq!(error, SaleWouldNotHelp { asset: 1 }.into());
}
