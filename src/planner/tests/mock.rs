//! Margin and oracle in one: prices of 2,000 and 40,000 and 1 USD, maintenance of so many hundredths of the value.

use super::*;
use alloc::vec::Vec;
use alloy_sol_types::{sol, SolCall};
use core::cell::RefCell;
use risk::{snapshot, Covariance, Market};
use stylus_sdk::prelude::*;

sol! {
    struct H { uint8 asset; uint256 amount; }
    struct L { uint8 asset; uint8 kind; int256 size; uint256 strike; uint64 expiry; }
    struct P { int256 cash; H[] collateral; L[] legs; }
    struct V { int256 equity; uint256 initial; uint256 maintenance; uint256 buffer; uint256 health; uint16 notLive; }
    function assessMany(uint32 version, bool favourSuspects, P[] portfolios) returns (V[]);
    function assess(int256 cash, H[] collateral, L[] legs) returns (V, int256[]);
    function oracle() returns (address);
    function snapshot(uint16 mask) returns (uint256[]);
}

/// What the mock knows.
pub(crate) struct World {
    pub(crate) oracle: Address,
    pub(crate) market: Market,
    /// Maintenance of each asset, hundredths of its value.
    pub(crate) rates: [u128; 3],
    /// Everything asked about, in order.
    pub(crate) asked: Vec<assessManyCall>,
    pub(crate) attributed: usize,
    /// What every judgement answers instead, where it is something.
    pub(crate) said: Option<Result<Vec<u8>, Vec<u8>>>,
}

thread_local! {
    static WORLD: RefCell<Option<World>> = const { RefCell::new(None) };
}

pub(crate) fn set(world: World) {
    WORLD.with_borrow_mut(|place| *place = Some(world));
}

pub(crate) fn world<T>(visit: impl FnOnce(&mut World) -> T) -> T {
    WORLD.with_borrow_mut(|world| visit(world.as_mut().unwrap()))
}

impl World {
    pub(crate) fn of(states: &[State]) -> Self {
        let mut market = Market::new();
        market.mask = 0b111;
        market.prices[..3].copy_from_slice(&[2_000 * WAD, 40_000 * WAD, WAD]);
        market.liability_prices = market.prices;
        market.states[..3].copy_from_slice(states);
        for (place, state) in states.iter().enumerate() {
            if *state == State::Suspect {
                market.liability_prices[place] = market.prices[place] / 100 * 110;
            }
        }
        market.covariance = Covariance::from_triangle(3, &[0; 6]).unwrap();
        Self {
            oracle: Address::ZERO,
            market,
            rates: [10, 20, 5],
            asked: Vec::new(),
            attributed: 0,
            said: None,
        }
    }

    fn price(&self, asset: u8, favoured: bool) -> u128 {
        let place = usize::from(asset);
        if favoured {
            self.market.liability_prices[place]
        } else {
            self.market.prices[place]
        }
    }

    fn verdict(&self, cash: I256, held: &[H], favoured: bool) -> V {
        let worth = |holding: &H| {
            let price = U256::from(self.price(holding.asset, favoured));
            holding.amount * price / U256::from(WAD)
        };
        let value: U256 = held.iter().map(worth).sum();
        let margin = |holding: &H| {
            worth(holding) * U256::from(self.rates[usize::from(holding.asset)]) / U256::from(100)
        };
        let maintenance: U256 = held.iter().map(margin).sum();
        let equity = cash + I256::from_raw(value);
        let health = if equity.is_negative() {
            U256::ZERO
        } else {
            equity.into_raw() * U256::from(WAD) / maintenance.max(U256::from(1))
        };
        V {
            equity,
            initial: maintenance * U256::from(2),
            maintenance,
            buffer: maintenance * U256::from(115) / U256::from(100),
            health,
            notLive: 0,
        }
    }

    fn snapshot(&self, mask: u16) -> Vec<U256> {
        let mut market = Market::new();
        market.mask = mask;
        let places = (0..3).filter(|asset| mask >> asset & 1 == 1);
        let mut count = 0;
        for (to, from) in places.enumerate() {
            market.prices[to] = self.market.prices[from];
            market.liability_prices[to] = self.market.liability_prices[from];
            market.states[to] = self.market.states[from];
            count = to + 1;
        }
        let entries = vec![1; count * (count + 1) / 2];
        market.covariance = Covariance::from_triangle(count, &entries).unwrap();
        let mut words = vec![U256::ZERO; snapshot::length(count)];
        snapshot::encode(&market, &mut words).unwrap();
        words
    }

    fn answer(&mut self, data: &[u8]) -> Result<Vec<u8>, Vec<u8>> {
        let selector: [u8; 4] = data[..4].try_into().unwrap();
        match selector {
            oracleCall::SELECTOR => Ok(oracleCall::abi_encode_returns(&(self.oracle,))),
            snapshotCall::SELECTOR => {
                let mask = snapshotCall::abi_decode(data, true).unwrap().mask;
                Ok(snapshotCall::abi_encode_returns(&(self.snapshot(mask),)))
            }
            assessCall::SELECTOR => {
                self.attributed += 1;
                let call = assessCall::abi_decode(data, true).unwrap();
                let share = |held: &H| {
                    let margin = self
                        .verdict(I256::ZERO, core::slice::from_ref(held), false)
                        .maintenance;
                    I256::from_raw(margin)
                };
                let mut shares: Vec<I256> = call.collateral.iter().map(share).collect();
                shares.extend(call.legs.iter().map(|_| I256::ZERO));
                let verdict = self.verdict(call.cash, &call.collateral, false);
                Ok(assessCall::abi_encode_returns(&(verdict, shares)))
            }
            assessManyCall::SELECTOR => {
                let call = assessManyCall::abi_decode(data, true).unwrap();
                let verdict = |portfolio: &P| {
                    self.verdict(portfolio.cash, &portfolio.collateral, call.favourSuspects)
                };
                let verdicts: Vec<V> = call.portfolios.iter().map(verdict).collect();
                self.asked.push(call);
                let said = self.said.clone();
                said.unwrap_or_else(|| Ok(assessManyCall::abi_encode_returns(&(verdicts,))))
            }
            _ => Err(Vec::new()),
        }
    }
}

#[storage]
pub(crate) struct Mock;

// What `#[entrypoint]` does for a contract.
#[allow(unsafe_code)]
unsafe impl TopLevelStorage for Mock {}

#[public]
impl Mock {
    #[fallback]
    fn fallback(&mut self, input: &[u8]) -> Result<Vec<u8>, Vec<u8>> {
        world(|world| world.answer(input))
    }
}
