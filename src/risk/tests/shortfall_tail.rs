//! What the tail of a list of losses is made of.

use fixed::WAD;
use risk::scenarios::{encode, Scenarios};
use risk::shortfall::tail::{Largest, Share};
use risk::shortfall::{simulate, Exposure};
use risk::{RiskError, MAX_ASSETS};

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

/// Rows are ruled out by a quadratic that holds for eight standard deviations: a residual of ten loses 11.18 where the
/// quadratic says 9.4, and is worst though another row loses 10.5.
#[test]
fn rows_past_the_quadratic_are_looked_at() {
    let sigma = 1024;
    for assets in [1, 2, 4, 5, 9, 13, 16] {
        let exposures: Vec<Exposure> = (0..assets)
            .map(|asset| Exposure {
                asset,
                usd: -(WAD as i128),
                scale: WAD / 4,
                missing: 0,
            })
            .collect();
        for far in 0..usize::from(assets) {
            let mut rows = vec![encode(&[0; MAX_ASSETS]); 30];
            let mut near = [0; MAX_ASSETS];
            near[far] = 8 * sigma - 1;
            if assets > 1 {
                near[(far + 1) % usize::from(assets)] = 6 * sigma + sigma / 2;
            }
            rows[3] = encode(&near);
            let mut worst = [0; MAX_ASSETS];
            worst[far] = 10 * sigma;
            rows[5] = encode(&worst);
            let simulation = simulate(&Scenarios::of(&rows), &exposures, WAD / 1000 * 975).unwrap();
            // e^2.5 - 1.
            let loss = simulation.shortfall;
            assert!(
                loss.abs_diff(11_182_493_960_703_473_438) < WAD / 1_000_000,
                "{assets} {far} {loss}"
            );
        }
    }
}
