//! Losses: who bears them, in what order, and that not a unit goes astray.

use fixed::WAD;
use proptest::prelude::*;
use risk::liquidation::deleverage::{deleverage, Deleveraging};
use risk::liquidation::waterfall::{spread, Layers};
use risk::RiskError;

const ABLE: Layers = Layers {
    account: 1,
    tranche: 10,
    insurance: 100,
    profits: 1000,
    reserve: 10_000,
    pool: 100_000,
};

#[test]
fn each_layer_pays_before_the_next() {
    for (loss, by, deficit) in [
        (0, [0, 0, 0, 0, 0, 0], 0),
        (1, [1, 0, 0, 0, 0, 0], 0),
        (5, [1, 4, 0, 0, 0, 0], 0),
        (100, [1, 10, 89, 0, 0, 0], 0),
        (112, [1, 10, 100, 1, 0, 0], 0),
        (1112, [1, 10, 100, 1000, 1, 0], 0),
        (11_112, [1, 10, 100, 1000, 10_000, 1], 0),
        (111_111, [1, 10, 100, 1000, 10_000, 100_000], 0),
        (111_113, [1, 10, 100, 1000, 10_000, 100_000], 2),
    ] {
        let borne = spread(loss, &ABLE);
        let Layers {
            account,
            tranche,
            insurance,
            profits,
            reserve,
            pool,
        } = borne.by;
        assert_eq!(
            [account, tranche, insurance, profits, reserve, pool],
            by,
            "{loss}"
        );
        assert_eq!(borne.deficit, deficit);
    }
}

/// A short of four million in a token that goes to 4.5 times its price: what the account lacks meets the tranche of that
/// market first (one percent of the pool), then the winners of that market. Insurance of the others stays whole.
#[test]
fn t8_one_market_cannot_empty_the_pool() {
    let usd = |millions: u128| millions * 1_000_000 * WAD;
    // Lost 14 million against two of margin; the pool has 300, its tranche three, the longs have won 14.
    let able = Layers {
        account: 0,
        tranche: usd(3),
        insurance: 0,
        profits: usd(14),
        reserve: 0,
        pool: usd(297),
    };
    let borne = spread(usd(12), &able);
    assert_eq!(borne.by.tranche, usd(3));
    assert_eq!(borne.by.profits, usd(9));
    assert_eq!((borne.by.pool, borne.deficit), (0, 0));
}

#[test]
fn winners_share_a_deficit_to_the_unit() {
    let mut losses = [0; 4];
    assert_eq!(deleverage(10, &[3, 0, 3, 6], &mut losses), Ok(0));
    assert_eq!(losses, [2, 0, 3, 5]);
    assert_eq!(deleverage(13, &[3, 0, 3, 6], &mut losses), Ok(1));
    assert_eq!(losses, [3, 0, 3, 6], "nobody beyond the profit");
    assert_eq!(deleverage(5, &[0, 0, 0, 0], &mut losses), Ok(5));
    assert_eq!(losses, [0; 4]);
    assert_eq!(deleverage(5, &[], &mut []), Ok(5));
    let short = deleverage(5, &[1], &mut losses);
    assert_eq!(short, Err(RiskError::LengthMismatch));
    assert!(deleverage(1, &[u128::MAX, 1], &mut [0; 2]).is_err());
    let mut sharing = Deleveraging::new(5, 10);
    assert_eq!(sharing.deficit(), 5);
    assert_eq!(sharing.take(4), Ok(2));
    assert_eq!(sharing.take(7), Err(RiskError::InvalidTerms));
    assert_eq!(sharing.take(6), Ok(3), "a refusal changes nothing");
    assert_eq!(Deleveraging::new(5, 3).deficit(), 3);
}

fn layer() -> impl Strategy<Value = u128> {
    prop_oneof![Just(0), 0..100u128, 0..u128::MAX >> 3]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(vectors::runs(500)) })]

    #[test]
    fn acc_8_what_is_lost_is_borne_or_owed(loss in layer(), account in layer(), tranche in layer(), insurance in layer(), profits in layer(), reserve in layer(), pool in layer()) {
        let able = Layers { account, tranche, insurance, profits, reserve, pool };
        let borne = spread(loss, &able);
        let parts = |layers: &Layers| [layers.account, layers.tranche, layers.insurance, layers.profits, layers.reserve, layers.pool];
        prop_assert_eq!(parts(&borne.by).iter().sum::<u128>() + borne.deficit, loss);
        let mut earlier_full = true;
        for (paid, able) in parts(&borne.by).into_iter().zip(parts(&able)) {
            prop_assert!(paid <= able && (earlier_full || paid == 0));
            earlier_full &= paid == able;
        }
        prop_assert!(earlier_full || borne.deficit == 0);
    }

    /// Deficit and profits of the cascade of October 2025: exact in sum, fair within a unit, capped, in any order.
    #[test]
    fn t9_deleveraging_takes_the_deficit_and_no_more(profits in prop::collection::vec(prop_oneof![Just(0u128), 1..50u128, 0..u128::MAX >> 6], 1..20), share in 0u128..120, turn in 0usize..20) {
        let total: u128 = profits.iter().sum();
        let deficit = total / 100 * share + share.min(total);
        let mut losses = vec![0; profits.len()];
        let rest = deleverage(deficit, &profits, &mut losses).unwrap();
        prop_assert_eq!(losses.iter().sum::<u128>() + rest, deficit);
        prop_assert_eq!(rest, deficit.saturating_sub(total));
        for (loss, profit) in losses.iter().zip(&profits) {
            prop_assert!(loss <= profit);
            if total > 0 {
                let fair = fixed::mul_div_down_u128(deficit.min(total), *profit, total).unwrap();
                prop_assert!(*loss >= fair && *loss <= fair + 1, "{loss} {fair}");
            }
        }
        let mut turned = profits.clone();
        turned.rotate_left(turn % profits.len());
        let mut others = vec![0; profits.len()];
        prop_assert_eq!(deleverage(deficit, &turned, &mut others), Ok(rest));
        prop_assert_eq!(others.iter().sum::<u128>(), losses.iter().sum::<u128>());
        others.rotate_right(turn % profits.len());
        for (one, other) in losses.iter().zip(&others) {
            prop_assert!(one.abs_diff(*other) <= 1, "the order moves a unit at most");
        }
    }
}
