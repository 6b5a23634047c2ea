//! Verdicts against independent numbers, and what is refused.

use super::*;
use crate::abi::*;

// sigma = measured + 0.25 (max(measured, |sum w s|, sqrt(sum w^2 s^2)) - measured), at least 0.1 sum |w| s;
// core = 1.2 * 2.823871252 * sigma + 1.2 * sum over net short |w| (e^x - 1 - x), x = 2.823871252 s;
// add-on = sum |w| (exit cost + jump); IM = core + add-on; MM = 0.8 core + add-on;
// BM = min(1.15 MM, max(IM, MM)); health = equity / MM.

#[motsu::test]
fn judges_collateral_against_debt(
    margin: Contract<Margin>,
    oracle: Contract<MockOracle>,
    alice: Address,
) {
    set_up(&margin, &oracle, alice);
    let (verdict, attribution) = margin
        .sender(alice)
        .assess(usd(-40_000), collateral(), vec![])
        .unwrap();

    assert_eq!(verdict.equity, usd(20_000));
    assert_up(verdict.initialMargin, 7_732_219_726_800_200_892_056, "IM");
    assert_up(
        verdict.maintenanceMargin,
        6_329_775_781_440_160_713_645,
        "MM",
    );
    assert_up(verdict.bufferMargin, 7_279_242_148_656_184_820_692, "BM");
    let health = 3_159_669_582_395_471_202u128;
    assert!(
        verdict.health <= wad(health) && verdict.health >= wad(health - health / 10u128.pow(12))
    );
    assert_eq!(verdict.notLive, 0);

    let sum = attribution
        .iter()
        .fold(I256::ZERO, |sum, share| sum.checked_add(*share).unwrap());
    assert_eq!(sum.into_raw(), verdict.maintenanceMargin);
    assert_eq!(attribution.len(), 3);
    assert!(attribution.iter().all(|share| share.is_positive()));
}

#[motsu::test]
fn judges_a_short_leg(margin: Contract<Margin>, oracle: Contract<MockOracle>, alice: Address) {
    set_up(&margin, &oracle, alice);
    let legs = vec![linear(1, -9 * 10i128.pow(18), 3_100 * WAD)];
    let (verdict, attribution) = margin
        .sender(alice)
        .assess(usd(-40_000), collateral(), legs)
        .unwrap();

    // 9 * (3100 - 3000) on top
    assert_eq!(verdict.equity, usd(20_900));
    assert_up(verdict.initialMargin, 4_674_490_178_681_335_479_673, "IM");
    assert_up(
        verdict.maintenanceMargin,
        3_879_992_142_945_068_383_738,
        "MM",
    );
    assert_up(verdict.bufferMargin, 4_461_990_964_386_828_641_299, "BM");
    assert_eq!(attribution.len(), 4);
    let sum = attribution
        .iter()
        .fold(I256::ZERO, |sum, share| sum.checked_add(*share).unwrap());
    assert_eq!(sum.into_raw(), verdict.maintenanceMargin);
}

#[motsu::test]
fn cash_alone_needs_no_oracle(
    margin: Contract<Margin>,
    oracle: Contract<MockOracle>,
    alice: Address,
) {
    set_up(&margin, &oracle, alice);
    behave(Behaviour::Reverts);
    let (rich, _) = margin.sender(alice).assess(usd(5), vec![], vec![]).unwrap();
    assert_eq!(
        (rich.equity, rich.maintenanceMargin, rich.health),
        (usd(5), U256::ZERO, wad(u128::MAX))
    );
    let (poor, _) = margin
        .sender(alice)
        .assess(usd(-5), vec![], vec![])
        .unwrap();
    assert_eq!((poor.equity, poor.health), (usd(-5), U256::ZERO));
}

#[motsu::test]
fn names_the_assets_that_are_not_live(
    margin: Contract<Margin>,
    oracle: Contract<MockOracle>,
    alice: Address,
) {
    set_up(&margin, &oracle, alice);
    for state in [State::Stale, State::Dead, State::Suspect, State::Paused] {
        behave(honest(market_with(2, state)));
        let (verdict, _) = margin
            .sender(alice)
            .assess(usd(0), collateral(), vec![])
            .unwrap();
        assert_eq!(verdict.notLive, 0b100);
        let (without, _) = margin
            .sender(alice)
            .assess(usd(0), vec![holding(0, WAD)], vec![])
            .unwrap();
        assert_eq!(without.notLive, 0);
    }
}

#[motsu::test]
fn believes_only_a_snapshot_of_what_was_asked(
    margin: Contract<Margin>,
    oracle: Contract<MockOracle>,
    alice: Address,
) {
    set_up(&margin, &oracle, alice);
    let good = words_of(&market(), 0b111);
    let with = |at: usize, word: U256| {
        let mut words = good.clone();
        words[at] = word;
        Behaviour::Words(words)
    };
    let cases = [
        ("reverts", Behaviour::Reverts),
        ("nothing", Behaviour::Words(vec![])),
        (
            "one word short",
            Behaviour::Words(good[..good.len() - 1].to_vec()),
        ),
        (
            "one word long",
            Behaviour::Words([good.clone(), vec![U256::ZERO]].concat()),
        ),
        (
            "other assets",
            Behaviour::Words(words_of(
                &{
                    let mut other = market();
                    other.covariance = Covariance::from_triangle(4, &[1; 10]).unwrap();
                    other
                },
                0b1011,
            )),
        ),
        ("assets out of order", with(1, good[4])),
        ("unknown state", with(1, good[1] | U256::from(9u8) << 112)),
        ("a negative variance", with(10, U256::MAX)),
        (
            "a liability below the collateral price",
            with(1, good[1] - (U256::from(1u8) << 128)),
        ),
    ];
    for (what, behaviour) in cases {
        behave(behaviour);
        let error = error_of(margin.sender(alice).assess(usd(0), collateral(), vec![]));
        assert_eq!(error, OracleCallFailed {}.into(), "{what}");
    }
    behave(Behaviour::Words(good));
    assert!(margin
        .sender(alice)
        .assess(usd(0), collateral(), vec![])
        .is_ok());
}

#[motsu::test]
fn refuses_portfolios_it_cannot_judge(
    margin: Contract<Margin>,
    oracle: Contract<MockOracle>,
    alice: Address,
) {
    set_up(&margin, &oracle, alice);
    let assess = |collateral, legs| error_of(margin.sender(alice).assess(usd(0), collateral, legs));
    let one = || holding(0, WAD);

    let sixteen: Vec<_> = (0..16).map(|asset| holding(asset, 1)).collect();
    let seventeen = vec![one(); 17];
    assert_eq!(
        assess(seventeen, vec![]),
        TooManyHoldings { count: 17 }.into()
    );
    assert_eq!(assess(sixteen, vec![]), UnknownAsset { asset: 3 }.into());
    assert_eq!(
        assess(vec![], vec![linear(0, 1, 1); 33]),
        TooManyLegs { count: 33 }.into()
    );
    assert!(margin
        .sender(alice)
        .assess(usd(0), vec![], vec![linear(0, 1, 1); 32])
        .is_ok());

    assert_eq!(
        assess(vec![one(), holding(1, 1), one()], vec![]),
        DuplicateAsset { asset: 0 }.into()
    );
    assert_eq!(
        assess(vec![holding(16, 1)], vec![]),
        UnknownAsset { asset: 16 }.into()
    );
    assert_eq!(
        assess(vec![], vec![linear(255, 1, 1)]),
        UnknownAsset { asset: 255 }.into()
    );
    assert_eq!(
        assess(vec![], vec![linear(3, 1, 1)]),
        UnknownAsset { asset: 3 }.into()
    );
    for kind in [1, 2, 3, 4, 5, 255] {
        assert_eq!(
            assess(
                vec![],
                vec![Leg {
                    kind,
                    ..linear(0, 1, 1)
                }]
            ),
            UnsupportedLeg { kind }.into()
        );
    }

    let beyond = U256::from(u128::MAX) + U256::from(1u8);
    assert_eq!(
        assess(
            vec![Holding {
                asset: 0,
                amount: beyond
            }],
            vec![]
        ),
        ValueTooLarge {}.into()
    );
    assert_eq!(
        assess(
            vec![],
            vec![Leg {
                strike: beyond,
                ..linear(0, 1, 1)
            }]
        ),
        ValueTooLarge {}.into()
    );
    for size in [I256::from_raw(U256::from(1u8) << 127), I256::MIN, I256::MAX] {
        assert_eq!(
            assess(
                vec![],
                vec![Leg {
                    size,
                    ..linear(0, 1, 1)
                }]
            ),
            ValueTooLarge {}.into()
        );
    }
    // a product out of range, and cash out of range
    assert_eq!(
        assess(vec![holding(0, u128::MAX)], vec![]),
        ValueTooLarge {}.into()
    );
    assert_eq!(
        error_of(margin.sender(alice).assess(I256::MIN, vec![], vec![])),
        ValueTooLarge {}.into()
    );
}

#[motsu::test]
fn refuses_to_judge_before_it_is_initialised(margin: Contract<Margin>, alice: Address) {
    assert_eq!(
        error_of(margin.sender(alice).assess(usd(0), vec![], vec![])),
        InvalidTerms {}.into()
    );
    assert_eq!(
        error_of(margin.sender(alice).terms()),
        InvalidTerms {}.into()
    );
}
