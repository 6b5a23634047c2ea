//! The scenario book: bytes there and back, and what is refused.

use fixed::WAD;
use proptest::prelude::*;
use risk::scenarios::{
    correction_up, decode, encode, residual, residual_of, second_moment, second_moments, Header,
    Moment, Page, Row, Scenarios, LARGEST, MAX_PAGE_ROWS, MISSING,
};
use risk::{RiskError, DAY};

const HEADER: Header = Header {
    assets: 0x8005,
    period: 86_400,
    last: 1_763_845_200,
    previous: [7; 16],
};

fn page(rows: usize) -> Vec<u8> {
    let mut bytes = HEADER.encode(rows).unwrap().to_vec();
    (0..rows).for_each(|row| bytes.extend([row as u8; 32]));
    bytes
}

#[test]
fn a_page_is_read_as_it_was_written() {
    for rows in [1, 2, 300, MAX_PAGE_ROWS] {
        let bytes = page(rows);
        assert_eq!(bytes[0], 0);
        assert!(bytes.len() <= 24_576);
        let page = Page::decode(&bytes).unwrap();
        assert_eq!(page.header(), &HEADER);
        assert_eq!(page.rows().len(), rows);
        assert_eq!(page.rows()[rows - 1], [(rows - 1) as u8; 32]);
    }
}

#[test]
fn what_is_no_page_is_refused() {
    for rows in [0, MAX_PAGE_ROWS + 1] {
        assert_eq!(HEADER.encode(rows), Err(RiskError::Malformed));
    }
    let late = Header {
        last: 1 << 48,
        ..HEADER
    };
    assert_eq!(late.encode(1), Err(RiskError::Malformed));
    let whole = page(3);
    for place in 0..4 {
        let mut bytes = whole.clone();
        bytes[place] ^= 2;
        assert_eq!(
            Page::decode(&bytes).err(),
            Some(RiskError::Malformed),
            "{place}"
        );
    }
    for length in [0, 31, 32, 64, 96, 127] {
        assert_eq!(
            Page::decode(&whole[..length]).err(),
            Some(RiskError::Malformed),
            "{length}"
        );
    }
    let longer = [&whole[..], &[0]].concat();
    assert_eq!(Page::decode(&longer).err(), Some(RiskError::Malformed));
}

#[test]
fn page_and_ring_are_one_book() {
    let bytes = page(2);
    let ring: Vec<Row> = (10..14).map(|row| [row; 32]).collect();
    let book =
        |head, count| Scenarios::new(Some(Page::decode(&bytes).unwrap()), &ring, head, count);
    let scenarios = book(3, 3).unwrap();
    let first: Vec<u8> = scenarios.rows().map(|row| row[0]).collect();
    assert_eq!(first, [0, 1, 13, 10, 11]);
    for (place, value) in first.iter().enumerate() {
        assert_eq!(scenarios.row(place).unwrap()[0], *value);
    }
    assert_eq!((scenarios.row(5), scenarios.len()), (None, 5));
    assert_eq!(book(1, 2).unwrap().rows().count(), 4);
    assert_eq!(book(0, 4).unwrap().len(), 6);
    for (head, count) in [(5, 0), (0, 5), (3, 5)] {
        assert_eq!(book(head, count).err(), Some(RiskError::Malformed));
    }
    assert!(Scenarios::new(None, &[], 0, 0).unwrap().is_empty());
    assert!(!scenarios.is_empty());
}

#[test]
fn residuals_are_away_from_zero() {
    let percent = WAD as i128 / 100;
    // 1 % in a quarter of a day at 4 % a day: half a standard deviation.
    assert_eq!(residual(percent, 4 * WAD / 100, DAY / 4), Ok(512));
    assert_eq!(residual(-percent, 4 * WAD / 100, DAY / 4), Ok(-512));
    assert_eq!(residual(percent + 1, 4 * WAD / 100, DAY / 4), Ok(513));
    assert_eq!(residual(-percent - 1, 4 * WAD / 100, DAY / 4), Ok(-513));
    assert_eq!(residual(0, WAD, DAY), Ok(0));
    assert_eq!(residual(i128::MIN, 1, 1), Ok(-LARGEST));
    assert_eq!(
        residual(40 * percent, percent.unsigned_abs(), DAY),
        Ok(LARGEST)
    );
    assert!(residual(1, 0, DAY).is_err() && residual(1, WAD, 0).is_err());
}

#[test]
fn moments_outside_of_the_band_are_corrected() {
    let correction = |squares, rows| {
        let moment = Moment {
            squares,
            rows,
            largest: 0,
        };
        correction_up(moment).unwrap()
    };
    for squares in [80 << 20, 100 << 20, 130 << 20] {
        assert_eq!(correction(squares, 100), WAD);
    }
    assert_eq!(correction(400 << 20, 100), WAD / 2);
    assert_eq!(correction(25 << 20, 100), 2 * WAD);
    assert!(correction((80 << 20) - 100, 100) > WAD);
    assert!(correction((130 << 20) + 100, 100) < WAD);
    assert_eq!((correction(0, 5), correction(5, 0)), (WAD, WAD));
}

#[test]
fn a_moment_knows_the_largest_residual_either_way() {
    for (residuals, largest) in [
        ([3, -7, 5], 7),
        ([8, MISSING, -2], 8),
        ([-LARGEST, 0, 1], 32_767),
    ] {
        let rows = residuals.map(|residual| encode(&[residual; 16]));
        let moment = second_moment(&Scenarios::of(&rows), 11).unwrap();
        assert_eq!(moment.largest, largest);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(vectors::runs(100)) })]

    #[test]
    fn moments_of_all_are_those_of_each(
        rows in prop::collection::vec(prop::collection::vec(prop_oneof![4 => any::<i16>(), 1 => Just(MISSING)], 16), 1..30),
        mask in any::<u16>(),
    ) {
        let encoded: Vec<Row> = rows.iter().map(|row| encode(&<[i16; 16]>::try_from(row.as_slice()).unwrap())).collect();
        let all = second_moments(&Scenarios::of(&encoded), mask).unwrap();
        for asset in (0..16).filter(|asset| mask >> asset & 1 == 1) {
            let present = || rows.iter().map(|row| row[asset]).filter(|z| *z != MISSING);
            let expected = Moment {
                squares: present().map(|z| u64::from(z.unsigned_abs()).pow(2)).sum(),
                rows: present().count() as u32,
                largest: present().map(i16::unsigned_abs).max().unwrap_or(0),
            };
            prop_assert_eq!(all[asset], expected);
        }
    }

    #[test]
    fn rows_go_there_and_back(residuals in any::<[i16; 16]>(), bytes in any::<Row>()) {
        let row = encode(&residuals);
        prop_assert_eq!(decode(&row), residuals);
        prop_assert_eq!(encode(&decode(&bytes)), bytes);
        let rows = [row];
        for (asset, residual) in residuals.into_iter().enumerate() {
            let present = (residual != MISSING).then_some(residual);
            prop_assert_eq!(residual_of(&row, asset), Ok(present));
            let moment = second_moment(&Scenarios::of(&rows), asset).unwrap();
            let square = present.map_or(0, |z| i64::from(z).pow(2) as u64);
            prop_assert_eq!((moment.squares, moment.rows), (square, u32::from(present.is_some())));
            prop_assert_eq!(moment.largest, present.map_or(0, i16::unsigned_abs));
        }
        prop_assert_eq!(residual_of(&row, 16), Err(RiskError::UnknownAsset));
    }
}
