//! What the book remembers, and the rows that it makes: residuals, exceedances, places.

use fixed::{U256, WAD};
use model::Real;
use proptest::prelude::*;
use risk::scenarios::{
    init_code, kept, Fact, Header, Page, Seen, Window, HEADER_BYTES, MAX_PAGE_ROWS, MISSING,
    RING_ROWS,
};
use risk::{RiskError, DAY, MAX_RETURN};
use vectors::runs;

fn kept_as_word(seen: Seen) -> Seen {
    Seen::from_word(seen.word().unwrap())
}

/// `3.1793...`: 1.2 times the quantile of a Student-t of four degrees of freedom at 99 %, 3.746947387979196
/// (Abramowitz and Stegun, table 26.10: 3.747), over its standard deviation, the root of two.
const FACTOR: f64 = 1.2 * 3.746_947_387_979_196 / std::f64::consts::SQRT_2;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(runs(2_000)))]

    /// A word holds all of a price and a time, and of a variance all but 20 bits.
    #[test]
    fn what_is_seen_survives_its_word(price in 1_u128..1 << 112, at in 1_u64..1 << 40, variance in 1_u128..1 << 124) {
        let seen = Seen::default().after(&Fact { price, variance }, at);
        let back = kept_as_word(seen);
        prop_assert_eq!(back, seen);
        let (kept_price, kept_at, kept_variance) = back.parts();
        prop_assert_eq!((kept_price, kept_at), (price, at));
        prop_assert_eq!(kept_variance, ((variance >> 20).max(1)) << 20);
    }

    /// The residual is at least that of exact arithmetic, and at most one unit and the rounding of the volatility more;
    /// an exceedance is what lies beyond 3.18 standard deviations of the day before.
    #[test]
    fn a_row_is_a_return_over_the_deviation_before(
        first in 1_u128 << 40..1 << 100,
        step in -0.6_f64..0.6,
        volatility in 1e-4_f64..0.3,
        elapsed in 1_u64..10 * DAY,
    ) {
        let variance = (volatility * volatility * 1e36) as u128;
        let at = 1_700_000_000;
        let seen = kept_as_word(Seen::default().after(&Fact { price: first, variance }, at));
        let price = (first as f64 * step.exp()) as u128;
        let fact = Fact { price, variance: 77 };
        let (residual, moved) = seen.row(&fact, at + elapsed).unwrap();
        let moved = moved.unwrap();
        prop_assert_eq!(moved.elapsed, elapsed);
        let log_return = (price as f64 / first as f64).ln();
        prop_assert!((moved.log_return as f64 / 1e18 - log_return).abs() < 1e-12);
        let deviation = volatility * (elapsed as f64 / DAY as f64).sqrt();
        let exact = (log_return / deviation * 1024.0).clamp(-32_767.0, 32_767.0);
        let away = (f64::from(residual) - exact) * exact.signum();
        prop_assert!((-1e-5..1.000_1).contains(&away), "{} {}", residual, exact);
        let beyond = log_return.abs() / (deviation * FACTOR);
        if (beyond - 1.0).abs() > 1e-9 {
            prop_assert_eq!(moved.fell, beyond > 1.0 && log_return < 0.0);
            prop_assert_eq!(moved.rose, beyond > 1.0 && log_return > 0.0);
        }
    }
}

/// 99 % Value at Risk, exactly: a move of its size does not exceed it, one more does.
#[test]
fn value_at_risk_is_exceeded_by_more_than_itself() {
    let exact = Real::decimal("3.746947387979196").to_f64() * 1.2 / 2.0_f64.sqrt();
    let variance = WAD * WAD / 10_000; // 1 % a day
    let seen = Seen::default().after(
        &Fact {
            price: WAD,
            variance,
        },
        1_000_000,
    );
    let limit = seen.value_at_risk_down(DAY).unwrap();
    assert!(
        (limit as f64 / 1e16 - exact).abs() < 1e-9,
        "{limit} {exact}"
    );
    assert_eq!(seen.value_at_risk_down(4 * DAY).unwrap() / 2, limit);
    let row = |price| {
        seen.row(&Fact { price, variance }, 1_000_000 + DAY)
            .unwrap()
            .1
            .unwrap()
    };
    let up = u128::try_from(fixed::exp_wad_down(limit as i128).unwrap()).unwrap();
    assert!(!row(up - 2).rose && row(up + 2).rose && !row(up + 2).fell);
    let down = u128::try_from(fixed::exp_wad_down(-(limit as i128)).unwrap()).unwrap();
    assert!(!row(down + 2).fell && row(down - 2).fell && !row(down - 2).rose);
}

/// A missing price, variance or time leaves what was known, and makes no residual.
#[test]
fn what_is_missing_is_marked_and_nothing_is_forgotten() {
    let (price, variance) = (WAD, WAD * WAD / 10_000);
    let fact = Fact { price, variance };
    let none = (MISSING, None);
    let fresh = Seen::default();
    assert_eq!(fresh.row(&fact, 5).unwrap(), none);
    assert_eq!(fresh.after(&Fact::default(), 5), fresh);
    let seen = kept_as_word(fresh.after(&fact, 1_000));
    assert_eq!(seen.row(&Fact { price: 0, variance }, 2_000).unwrap(), none);
    for at in [0, 999, 1_000] {
        assert_eq!(seen.row(&fact, at).unwrap(), none);
    }
    let gap = seen.after(
        &Fact {
            price: 0,
            variance: 4 * variance,
        },
        2_000,
    );
    let (kept_price, at, kept_variance) = gap.parts();
    assert_eq!((kept_price, at), (price, 1_000));
    assert_eq!(kept_variance, ((4 * variance) >> 20) << 20);
    let blind = seen.after(&Fact { price, variance: 0 }, 2_000);
    assert_eq!(blind.parts(), (price, 2_000, seen.parts().2));
    // No price of a listed asset moves further than can be learnt from.
    let far = seen
        .row(
            &Fact {
                price: WAD << 40,
                variance,
            },
            2_000,
        )
        .unwrap();
    assert_eq!((far.0, far.1.unwrap().log_return), (i16::MAX, MAX_RETURN));
    assert!(fresh.after(&fact, 1 << 40).word().is_err());
}

#[test]
fn a_fact_is_a_price_and_a_variance() {
    let fact = Fact {
        price: (1 << 112) - 1,
        variance: i128::MAX as u128,
    };
    assert_eq!(Fact::from_word(fact.word()), Ok(fact));
    let word = (U256::from(5) << 128) | U256::from(7);
    assert_eq!(
        Fact::from_word(word),
        Ok(Fact {
            price: 7,
            variance: 5
        })
    );
    for bit in [112, 127, 255] {
        assert_eq!(
            Fact::from_word(U256::from(1) << bit),
            Err(RiskError::Malformed)
        );
    }
}

/// Any order of rows and seals keeps the last rows: the ring as a list, the page as the end of it.
#[test]
fn any_order_of_rows_and_seals_loses_nothing_that_a_page_has_room_for() {
    let mut state = 1_u64;
    let mut dice = |most: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % most
    };
    for _ in 0..runs(20) {
        let (mut window, mut ring) = (Window::default(), vec![0_u32; RING_ROWS]);
        let (mut page, mut all): (Vec<u32>, Vec<u32>) = (Vec::new(), Vec::new());
        for turn in 0..30 {
            let rows = if turn % 5 == 0 { dice(900) } else { dice(60) };
            for _ in 0..rows {
                let row = all.len() as u32 + 1;
                let (place, next) = window.push();
                ring[place] = row;
                window = Window::new(next.head(), next.count()).unwrap();
                assert_eq!(window, next);
                all.push(row);
            }
            let live: Vec<u32> = window.places().map(|place| ring[place]).collect();
            assert_eq!(live, all[all.len() - live.len()..]);
            if !live.is_empty() && dice(2) == 0 {
                let (offset, length) = kept(page.len() as u16, window.count());
                let first = (offset - HEADER_BYTES) / 32;
                assert_eq!(first + length / 32, page.len());
                page = page[first..].iter().copied().chain(live).collect();
                assert_eq!(page, all[all.len().saturating_sub(MAX_PAGE_ROWS)..]);
                window = Window::default();
            }
        }
    }
    for (head, count) in [(767, 0), (0, 768), (u16::MAX, u16::MAX)] {
        assert_eq!(Window::new(head, count), Err(RiskError::Malformed));
    }
}

/// What the init code of a page does, by hand: the ten bytes push its length, copy what lies behind them, return it.
#[test]
fn init_code_returns_what_lies_behind_it() {
    assert_eq!(
        init_code(0x1234),
        [0x61, 0x12, 0x34, 0x80, 0x60, 10, 0x5f, 0x39, 0x5f, 0xf3]
    );
    let header = Header {
        assets: 1,
        period: 1,
        last: 1,
        previous: [7; 16],
    };
    let mut bytes = header.encode(1).unwrap().to_vec();
    bytes.extend([1; 32]);
    assert_eq!(bytes[0], 0);
    assert_eq!(Page::decode(&bytes).unwrap().header(), &header);
}
