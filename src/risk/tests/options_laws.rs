//! Laws of option values: parity, bounds, order in every argument, convexity; and the cases without diffusion.

use fixed::WAD;
use proptest::prelude::*;
use risk::options::black76::European;
use risk::options::everlasting::Everlasting;
use risk::options::greeks::Spot;
use risk::options::Payoff::{self, Call, Put};
use risk::{RiskError, DAY, YEAR};

fn dated() -> impl Strategy<Value = European> {
    let price = 1_000_000_000u128..1_000_000 * WAD;
    (price, 200u128..5_000, 0..2 * YEAR, 0..5 * WAD).prop_map(
        |(forward, ratio, seconds, volatility)| European {
            forward,
            strike: forward / 1_000 * ratio,
            seconds,
            volatility,
        },
    )
}

fn everlasting(option: &European) -> Everlasting {
    Everlasting {
        price: option.forward,
        strike: option.strike,
        period: option.seconds,
        volatility: option.volatility,
    }
}

type Sides = [u128; 2];

/// Down and up.
fn values(option: &European, payoff: Payoff) -> [Sides; 2] {
    let other = everlasting(option);
    [
        [
            option.value_down(payoff).unwrap(),
            option.value_up(payoff).unwrap(),
        ],
        [
            other.value_down(payoff).unwrap(),
            other.value_up(payoff).unwrap(),
        ],
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(vectors::runs(200)) })]

    #[test]
    fn call_less_put_is_price_less_strike(option in dated()) {
        for (call, put) in values(&option, Call).into_iter().flatten().zip(values(&option, Put).into_iter().flatten()) {
            prop_assert_eq!(call + option.strike, put + option.forward);
        }
    }

    #[test]
    fn values_are_between_intrinsic_and_price_or_strike(option in dated()) {
        for (payoff, most) in [(Call, option.forward), (Put, option.strike)] {
            let least = payoff.intrinsic(option.forward, option.strike);
            for [down, up] in values(&option, payoff) {
                prop_assert!(least <= down && down <= up && up <= most);
            }
        }
    }

    /// The upper value after a step is not below the lower value before it.
    #[test]
    fn values_rise_with_price_volatility_and_time_and_fall_with_strike(
        option in dated(), more in 1u128..1_000_000_000, longer in 1u64..30 * DAY,
    ) {
        let before = values(&option, Call);
        let put = values(&option, Put);
        let compare = |to: European, payoff: Payoff, before: &[Sides; 2], rises: bool| {
            for ([down, up], [least, most]) in values(&to, payoff).into_iter().zip(before) {
                assert!(if rises { up >= *least } else { down <= *most });
            }
        };
        let step = option.forward / 1_000_000_000 * more;
        compare(European { forward: option.forward + step, ..option }, Call, &before, true);
        compare(European { forward: option.forward + step, ..option }, Put, &put, false);
        compare(European { strike: option.strike + step, ..option }, Call, &before, false);
        compare(European { strike: option.strike + step, ..option }, Put, &put, true);
        compare(European { volatility: option.volatility + more * 1_000_000, ..option }, Call, &before, true);
        compare(European { seconds: option.seconds + longer, ..option }, Call, &before, true);
    }

    #[test]
    fn a_butterfly_costs_nothing_or_more(option in dated(), share in 1u128..900) {
        let width = option.strike / 1_000 * share;
        let at = |strike| values(&European { strike, ..option }, Call);
        let (low, middle, high) = (at(option.strike - width), at(option.strike), at(option.strike + width));
        for kind in 0..2 {
            prop_assert!(low[kind][1] + high[kind][1] >= 2 * middle[kind][0]);
        }
    }

    #[test]
    fn a_delta_of_an_everlasting_call_rises_from_zero_to_one(option in dated(), step in 1u128..1_000_000_000) {
        let delta = |price| everlasting(&European { forward: price, ..option }).delta(Call).unwrap();
        let (here, above) = (delta(option.forward), delta(option.forward + option.forward / 1_000_000_000 * step));
        prop_assert!(0 <= here && here <= above + 1 && above <= WAD as i128);
    }
}

#[test]
fn value_and_delta_of_an_everlasting_call_are_continuous_at_the_strike() {
    for (volatility, period) in [(WAD * 6 / 10, DAY), (3 * WAD, 30 * DAY), (WAD / 10, 60)] {
        let strike = 3_000 * WAD;
        let at = |price| Everlasting {
            price,
            strike,
            period,
            volatility,
        };
        let (below, above) = (at(strike - 1), at(strike));
        assert!(above.delta(Call).unwrap() - below.delta(Call).unwrap() <= 1);
        assert!(above.value_up(Call).unwrap() - below.value_down(Call).unwrap() <= 5);
        // Time value K/u at the money, and a delta of (1 + 1/u)/2.
        let u = risk::options::everlasting::exponent(volatility, period).unwrap();
        let peak = fixed::div_wad_down(strike, u).unwrap();
        assert!(above.value_up(Call).unwrap().abs_diff(peak) < 3_000);
    }
}

#[test]
fn the_model_table_of_everlasting_options() {
    for (price, days, call, once) in [
        (3_000, 1, 33_308_441_262_095u128, 50_633_962_835_400u128),
        (3_000, 7, 88_093_279_731_107, 133_884_209_911_598),
        (2_900, 1, 7_114_608_218_141, 15_960_742_513_760),
        (3_100, 1, 107_733_496_107_916, 117_185_549_369_215),
    ] {
        let option = Everlasting {
            price: price * WAD,
            strike: 3_000 * WAD,
            period: days * DAY,
            volatility: WAD * 6 / 10,
        };
        assert_eq!(option.value_down(Call).unwrap() / 1_000_000, call);
        assert_eq!(option.with_payments_up(Call, 1).unwrap() / 1_000_000, once);
        assert!(option.with_payments_up(Put, 1).unwrap() > option.value_up(Put).unwrap());
        assert!(option.with_payments_up(Call, 24).unwrap() > option.value_down(Call).unwrap());
        for payments in [0, 23, 25] {
            let refused = option.with_payments_up(Call, payments);
            assert_eq!(refused, Err(RiskError::InvalidTerms), "{payments}");
        }
    }
}

/// No time or no volatility: intrinsic, both ways. Next to none: the bound at the money for who is short.
#[test]
fn without_diffusion_an_option_is_its_intrinsic_value() {
    let base = European {
        forward: 3_100 * WAD,
        strike: 3_000 * WAD,
        seconds: DAY,
        volatility: WAD,
    };
    for option in [
        European { seconds: 0, ..base },
        European {
            volatility: 0,
            ..base
        },
    ] {
        for [down, up] in values(&option, Call) {
            assert_eq!([down, up], [100 * WAD; 2]);
        }
        assert_eq!(option.distances(), Ok(None));
        let greeks = option.greeks(Put).unwrap();
        assert_eq!(
            (greeks.delta, greeks.gamma, greeks.vega, greeks.theta),
            (0, 0, 0, 0)
        );
        assert_eq!(option.greeks(Call).unwrap().delta, WAD as i128);
        assert_eq!(everlasting(&option).gamma(), Ok(0));
        assert_eq!(everlasting(&option).delta(Put), Ok(0));
        // A call that is below its strike will never be worth anything, one at it moves with the price.
        for (price, delta) in [(2_999, 0), (3_000, WAD as i128), (3_001, WAD as i128)] {
            let moved = European {
                forward: price * WAD,
                ..option
            };
            assert_eq!(everlasting(&moved).delta(Call), Ok(delta), "{price}");
        }
    }
    // s sqrt T = 1e-7.
    let close = European {
        forward: WAD,
        strike: WAD,
        seconds: YEAR,
        volatility: WAD / 10_000_000,
    };
    assert_eq!(close.value_down(Call), Ok(0));
    let bound = close.value_up(Call).unwrap();
    assert!(
        (40_000_000_000..=40_000_000_001).contains(&bound),
        "{bound}"
    );
    assert_eq!(everlasting(&close).value_up(Call), Ok(WAD >> 22));
    // Just above the limit the formula holds: 0.39894 F w at the money.
    let open = European {
        volatility: WAD / 999_999,
        ..close
    };
    let value = open.value_down(Put).unwrap();
    assert!(
        (398_942_000_000..398_943_000_000).contains(&value),
        "{value}"
    );
    for (forward, strike, call, put) in [(0, WAD, 0, WAD), (WAD, 0, WAD, 0)] {
        let option = European {
            forward,
            strike,
            ..base
        };
        assert_eq!(
            (option.value_up(Call), option.value_down(Put)),
            (Ok(call), Ok(put))
        );
        let option = everlasting(&option);
        assert_eq!(
            (option.value_up(Call), option.value_down(Put)),
            (Ok(call), Ok(put))
        );
    }
}

/// With no interest the spot form is the forward form.
#[test]
fn without_interest_spot_is_forward() {
    let option = European {
        forward: 3_000 * WAD,
        strike: 3_300 * WAD,
        seconds: 7 * DAY,
        volatility: WAD,
    };
    let (price, strike, seconds, volatility) = (
        option.forward,
        option.strike,
        option.seconds,
        option.volatility,
    );
    let spot = Spot {
        price,
        strike,
        seconds,
        volatility,
        rate: 0,
    };
    for payoff in [Call, Put] {
        assert_eq!(spot.value(payoff), option.value_up(payoff));
        let (a, b) = (spot.greeks(payoff).unwrap(), option.greeks(payoff).unwrap());
        assert_eq!(
            (a.delta, a.gamma, a.vega, a.theta),
            (b.delta, b.gamma, b.vega, b.theta)
        );
    }
    assert_eq!(Spot { seconds: 0, ..spot }.value(Put), Ok(300 * WAD));
    assert_eq!(
        Spot { seconds: 0, ..spot }.greeks(Put).unwrap().delta,
        -(WAD as i128)
    );
}

/// At prices of 1e18 USD the slack of 2^-88 on each of two probabilities is seen, on both sides, and nothing else.
#[test]
fn sides_are_apart_by_the_stated_slack() {
    let forward = 10u128.pow(36);
    let option = European {
        forward,
        strike: forward,
        seconds: 30 * DAY,
        volatility: WAD,
    };
    let apart = option.value_up(Call).unwrap() - option.value_down(Call).unwrap();
    assert!(apart.abs_diff((forward >> 88) * 4) < 16, "{apart}");
    let option = everlasting(&option);
    let apart = option.value_up(Put).unwrap() - option.value_down(Put).unwrap();
    assert_eq!(apart, ((forward >> 80) + 2) * 2);
}
