//! Functions of one number beside those of Solidity libraries.

use crate::chain::Chain;
use revm::primitives::U256;
use std::fmt::Write;

/// Calls in a loop.
const TIMES: u16 = 100;
const WAD: i128 = 1_000_000_000_000_000_000;

/// Arguments of a loop: x, its step, and two more for functions that take them.
type Words = [U256; 4];

fn signed(x: i128) -> U256 {
    let size = U256::from(x.unsigned_abs());
    if x < 0 {
        size.wrapping_neg()
    } else {
        size
    }
}

fn words(x: i128, step: i128) -> Words {
    [signed(x), signed(step), U256::ZERO, U256::ZERO]
}

/// A WAD value with that many binary digits after the point.
fn binary(x: i128, bits: u32) -> i128 {
    x * (1 << bits) / WAD
}

/// A row's Solidity side: gas of a call, and the sum of the results.
struct Other {
    gas: f64,
    sum: U256,
}

fn solidity(chain: &Chain, function: &str, words: &Words) -> Other {
    let mut arguments = vec![U256::from(TIMES), words[0], words[1]];
    let (empty, _) = chain.run_solidity("nothing", &arguments);
    if function == "mulDiv" {
        arguments.extend(&words[2..]);
    }
    let (gas, sum) = chain.run_solidity(function, &arguments);
    Other {
        gas: (gas - empty) / f64::from(TIMES),
        sum,
    }
}

/// Gas of a call of one of our functions, and the sum of the results.
fn ours(chain: &Chain, function: &str, nothing: &str, words: &Words) -> (f64, u128) {
    let bytes: Vec<u8> = words
        .iter()
        .flat_map(|word| word.to_le_bytes::<32>())
        .collect();
    let (empty, _) = chain.run(nothing, TIMES, &bytes);
    let (gas, sum) = chain.run(function, TIMES, &bytes);
    ((gas - empty) / f64::from(TIMES), sum)
}

fn low(x: U256) -> u128 {
    let [low, high, ..] = *x.as_limbs();
    u128::from(low) | u128::from(high) << 64
}

/// A row: our function beside that of Solidity.
struct Row {
    name: &'static str,
    function: &'static str,
    /// The loop around nothing.
    nothing: &'static str,
    words: Words,
    /// Binary digits of our results, and one for each where they are less one; `None` for the format of Solidity.
    lane: Option<(u32, bool)>,
    /// By how much results may differ on average, in units of Solidity's format.
    apart: u128,
    /// How many times cheaper ours is at least.
    least: f64,
}

/// The rows by the function of Solidity.
fn rows() -> Vec<(&'static str, Words, Vec<Row>)> {
    let exact = |name, function, nothing, words, apart, least| Row {
        name,
        function,
        nothing,
        words,
        lane: None,
        apart,
        least,
    };
    let ln = words(WAD / 2, WAD / 13);
    let exp = words(-3 * WAD, WAD / 16);
    let (square, more) = (
        words(9 * 10_i128.pow(32), 10_i128.pow(31) * 3 + 7),
        words(WAD / 2, WAD / 13),
    );
    let normal = words(-4 * WAD, WAD / 16);
    let short = [
        U256::from(1_234_567) * U256::from(WAD),
        U256::from(98_765_432_123_456_789_u128),
        U256::from(40_000) * U256::from(WAD) + U256::from(12_345),
        U256::from(WAD),
    ];
    let long = [
        U256::MAX >> 2,
        U256::MAX >> 11,
        U256::MAX >> 12,
        U256::MAX >> 3,
    ];
    let lanes = |words: &Words, bits: u32| {
        let [x, step, ..] = words.map(|word| binary(low(word).cast_signed(), bits));
        self::words(x, step)
    };
    vec![
        (
            "ln",
            ln,
            vec![exact(
                "ln, WAD of 128 bits, nearest",
                "ln",
                "nothing_128",
                ln,
                1,
                10.0,
            )],
        ),
        (
            "exp",
            exp,
            vec![
                exact(
                    "exp, WAD of 128 bits, rounded as named",
                    "exp",
                    "nothing_128",
                    exp,
                    6,
                    8.0,
                ),
                Row {
                    name: "exp, lane of 64 bits, 2^-37",
                    function: "growth",
                    nothing: "nothing_64",
                    words: lanes(&exp, 55),
                    lane: Some((55, true)),
                    apart: 100_000_000,
                    least: 20.0,
                },
            ],
        ),
        (
            "sqrt",
            square,
            vec![
                exact(
                    "sqrt, integer of 128 bits, exact",
                    "sqrt",
                    "nothing_128",
                    square,
                    0,
                    20.0,
                ),
                exact(
                    "sqrt, integer of 256 bits, exact",
                    "sqrt_256",
                    "nothing_256",
                    square,
                    0,
                    10.0,
                ),
            ],
        ),
        (
            "sqrtWad",
            more,
            vec![exact(
                "sqrt, WAD of 128 bits, exact",
                "sqrt_wad",
                "nothing_128",
                more,
                0,
                5.0,
            )],
        ),
        (
            "normal",
            normal,
            vec![
                exact(
                    "Phi, WAD of 128 bits, nearest",
                    "normal",
                    "nothing_128",
                    normal,
                    2_000,
                    5.0,
                ),
                Row {
                    name: "Phi, lane of 64 bits, 2^-50",
                    function: "normal_64",
                    nothing: "nothing_64",
                    words: lanes(&normal, 48),
                    lane: Some((62, false)),
                    apart: 3_000,
                    least: 20.0,
                },
            ],
        ),
        (
            "mulDiv",
            short,
            vec![
                exact(
                    "a b / d, 128 bits, exact",
                    "mul_div_128",
                    "nothing_128",
                    short,
                    0,
                    5.0,
                ),
                exact(
                    "a b / d, 256 bits, a product of 128, exact",
                    "mul_div",
                    "nothing_256",
                    short,
                    0,
                    5.0,
                ),
            ],
        ),
        (
            "mulDiv",
            long,
            vec![exact(
                "a b / d, 256 bits, a product of 508, exact",
                "mul_div",
                "nothing_256",
                long,
                0,
                5.0,
            )],
        ),
    ]
}

/// A sum of our results in the format of Solidity.
fn in_wad(sum: u128, lane: Option<(u32, bool)>) -> u128 {
    let Some((bits, less_one)) = lane else {
        return sum;
    };
    let one = 1_u128 << bits;
    let sum = if less_one {
        sum + u128::from(TIMES) * one
    } else {
        sum
    };
    // The whole and the rest apart, so that neither overflows.
    let wad = WAD.unsigned_abs();
    sum / one * wad + sum % one * wad / one
}

pub(crate) fn table(chain: &Chain) -> String {
    let mut table = String::new();
    let _ = writeln!(
        table,
        "{:<49} {:>8} {:>10} {:>7}",
        "Functions", "here", "Solidity", "ratio"
    );
    for (function, words, rows) in rows() {
        let other = solidity(chain, function, &words);
        for row in rows {
            let (gas, sum) = ours(chain, row.function, row.nothing, &row.words);
            let ratio = other.gas / gas;
            let _ = writeln!(
                table,
                "{:<49} {gas:>8.1} {:>10.1} {ratio:>7.1}",
                row.name, other.gas
            );
            let apart = in_wad(sum, row.lane).abs_diff(low(other.sum)) / u128::from(TIMES);
            assert!(apart <= row.apart, "{}: {apart} apart", row.name);
            assert!(ratio >= row.least, "{}: {ratio:.1} times cheaper", row.name);
        }
    }
    table
}
