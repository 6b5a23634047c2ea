//! What the tail of a list of losses is made of.

use fixed::WAD;
use risk::shortfall::tail::{Largest, Share};
use risk::RiskError;

/// 97.5 % of 100 losses: the two worst, and half of the third.
#[test]
fn a_tail_has_whole_losses_and_a_part_of_one() {
    let share = Share::new(100, 975_000_000_000_000_000).unwrap();
    assert_eq!(share.rows(), 3);
    assert_eq!(
        [0, 1, 2, 3].map(|place| share.weight(place)),
        [WAD, WAD, WAD / 2, 0]
    );
    assert_eq!(share.mean_up([50, 30, 20, 10].into_iter()), Ok(36));
    assert_eq!(
        share.mean_up([50, 30].into_iter()),
        Err(RiskError::LengthMismatch)
    );
}

#[test]
fn the_least_kept_is_known_once_the_list_is_full() {
    let mut largest = Largest::<i64, 4>::new(2).unwrap();
    assert_eq!(largest.least(), None);
    largest.insert(7, 0);
    assert_eq!(largest.least(), None);
    largest.insert(9, 1);
    assert_eq!(largest.least(), Some(7));
    largest.insert(8, 2);
    assert_eq!(largest.least(), Some(8));
    largest.insert(8, 3);
    assert_eq!(largest.entries(), [(9, 1), (8, 2)]);
}
