//! Prices of past times on the shipped WASM: those of the rounds then in force, whoever asks when.

use alloy::primitives::{aliases::U80, U256};
use e2e::{
    price_world::{answer, cents, IFeedTold, IPrices, PriceWorld},
    world::usd,
};

const LOW: U256 = U256::from_limbs([u64::MAX, u64::MAX, 0, 0]);

/// Present, price in cents, log return.
fn sample(word: U256) -> Option<(u64, i128)> {
    word.bit(240).then(|| {
        let price = word >> 128 & U256::from((1_u128 << 112) - 1);
        let log_return: u128 = (word & LOW).to();
        (cents(price), log_return.cast_signed())
    })
}

fn record(world: &PriceWorld, due: u64) -> Vec<Option<(u64, i128)>> {
    let words = world.read(IPrices::recordCall { due });
    words.into_iter().map(sample).collect()
}

#[test]
fn a_sample_is_the_price_in_force_then() {
    let mut world = PriceWorld::with_assets(1);
    let feed = world.feeds[0];
    let start = world.chain.now();
    // A round every 50 s, at 2,501, 2,502, ... USD.
    for step in 1..=60 {
        world.pass(50);
        world.say(feed, usd(2_500 + step));
    }
    let mut late = Vec::new();
    for due in start + 1..start + 3_000 {
        let seen = record(&world, due)[0].expect("live").0;
        // The last round before `due`.
        let expected = 2_500 + (due - 1 - start) / 50;
        assert_eq!(seen, expected * 100, "{} s", due - start);
        late.push(seen);
    }
}
