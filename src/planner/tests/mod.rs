//! The planner on mocks of margin and oracle: what is asked, what is made of the answers. That the sizes are right is
//! proven in `risk` and on the shipped programs.

mod mock;
mod plans;
mod wire;

use crate::abi::{CloseTerms, Holding, Leg};
use crate::Planner;
use alloy_primitives::{Address, I256, U256};
use mock::{Mock, World};
use motsu::prelude::*;
use risk::State;

const WAD: u128 = 1_000_000_000_000_000_000;

fn u(value: u128) -> U256 {
    U256::from(value)
}

fn usd(dollars: i128) -> I256 {
    I256::try_from(dollars * WAD.cast_signed()).unwrap()
}

fn holding(asset: u8, milli: u128) -> Holding {
    Holding {
        asset,
        amount: u(milli * WAD / 1_000),
    }
}

fn terms(asset: u8, debt: u128, units: usize) -> CloseTerms {
    CloseTerms {
        asset,
        discountSlope: u(WAD),
        maxDiscount: u(WAD / 20),
        cashUnit: u(1_000_000_000_000),
        maxRepay: u(debt * WAD),
        assetUnits: vec![u(1); units],
    }
}

/// A planner over a margin that asks for a tenth of each asset's value, and an oracle of the states given.
fn open(planner: &Contract<Planner>, margin: &Contract<Mock>, anyone: Address, states: &[State]) {
    mock::set(World::of(states));
    mock::world(|world| world.oracle = margin.address());
    planner
        .sender(anyone)
        .initialize(margin.address())
        .motsu_unwrap();
}

fn short_put() -> Leg {
    Leg {
        asset: 1,
        kind: 2,
        size: usd(-1),
        strike: u(1_500 * WAD),
        expiry: 2_000_000_000,
    }
}
