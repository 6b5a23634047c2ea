//! What may be done at a price, from calls on the shipped WASM: every state is brought about, and every action asked
//! for. The table is kept in `docs/decisions.txt`. (ORC-1, ORC-3)

use std::{fmt::Write, fs, path::PathBuf};

use alloy::primitives::U256;
use e2e::{
    price_world::{IFeedTold, IPrices, PriceWorld},
    world::usd,
};

const STATES: [&str; 5] = ["live", "stale", "dead", "suspect", "paused"];
const ACTIONS: [&str; 6] = [
    "deposit, repay",
    "withdraw, no debt",
    "raise risk",
    "start liquidation",
    "settle liquidation",
    "share a loss",
];
/// By the number that the contract answers.
const WORDS: [&str; 8] = [
    "no",
    "yes",
    "below MM",
    "below MM, health < 0.95",
    "below MM at both prices",
    "other assets only",
    "at the worse price",
    "clock stops",
];

/// The table of the design, cell by cell.
const EXPECTED: [[u8; 6]; 5] = [
    [1, 1, 1, 2, 1, 1],
    [1, 1, 0, 3, 1, 0],
    [1, 1, 0, 5, 7, 0],
    [1, 1, 0, 4, 6, 0],
    [1, 1, 0, 3, 7, 0],
];

/// A world whose asset is in a state.
fn brought_to(state: usize) -> PriceWorld {
    let mut world = PriceWorld::with_assets(1);
    let feed = world.feeds[0];
    match state {
        0 => {}
        1 => world.pass(90_001),
        2 => world.tell(feed, IFeedTold::setModeCall { mode: 1 }),
        3 => world.say(feed, usd(3_001)),
        _ => world.sequencer(false),
    }
    world
}

#[test]
fn orc_3_every_state_and_action() {
    let mut table = String::from(
        "What a price allows, by its state: answers of the program `prices` on the local chain.\n\
         MM: maintenance margin; health: equity over it.\n\n",
    );
    let _ = write!(table, "{:9}", "state");
    for action in ACTIONS {
        let _ = write!(table, "{action:25}");
    }
    let mut cells = 0;
    for (state, expected) in EXPECTED.iter().enumerate() {
        let number = u8::try_from(state).expect("few states");
        let world = brought_to(state);
        let row: U256 = world.read(IPrices::decisionsCall { mask: 1 })[0];
        let bytes = row.to_le_bytes::<32>();
        assert_eq!(bytes[6], number, "the state");
        assert_eq!(bytes[7], world.seen(0).1, "the gate");
        assert_eq!(bytes[8..], [0; 24]);
        let _ = write!(table, "\n{:9}", STATES[state]);
        for (place, expected) in expected.iter().enumerate() {
            let action = u8::try_from(place).expect("few actions");
            let of_now = world.read(IPrices::decisionCall { asset: 0, action });
            let of_table = world.read(IPrices::permissionCall {
                state: number,
                action,
            });
            let what = format!("{} / {}", STATES[state], ACTIONS[place]);
            assert_eq!(
                (of_now, of_table, bytes[place]),
                (*expected, *expected, *expected),
                "{what}"
            );
            let _ = write!(table, "{:25}", WORDS[usize::from(of_now)]);
            cells += 1;
        }
    }
    assert_eq!(cells, 30);
    let lines: Vec<&str> = table.lines().map(str::trim_end).collect();
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/decisions.txt");
    fs::write(path, lines.join("\n") + "\n").expect("the table is written");
}

/// No state stops the liquidation of everything for ever: in each, something can be started, on a condition or for
/// other assets.
#[test]
fn orc_3_no_state_forbids_every_liquidation() {
    for state in 0..5 {
        let world = PriceWorld::empty();
        let start = world.read(IPrices::permissionCall { state, action: 3 });
        assert_ne!(start, 0, "{}", STATES[usize::from(state)]);
    }
}

/// Each of several assets has its own row; an outage has one for all.
#[test]
fn assets_are_decided_one_by_one() {
    let mut world = PriceWorld::with_assets(3);
    let (second, third) = (world.feeds[1], world.feeds[2]);
    world.tell(second, IFeedTold::setModeCall { mode: 1 });
    world.say(third, usd(3_001));
    let states = |world: &PriceWorld, mask| -> Vec<u8> {
        let rows = world.read(IPrices::decisionsCall { mask });
        rows.iter().map(|row: &U256| row.byte(6)).collect()
    };
    assert_eq!(states(&world, 0b111), [0, 2, 3]);
    assert_eq!(states(&world, 0b101), [0, 3]);
    assert_eq!(states(&world, 0), [0; 0]);
    world.sequencer(false);
    assert_eq!(states(&world, 0b111), [4, 4, 4]);
    let refusal = world
        .view(IPrices::decisionsCall { mask: 0b1000 })
        .expect_err("not listed");
    let unknown = refusal.typed::<IPrices::UnknownAsset>().expect("typed");
    assert_eq!(unknown.asset, 3);
}
