//! Feeds: the gates, in order, and the boundaries of each.

use super::*;
use crate::abi::*;

const HEARTBEAT: u64 = 3_600;

fn round(feed: &Somebody, id: u128, answer: U256, updated_at: u64) {
    let at = u(u128::from(updated_at));
    say(
        feed,
        "latestRoundData()",
        &[],
        &[u(id), answer, at, at, u(id)],
    );
}

#[motsu::test]
fn orc_4_the_first_gate_that_fails_is_the_reason(
    desk: Contract<Depth>,
    feed: Somebody,
    oracle: Somebody,
    owner: Address,
) {
    desk.sender(owner)
        .initialize(owner, oracle.address())
        .motsu_unwrap();
    say(&feed, "decimals()", &[], &[u(8)]);
    for asset in 0..10 {
        desk.sender(owner)
            .set_source(asset, feed.address(), FEED, 3_600, usd(5))
            .motsu_unwrap();
        assert_eq!(desk.sender(owner).info(asset).unwrap().decimals, 8);
    }
    // Five dollars and a thousandth of a cent.
    let good = u(500_001_000);
    let negative = U256::MAX;

    // Each case breaks all gates from its own on, as far as they can be broken together.
    type Break = fn(&Somebody, u64);
    let cases: [(u8, Break); 9] = [
        (2, |feed, _| say(feed, "latestRoundData()", &[], &[])),
        (2, |feed, _| say(feed, "latestRoundData()", &[], &[u(1); 4])),
        (2, |feed, _| say(feed, "decimals()", &[], &[])),
        (2, |feed, _| say(feed, "decimals()", &[], &[u(256)])),
        (7, |feed, _| {
            say(feed, "decimals()", &[], &[u(9)]);
            round(feed, 0, U256::MAX, 0);
        }),
        (3, |feed, now| round(feed, 0, U256::MAX, now + 1)),
        (4, |feed, now| round(feed, 7, U256::MAX, now + 1)),
        (5, |feed, now| {
            round(feed, 7, U256::MAX, now - HEARTBEAT - 1)
        }),
        (6, |feed, now| round(feed, 7, U256::ZERO, now)),
    ];
    // An asset for each, so that each event is one of its own.
    for (asset, (reason, break_it)) in (3_u8..).zip(cases) {
        clock::pass(SPACING);
        say(&feed, "decimals()", &[], &[u(8)]);
        round(&feed, 7, good, clock::now());
        break_it(&feed, clock::now());
        let asset = asset % 10;
        let mask = 1 << asset;
        assert!(desk.sender(owner).refresh_some(mask).motsu_unwrap());
        desk.assert_emitted(&SnapshotMissing {
            asset,
            reason,
            depth: u(0),
            maintenanceDepth: u(0),
        });
        assert_eq!(desk.sender(owner).info(asset).unwrap().latest, u(0));
    }
    say(&feed, "decimals()", &[], &[u(8)]);
    for (answer, updated_at, latest) in [
        (negative, 0, None),
        (negative >> 1_usize, 0, Some(u((1 << 48) - 1))),
        (good, HEARTBEAT, Some(u(500))),
        (u(1), 0, Some(u(0))),
    ] {
        clock::pass(SPACING);
        round(&feed, 7, answer, clock::now() - updated_at);
        assert!(desk.sender(owner).refresh().motsu_unwrap());
        let info = desk.sender(owner).info(2).unwrap();
        if let Some(cents) = latest {
            assert_eq!(info.latest, cents * u(10_000_000_000_000_000));
            assert_eq!(info.measuredAt, clock::now());
        } else {
            assert!(info.measuredAt < clock::now());
        }
    }
}

#[motsu::test]
fn a_feed_must_say_its_decimals(desk: Contract<Depth>, feed: Somebody, owner: Address) {
    desk.sender(owner).initialize(owner, owner).motsu_unwrap();
    for (words, decimals) in [(vec![], 255), (vec![u(37)], 37), (vec![u(256)], 255)] {
        say(&feed, "decimals()", &[], &words);
        let refusal = desk
            .sender(owner)
            .set_source(2, feed.address(), FEED, 3_600, usd(5))
            .motsu_unwrap_err();
        assert_eq!(refusal, DecimalsTooLarge { decimals }.into());
    }
}
