//! The attacks on the shipped programs.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use redteam::paths::Character;
use redteam::table::Row;
use redteam::Effort;
use shipped::attacks;

#[track_caller]
fn hold(rows: &[Row]) {
    let broken: Vec<String> = rows
        .iter()
        .filter(|row| !row.holds())
        .map(Row::to_string)
        .collect();
    assert!(broken.is_empty(), "{broken:#?}");
}

/// V1 and V2: every word of the oracle's storage is what one poke leaves.
#[test]
fn orc_5_v1_v2_nothing_between_due_times_counts() {
    hold(&attacks::between_due_times());
}

/// V7: what a reader sees of a fall that nobody has sampled is what the sample leaves.
#[test]
fn orc_7_v7_an_unsampled_fall_is_seen() {
    let row = attacks::unpoked_fall();
    assert!(row.naive.high < 0.6, "{row}");
    hold(&[row]);
}

/// V8: after a month and after a year of silence the pokes that catch up are few, and leave what the pure code leaves.
#[test]
fn orc_6_v8_silence_is_caught_up() {
    hold(&attacks::silence());
}

/// V3, ORC-8: within the hour after each due time, whatever the pokes and their gas, the state is that of the full grid;
/// and the programs do what the pure code does.
#[test]
fn orc_8_v3_an_hour_alone_moves_nothing() {
    let path = Character::Reverting.path(21, 4 * 1440);
    let rows: Vec<Row> = attacks::along(&path, Effort::Quick)
        .into_iter()
        .filter(|row| row.id == "ORC-8" || row.what.contains("60 min"))
        .collect();
    assert_eq!(rows.len(), 3);
    hold(&rows);
}
