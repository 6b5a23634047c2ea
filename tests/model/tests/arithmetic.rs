//! Operations and functions against digits of mpmath.

use crate::values::{cases, near, number, wad};
use model::{Exact, Real};

/// Every function on every point of the project's values, which have 40 digits.
#[test]
fn functions_give_forty_digits() {
    let mut points = 0;
    for case in cases("fixed_point_wad.json") {
        let (x, y) = (wad(&case["x"]), number(&case["y"]));
        let f = case["f"].as_str().unwrap();
        let got = match f {
            "ln" => x.ln(),
            "log2" => x.ln() / Real::natural(2).ln(),
            "sqrt" => x.sqrt(),
            "exp" => x.exp(),
            "exp2" => (x * Real::natural(2).ln()).exp(),
            "norm_pdf" => x.normal_density(),
            "norm_cdf" => x.normal_probability(),
            "pow" => x.to_the(wad(&case["x2"])),
            _ => continue,
        };
        // Relative in the tail of the distribution only as far as the digits of one half reach.
        let bound = if f == "norm_cdf" && y < Real::decimal("1e-30") {
            "1e-15"
        } else {
            "5e-40"
        };
        near(got, y, bound, &format!("{f}({})", case["x"]));
        points += 1;
    }
    assert!(points > 1000, "{points}");
}

/// Seventy digits, written by mpmath.
#[test]
fn functions_give_seventy_digits() {
    let check = |got: Real, text: &str| near(got, Real::decimal(text), "1e-70", text);
    let x = Real::decimal("0.7071");
    check(
        Real::ONE.exp(),
        "2.718281828459045235360287471352662497757247093699959574966967627724076630354",
    );
    check((-Real::decimal("41.25")).exp(), "0.000000000000000001217173872902440898697573216131742394565651429793063931232925138048330440854");
    check(
        Real::decimal("123.456").ln(),
        "4.815884817283263883109232105166525577172158135505457311796579542392126300075",
    );
    check(
        Real::natural(2).sqrt(),
        "1.414213562373095048801688724209698078569671875376948073176679737990732478462",
    );
    check(
        x.normal_probability(),
        "0.7602478320101363905917454747496987594172286580783776793906360670772677555986",
    );
    // In the tail the digits of one half count.
    near(
        (-Real::natural(5)).normal_probability(),
        Real::decimal(
            "0.0000002866515718791939116737523328746453538544230136118895730854927989347587699221",
        ),
        "1e-66",
        "five deviations down",
    );
    check(
        Real::decimal("0.94").to_the(Real::decimal("0.3")),
        "0.9816086032414623320121775367332423870341159345466410003957576719773912998606",
    );
}

#[test]
fn operations_keep_the_identities_of_numbers() {
    let mut state = 7u64;
    let mut draw = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let size = Real::natural(u128::from(state) << (state % 60))
            / Real::natural(u128::from(state >> 7 | 1));
        if state >> 40 & 1 == 0 {
            size
        } else {
            -size.shifted((state >> 50) as i64 % 90 - 45)
        }
    };
    for _ in 0..2000 {
        let (a, b, c) = (draw(), draw(), draw());
        let gross = a.abs() * (b.abs() + c.abs());
        let holds = |left: Real, right: Real, size: Real| {
            assert!(
                (left - right).abs() <= size * Real::decimal("1e-74"),
                "{a:?} {b:?} {c:?}"
            );
        };
        holds(a * (b + c), a * b + a * c, gross);
        holds(a / b * b, a, a.abs());
        holds(a.abs().sqrt() * a.abs().sqrt(), a.abs(), a.abs());
        holds((a + b) - b, a, a.abs().max(b.abs()));
        holds(a.over(1023) * Real::natural(1023), a, a.abs());
        holds(
            a.over(u32::MAX) * Real::natural(u32::MAX.into()),
            a,
            a.abs(),
        );
        holds(
            Real::from_f64(a.to_f64()),
            a,
            a.abs() * Real::decimal("1e59"),
        );
        assert_eq!(a < b, a.to_f64() < b.to_f64());
        assert_eq!((a - b).is_negative(), a < b);
        assert!(a - a == Real::ZERO && (a - a).is_zero());
        assert_eq!(a.max(b), if a < b { b } else { a });
        assert_eq!(a.min(b), if a < b { a } else { b });
    }
}

#[test]
fn fixed_point_takes_it_over() {
    for text in ["0", "1", "-1.5", "123456789.000000001", "-1e-30", "3.25e40"] {
        let difference = Real::decimal(text).to_exact() - Exact::decimal(text);
        assert!(difference.abs() < Exact::decimal("1e-34"), "{text}");
    }
    let near = |got: Real, text: &str| near(got, Real::decimal(text), "1e-74", text);
    near(Real::wad(-1_500_000_000_000_000_000), "-1.5");
    near(Real::variance(25 * 10i128.pow(34)), "0.25");
    near(
        Real::unsigned_wad(u128::MAX),
        "340282366920938463463.374607431768211455",
    );
    assert_eq!(Real::from_f64(-0.375).to_exact(), Exact::ratio(-3, 8));
    assert_eq!(
        Real::from_f64(f64::MIN_POSITIVE / 8.0).to_f64(),
        f64::MIN_POSITIVE / 8.0
    );
}
