//! The programs say what this machine says, to the bit.

use alloy::primitives::I256;

use crate::draws::{account, market, rows, rules, Dice, Purpose};
use crate::world::{words, World};

/// Portfolios of one market.
const PER_MARKET: usize = 10;

/// So many portfolios: a few hundred, or ten thousand in the long mode.
pub(crate) fn portfolios() -> usize {
    if std::env::var_os("PLIMSOLL_LONG").is_some() {
        10_000
    } else {
        300
    }
}

/// Verdict and attribution of random portfolios with and without options in random markets: with unknown assets, dead
/// prices, short books, late clocks, and terms that differ for both requirements.
#[test]
fn programs_judge_as_this_machine_does() {
    let (mut world, mut dice) = (World::new(), Dice::new(5));
    let mut compared = 0;
    for number in 0..portfolios() / PER_MARKET {
        let drawn = market(&mut dice, [1, 3, 8, 16][number % 4], Purpose::All);
        let count = [140, 90, 200, 767, 0][number % 5];
        let (rules, rows) = (rules(&mut dice, Purpose::All), rows(&mut dice, count));
        let ground = world.show(&drawn, &rules, &rows);
        for turn in 0..PER_MARKET {
            let account = account(&mut dice, &ground, turn % 2 == 0);
            let (verdict, attribution) = ground.native(&account);
            let (got, carried) = world.assess(&account);
            assert_eq!(got, words(&verdict), "{number} {turn} {account:?}");
            let expected: Vec<I256> = attribution
                .iter()
                .map(|share| I256::try_from(*share).unwrap())
                .collect();
            assert_eq!(carried, expected, "{number} {turn}");
            let sum: i128 = attribution.iter().sum();
            assert_eq!(sum.unsigned_abs(), verdict.maintenance, "{number} {turn}");
            compared += 1;
        }
    }
    println!("{compared} portfolios");
}
