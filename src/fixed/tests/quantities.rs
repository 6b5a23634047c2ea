//! Quantities: rounding sides, ends of the types, and that they cost nothing.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::arithmetic_side_effects)]

use fixed::quantity::{Assets, Ratio, Shares, Usd, Variance, Volatility, Wad};
use fixed::{MathError, U256, WAD};
use proptest::prelude::*;
use std::mem::size_of;

const HALF: u128 = WAD / 2;

#[test]
fn a_quantity_is_its_integer() {
    assert_eq!(size_of::<Usd>(), size_of::<i128>());
    assert_eq!(size_of::<Option<Wad>>(), size_of::<Option<u128>>());
    assert_eq!(u128::from(Wad::from(7)), 7);
    assert_eq!(i128::from(Usd::from(-7)), -7);
    assert_eq!(Volatility::new(7).get(), 7);
    assert_eq!(Shares::ZERO, Shares::new(0));
    const SUM: Result<Assets, MathError> = Assets::new(1).checked_add(Assets::new(2));
    assert_eq!(SUM, Ok(Assets::new(3)));
}

#[test]
fn sums_and_differences_stop_at_the_ends() {
    let last = Assets::new(u128::MAX);
    assert_eq!(last.checked_add(Assets::new(1)), Err(MathError::Overflow));
    assert_eq!(
        last.checked_sub(Assets::new(1)),
        Ok(Assets::new(u128::MAX - 1))
    );
    assert_eq!(
        Assets::new(1).checked_sub(Assets::new(2)),
        Err(MathError::Overflow)
    );
    assert_eq!(last.saturating_add(Assets::new(1)), last);
    assert_eq!(
        Assets::new(3).saturating_add(Assets::new(4)),
        Assets::new(7)
    );
    assert_eq!(Usd::new(1).checked_sub(Usd::new(2)), Ok(Usd::new(-1)));
    assert_eq!(
        Usd::new(i128::MIN).checked_sub(Usd::new(1)),
        Err(MathError::Overflow)
    );
    assert_eq!(
        Usd::new(i128::MIN).saturating_add(Usd::new(-1)),
        Usd::new(i128::MIN)
    );
}

#[test]
fn a_ratio_is_one_at_most() {
    assert_eq!(Ratio::new(WAD), Ok(Ratio::ONE));
    assert_eq!(Ratio::new(WAD + 1), Err(MathError::Domain));
    let third = Ratio::new(WAD / 3).unwrap();
    assert_eq!(third.complement().get(), WAD - WAD / 3);
    assert_eq!(Ratio::ONE.complement(), Ratio::ZERO);
    assert_eq!(third.times_down(third).get(), 111_111_111_111_111_110);
    assert_eq!(third.times_up(third).get(), 111_111_111_111_111_111);
    assert_eq!(Ratio::ONE.times_up(Ratio::ONE), Ratio::ONE);
}

#[test]
fn dollars_round_to_the_named_side_of_either_sign() {
    let half = Ratio::new(HALF).unwrap();
    for (amount, down, up) in [(3, 1, 2), (-3, -2, -1), (4, 2, 2), (0, 0, 0)] {
        assert_eq!(Usd::new(amount).times_down(half), Ok(Usd::new(down)));
        assert_eq!(Usd::new(amount).times_up(half), Ok(Usd::new(up)));
        let half = Wad::new(HALF);
        assert_eq!(Usd::new(amount).scaled_down(half), Ok(Usd::new(down)));
        assert_eq!(Usd::new(amount).scaled_up(half), Ok(Usd::new(up)));
    }
    let two = Wad::new(2 * WAD);
    assert_eq!(
        Usd::new(i128::MAX).scaled_down(two),
        Err(MathError::Overflow)
    );
    assert_eq!(
        Usd::new(0).scaled_up(Wad::new(u128::MAX)),
        Err(MathError::Overflow)
    );
}

#[test]
fn a_part_of_dollars() {
    let part = |part, whole| Usd::new(part).part_of_up(Usd::new(whole)).map(Ratio::get);
    assert_eq!(part(1, 3), Ok(333_333_333_333_333_334));
    assert_eq!(part(4, 3), Ok(WAD));
    assert_eq!(part(-1, 3), Ok(0));
    assert_eq!(part(1, 0), Err(MathError::DivisionByZero));
    assert_eq!(part(1, -3), Err(MathError::DivisionByZero));
}

#[test]
fn pure_numbers() {
    let third = Wad::new(WAD / 3);
    assert_eq!(
        third.times_down(third),
        Ok(Wad::new(111_111_111_111_111_110))
    );
    assert_eq!(third.times_up(third), Ok(Wad::new(111_111_111_111_111_111)));
    let three = Wad::new(3 * WAD);
    assert_eq!(Wad::ONE.over_down(three), Ok(third));
    assert_eq!(Wad::ONE.over_up(three), Ok(Wad::new(WAD / 3 + 1)));
    assert_eq!(Wad::ONE.over_up(Wad::ZERO), Err(MathError::DivisionByZero));
    assert_eq!(
        third.saturating_times_up(third),
        Wad::new(111_111_111_111_111_111)
    );
    let last = Wad::new(u128::MAX);
    assert_eq!(last.saturating_times_up(Wad::new(WAD + 1)), last);
    assert_eq!(last.times_up(Wad::new(WAD + 1)), Err(MathError::Overflow));
}

#[test]
fn volatility_and_variance() {
    // 60 % a year: 0.36 / 365 a day.
    let variance = Volatility::new(6 * WAD / 10).to_variance_up().unwrap();
    assert_eq!(variance.get(), 986_301_369_863_013_698_630_136_986_301_370);
    assert_eq!(variance.to_volatility_up().get(), 600_000_000_000_000_001);
    assert_eq!(Variance::new(1).to_volatility_up().get(), 20);
    assert_eq!(
        Variance::new(u128::MAX).to_volatility_up().get(),
        352_424_550_685_877_358_280
    );
    assert!(Volatility::new(352_424_550_685_877_358_279)
        .to_variance_up()
        .is_ok());
    assert_eq!(
        Volatility::new(352_424_550_685_877_358_280).to_variance_up(),
        Err(MathError::Overflow)
    );
    assert_eq!(
        Variance::new(3).scaled_up(Wad::new(HALF)),
        Ok(Variance::new(2))
    );
}

#[test]
fn claims_round_for_the_pool() {
    let (shares, assets) = (Shares::new(3), Assets::new(10));
    assert_eq!(
        Assets::new(5).to_shares_down(shares, assets),
        Ok(Shares::new(1))
    );
    assert_eq!(
        Assets::new(5).to_shares_up(shares, assets),
        Ok(Shares::new(2))
    );
    assert_eq!(
        Shares::new(1).to_assets_down(shares, assets),
        Ok(Assets::new(3))
    );
    assert_eq!(
        Shares::new(1).to_assets_up(shares, assets),
        Ok(Assets::new(4))
    );
    assert_eq!(
        Assets::new(1).to_shares_up(shares, Assets::ZERO),
        Err(MathError::DivisionByZero)
    );
    assert_eq!(
        Shares::new(1).to_assets_up(Shares::ZERO, assets),
        Err(MathError::DivisionByZero)
    );
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(vectors::runs(1_000)) })]

    /// Nobody gains by going there and back.
    #[test]
    fn there_and_back_never_gains(amount in any::<u64>(), shares in 1..u64::MAX, assets in 1..u64::MAX) {
        let wide = u128::from;
        let (amount, shares, assets) = (Assets::new(wide(amount)), Shares::new(wide(shares)), Assets::new(wide(assets)));
        let minted = amount.to_shares_down(shares, assets).unwrap();
        prop_assert!(minted.to_assets_down(shares, assets).unwrap() <= amount);
        prop_assert!(minted.to_assets_up(shares, assets).unwrap() <= amount);
        let burned = amount.to_shares_up(shares, assets).unwrap();
        prop_assert!(burned.to_assets_down(shares, assets).unwrap() >= amount);
    }

    /// The variance of a volatility gives at least that volatility back, and an ulp more at most.
    #[test]
    fn variance_is_not_below(volatility in 1_000_000_000_000_u128..300_000_000_000_000_000_000) {
        let back = Volatility::new(volatility).to_variance_up().unwrap().to_volatility_up().get();
        prop_assert!((volatility..=volatility + 1).contains(&back));
        let variance = Volatility::new(volatility).to_variance_up().unwrap().get();
        let scaled = U256::from(variance) * U256::from(365);
        let square = U256::from(volatility) * U256::from(volatility);
        prop_assert!(scaled >= square && scaled - square < U256::from(365));
    }
}
