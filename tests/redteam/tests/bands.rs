//! Each attack keeps its band on ours, and works on the naive design.

use redteam::feed::Feed;
use redteam::paths::Character;
use redteam::table::Row;
use redteam::{grid, matrix, pump, schedules, silence, Effort};

const QUICK: Effort = Effort::Quick;
const PUSH: (&str, Feed) = ("push feed", Feed::PUSH);

#[track_caller]
fn hold(rows: &[Row]) {
    let broken: Vec<String> = rows
        .iter()
        .filter(|row| !row.holds())
        .map(Row::to_string)
        .collect();
    assert!(broken.is_empty(), "{broken:#?}");
    assert!(
        rows.iter().all(|row| row.ours.count > 0),
        "nothing was tried"
    );
}

/// V1 and V2: pokes and rounds between due times leave nothing behind; a naive mean falls to 0.21 of its volatility.
#[test]
fn orc_5_v1_v2_nothing_between_due_times_counts() {
    let rows = [grid::same_price(), grid::alternating()];
    hold(&rows);
    assert!((rows[0].naive.low - 0.213).abs() < 1e-3, "{}", rows[0]);
    assert!(rows[1].naive.high > 5.0, "{}", rows[1]);
}

/// V4: a fall in pieces counts as the fall; in a sum of squares per poke 4.5 times less.
#[test]
fn orc_8_v4_a_fall_in_pieces_is_the_fall() {
    let rows = grid::fall_in_pieces();
    hold(&rows);
    assert!((1.0 / rows[0].naive.low - 4.47).abs() < 0.01, "{}", rows[0]);
}

/// V3: alone within the hour after each due time, on every kind of path.
#[test]
fn orc_8_v3_an_hour_alone_moves_nothing() {
    let mut naive = redteam::table::Range::default();
    for character in Character::ALL {
        let rows = schedules::alone(&character.path(11, 8 * 1440), PUSH, QUICK);
        let hours: Vec<Row> = rows
            .into_iter()
            .filter(|row| row.what.contains("60 min"))
            .collect();
        assert_eq!(hours.len(), 2);
        hold(&hours);
        naive.join(&hours[0].naive);
    }
    assert!(naive.low < 0.73 && naive.high > 1.30, "{naive}");
}

/// V3: alone for a day.
#[test]
fn orc_8_v3_a_day_alone_moves_nothing() {
    let mut naive = redteam::table::Range::default();
    for character in Character::ALL {
        let rows = schedules::alone(&character.path(11, 8 * 1440), PUSH, QUICK);
        let days: Vec<Row> = rows
            .into_iter()
            .filter(|row| row.what.contains("24 h"))
            .collect();
        assert_eq!(days.len(), 2);
        hold(&days);
        naive.join(&days[0].naive);
    }
    assert!(naive.low < 0.24, "{naive}");
}

/// V7: a reader never sees less than a sample of that moment would leave him, and while new risk is allowed hardly less
/// than a poke would.
#[test]
fn orc_7_v7_an_unsampled_move_is_seen() {
    for character in Character::ALL {
        let rows = schedules::unpoked(&character.path(12, 8 * 1440), PUSH, QUICK);
        hold(&rows[..2]);
    }
}

/// V7: what moved between samples that nobody took is not seen, and is worth nothing: by then new risk is refused.
#[test]
fn orc_7_v7_what_nobody_sees_is_refused() {
    let rows = schedules::unpoked(&Character::ALL[3].path(12, 8 * 1440), PUSH, QUICK);
    assert!(rows[2].ours.low < 0.9, "{}", rows[2]);
}

/// V6: one print teaches the estimate less than it teaches a naive mean, and maintenance its hourly share.
#[test]
fn orc_6_v6_one_print_teaches_little() {
    let rows = pump::one_print();
    hold(&rows);
    assert!((rows[0].naive.low - 1.9).abs() < 0.01, "{}", rows[0]);
}

/// V6: what maintenance follows rises by 2 % an hour at the most, punctual or not.
#[test]
fn orc_6_v6_maintenance_rises_slowly() {
    hold(&pump::paced(QUICK));
    for character in Character::ALL {
        hold(&[pump::late(&character.path(13, 8 * 1440), QUICK)]);
    }
}

/// V8: after a month and a year of silence everything is in its bounds, in a bounded number of samples.
#[test]
fn orc_6_v8_silence_breaks_nothing() {
    hold(&silence::rows(QUICK));
}

/// V9: no correlation passes one; with clocks of its own each, one is 1.857.
#[test]
fn orc_9_v9_one_clock_keeps_the_matrix() {
    let rows = matrix::alone();
    hold(&rows);
    assert!((rows[0].naive.high - 1.857).abs() < 1e-3, "{}", rows[0]);
    assert!((rows[1].naive.low + 0.71).abs() < 1e-3, "{}", rows[1]);
}

/// V10: no form of the stored matrix is negative, whatever the returns; rounded to the nearest, some are.
#[test]
fn orc_9_v10_the_stored_matrix_is_semidefinite() {
    let rows = matrix::semidefinite(Effort::from_environment());
    hold(&rows);
    assert!(rows.iter().all(|row| row.naive.low < 0.0), "{rows:#?}");
}

/// V12: a new asset is shown at 12.8 % a day or more until it has thirty samples, and never at zero.
#[test]
fn v12_a_new_asset_is_never_still() {
    hold(&grid::new_asset());
}
