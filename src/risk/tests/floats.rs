//! Small floats: the nearest number of the format on the side asked for, found here by looking at all of them.

use proptest::prelude::*;
use risk::float::Float;
use risk::note::Note;

/// Every number of a small format, ascending.
fn numbers(format: Float) -> Vec<u128> {
    let mut all: Vec<u128> = (0..1u64 << format.bits())
        .map(|bits| format.value(bits))
        .collect();
    all.sort_unstable();
    all
}

#[test]
fn up_and_down_are_the_neighbours() {
    let format = Float::new(3, 4);
    let all = numbers(format);
    let most = *all.last().unwrap();
    assert_eq!(most, 15 << 7);
    for value in 0..=most {
        let above = all.iter().copied().find(|number| *number >= value).unwrap();
        let below = all
            .iter()
            .rev()
            .copied()
            .find(|number| *number <= value)
            .unwrap();
        assert_eq!(format.value(format.up(value).unwrap()), above, "{value}");
        assert_eq!(format.value(format.down(value)), below, "{value}");
    }
    assert!(format.up(most + 1).is_err() && format.up(u128::MAX).is_err());
    assert_eq!(format.value(format.down(u128::MAX)), most);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2_000) })]

    /// Wide formats: within a unit of the mantissa's last bit, on the right side, and a number stays itself.
    #[test]
    fn wide_formats_lose_at_most_a_unit(value in any::<u128>(), shift in 0u32..128, mantissa in 2u32..57) {
        let (format, value) = (Float::new(7, mantissa), value >> shift);
        let up = format.value(format.up(value).unwrap_or(0));
        let down = format.value(format.down(value));
        let unit = (value >> (mantissa - 1)).max(1);
        prop_assert!(down <= value && value - down <= unit);
        prop_assert!(up >= value && up - value <= unit || value > down && up == 0);
        prop_assert_eq!(format.down(down), format.up(down).unwrap());
    }

    /// Notes: depths never more than told, forecasts never less, and bits above are not looked at.
    #[test]
    fn notes_round_against_the_borrower(forecast in 0i128.., depth in 0u128..1 << 115, more in 0u128..1 << 114, surcharge: u8, above: u64) {
        let told = Note { forecast, depth, maintenance_depth: depth.saturating_add(more), surcharge };
        let bits = told.to_bits();
        prop_assert_eq!(bits >> Note::BITS, 0);
        let kept = Note::from_bits(bits | u128::from(above) << Note::BITS);
        prop_assert!(kept.forecast >= forecast && kept.forecast - forecast <= forecast >> 24);
        prop_assert!(kept.depth <= depth && depth - kept.depth <= depth >> 16);
        prop_assert!(kept.maintenance_depth <= told.maintenance_depth && kept.maintenance_depth >= kept.depth);
        prop_assert_eq!((kept.surcharge, kept.to_bits()), (surcharge, bits));
    }
}

/// No forecast is negative, and no depth leaves the bits of a snapshot.
#[test]
fn notes_are_held_within_what_a_snapshot_tells() {
    let note = Note {
        forecast: -1,
        depth: u128::MAX,
        maintenance_depth: u128::MAX,
        surcharge: 0,
    };
    let kept = Note::from_bits(note.to_bits());
    assert_eq!(kept.forecast, 0);
    assert!(
        kept.depth <= ((1 << 56) - 1) * 10u128.pow(18) && kept.depth > (1 << 55) * 10u128.pow(18)
    );
}
