//! Snapshots: when they are taken, what they say, what the oracle is told.

use super::*;
use crate::abi::*;

#[motsu::test]
fn a_snapshot_is_taken_and_told(
    desk: Contract<Depth>,
    source: Somebody,
    oracle: Somebody,
    owner: Address,
) {
    open(&desk, &source, &oracle, owner);
    for round in 0..3 {
        refresh(&desk);
        let depth = if round < 2 { u(0) } else { usd(1_000) };
        desk.assert_emitted(&SnapshotTaken {
            asset: 2,
            measured: usd(1_000),
            depth,
            maintenanceDepth: depth,
        });
        assert_eq!(depths(&desk), (depth, depth));
    }
    // The mock oracle knows no such call.
    desk.assert_emitted(&NoteFailed {
        oracle: oracle.address(),
    });
    assert_eq!(
        oracle.sender(owner).asked(),
        u(0),
        "what reverts leaves nothing"
    );
    let told = u(2) | (usd(1_000) << 8) | (usd(1_000) << 128);
    say(
        &oracle,
        "noteDepths(uint256[])",
        &[u(32), u(1), told],
        &[u(1)],
    );
    refresh(&desk);
    assert_eq!(oracle.sender(owner).asked(), u(1));

    let info = desk.sender(owner).info(2).unwrap();
    let expected = DepthInfo {
        source: source.address(),
        kind: CONTRACT,
        heartbeat: 0,
        decimals: 0,
        base: usd(1_000),
        depth: usd(1_000),
        maintenanceDepth: usd(1_000),
        latest: usd(1_000),
        median: usd(1_000),
        measuredAt: clock::now(),
        askedAt: clock::now(),
    };
    assert_eq!(info, expected);
    let mut snapshots = vec![usd(1_000); 5];
    snapshots[4] = u(0);
    assert_eq!(desk.sender(owner).snapshots(2).unwrap(), snapshots);
}

#[motsu::test]
fn too_early_asks_nobody(
    desk: Contract<Depth>,
    source: Somebody,
    oracle: Somebody,
    owner: Address,
) {
    open(&desk, &source, &oracle, owner);
    refresh(&desk);
    clock::pass(SPACING - 1);
    assert!(!desk.sender(owner).refresh().motsu_unwrap());
    clock::pass(1);
    assert!(!desk.sender(owner).refresh_some(!4).motsu_unwrap());
    assert_eq!(source.sender(owner).asked(), u(1));
    assert!(desk.sender(owner).refresh_some(4).motsu_unwrap());
    assert_eq!(source.sender(owner).asked(), u(2));
}

#[motsu::test]
fn cents_are_rounded_down_and_bounded(
    desk: Contract<Depth>,
    source: Somebody,
    oracle: Somebody,
    owner: Address,
) {
    open(&desk, &source, &oracle, owner);
    let cent = u(10_000_000_000_000_000);
    let most = u((1 << 48) - 1) * cent;
    let cases = [
        (cent - u(1), u(0)),
        (cent * u(7) + u(1), cent * u(7)),
        (U256::MAX, most),
        (most + cent, most),
        (most, most),
    ];
    for (said, kept) in cases {
        say(&source, "depth(uint8)", &[u(2)], &[said]);
        refresh(&desk);
        assert_eq!(desk.sender(owner).info(2).unwrap().latest, kept);
    }
}

#[motsu::test]
fn a_source_that_fails_is_no_snapshot(
    desk: Contract<Depth>,
    source: Somebody,
    oracle: Somebody,
    owner: Address,
) {
    open(&desk, &source, &oracle, owner);
    for _ in 0..5 {
        refresh(&desk);
    }
    say(&source, "depth(uint8)", &[u(2)], &[]);
    for _ in 0..8 {
        refresh(&desk);
        desk.assert_emitted(&SnapshotMissing {
            asset: 2,
            reason: 2,
            depth: usd(1_000),
            maintenanceDepth: usd(1_000),
        });
    }
    // Two hours are over; a quarter of four more, and nothing is asked meanwhile.
    clock::pass(3_600);
    let (used, kept) = depths(&desk);
    assert_eq!(used, usd(750));
    // An hour at a speed of a half in a day: 1,000 / (1 + ln 2 / 24) = 971.9296, rounded up to a cent.
    assert_eq!(kept, u(97_193) * u(10_000_000_000_000_000));
    // Another source goes on from there.
    desk.sender(owner)
        .set_source(2, oracle.address(), CONTRACT, 0, usd(1))
        .motsu_unwrap();
    assert_eq!(depths(&desk), (used, kept));
    desk.sender(owner)
        .set_source(2, Address::ZERO, NOBODY, 0, u(0))
        .motsu_unwrap();
    assert_eq!(depths(&desk), (used, kept));
}
