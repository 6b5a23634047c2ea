//! The simulation against exact arithmetic: never below, and within its stated distance above.

use fixed::WAD;
use model::Exact;
use proptest::collection::vec;
use proptest::prelude::*;
use risk::scenarios::{encode, Row, Scenarios, MISSING};
use risk::shortfall::{simulate, Exposure, MAX_SCALE};

const P97_5: u128 = 975_000_000_000_000_000;

/// What an exposure loses in a row, and its size without sign.
fn loss(exposure: &Exposure, residual: i16) -> Exact {
    if residual == MISSING && exposure.usd != 0 {
        return Exact::unsigned(exposure.missing, WAD);
    }
    let scale = Exact::unsigned(exposure.scale.min(MAX_SCALE), WAD);
    let limit = Exact::ratio(5, 1);
    let shock = (Exact::ratio(residual.into(), 1024) * scale)
        .min(limit)
        .max(-limit);
    -(Exact::wad(exposure.usd) * (shock.exp() - Exact::one()))
}

/// Expected Shortfall, and what the simulation may add to it.
pub(crate) fn reference(
    rows: &[[i16; 16]],
    exposures: &[Exposure],
    confidence: u128,
) -> (Exact, Exact) {
    let mut largest_sum = Exact::ZERO;
    let losses = rows.iter().map(|row| {
        let mut sum = (Exact::ZERO, Exact::ZERO);
        for exposure in exposures {
            let residual = row[exposure.asset as usize];
            let part = loss(exposure, residual);
            let size = Exact::wad(exposure.usd).abs()
                * Exact::ratio(i128::from(residual).abs() + 17, 1 << 52);
            sum = (
                sum.0 + part,
                sum.1 + part.abs() * Exact::ratio(1, 1 << 34) + size,
            );
        }
        sum
    });
    let mut losses: Vec<(Exact, Exact)> = losses.collect();
    for exposure in exposures {
        let reach = |residual| loss(exposure, residual).abs();
        largest_sum = largest_sum
            + reach(i16::MAX).max(reach(-i16::MAX))
            + Exact::unsigned(exposure.missing, WAD);
    }
    losses.sort_by(|a, b| b.0.partial_cmp(&a.0).unwrap());
    let size = Exact::unsigned(rows.len() as u128 * (WAD - confidence), WAD);
    let (mut left, mut sum, mut slack) = (size, Exact::ZERO, Exact::ZERO);
    for (loss, error) in losses {
        let weight = left.min(Exact::one());
        sum = sum + loss * weight;
        slack = slack + error * weight;
        left = left - weight;
    }
    let slack = slack / size + largest_sum * Exact::ratio(1, 1 << 50) + Exact::ratio(1, WAD);
    ((sum / size).max(Exact::ZERO), slack)
}

/// A residual: mostly ordinary, sometimes far out.
fn residual() -> impl Strategy<Value = i16> {
    prop_oneof![
        20 => -3_000_i16..3_000,
        4 => -9_000_i16..9_000,
        1 => -i16::MAX..i16::MAX,
    ]
}

fn exposure(asset: u8, missing: bool) -> impl Strategy<Value = Exposure> {
    let usd = (0.0f64..9.0, any::<bool>()).prop_map(|(size, short)| {
        let usd = (10f64.powf(size) * 1e18) as i128;
        if short {
            -usd
        } else {
            usd
        }
    });
    (usd, -4.0f64..0.8, 0u128..1_000).prop_map(move |(usd, scale, worst)| Exposure {
        asset,
        usd,
        scale: (10f64.powf(scale) * 1e18) as u128,
        missing: if missing { worst * WAD } else { 0 },
    })
}

pub(crate) fn book(rows: usize, missing: bool) -> impl Strategy<Value = Vec<[i16; 16]>> {
    let one = prop_oneof![
        if missing { 1 } else { 0 } => Just(MISSING),
        20 => residual(),
    ];
    vec(
        vec(one, 16).prop_map(|row| <[i16; 16]>::try_from(row).unwrap()),
        rows,
    )
}

pub(crate) fn exposures(most: usize, missing: bool) -> impl Strategy<Value = Vec<Exposure>> {
    prop::sample::subsequence((0..16u8).collect::<Vec<_>>(), 1..=most).prop_flat_map(
        move |assets| {
            assets
                .into_iter()
                .map(|asset| exposure(asset, missing))
                .collect::<Vec<_>>()
        },
    )
}

pub(crate) fn encoded(rows: &[[i16; 16]]) -> Vec<Row> {
    rows.iter().map(encode).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(vectors::runs(60)) })]

    #[test]
    fn shortfall_is_exact_from_above(
        rows in book(60, true),
        exposures in exposures(5, true),
        confidence in prop_oneof![Just(P97_5), 400_000_000_000_000_000u128..WAD],
    ) {
        let (exact, slack) = reference(&rows, &exposures, confidence);
        let encoded = encoded(&rows);
        let got = simulate(&Scenarios::of(&encoded), &exposures, confidence).unwrap();
        let above = Exact::unsigned(got.shortfall, WAD) - exact;
        prop_assert!(!above.is_negative(), "below by {:e}", above.to_f64());
        prop_assert!(above <= slack, "{:e} above, {:e} allowed", above.to_f64(), slack.to_f64());
    }
}
