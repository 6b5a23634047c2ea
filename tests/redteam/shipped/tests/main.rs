//! The attacks on the shipped programs.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use redteam::table::Row;
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
