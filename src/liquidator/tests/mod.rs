//! Unit tests of the contract on mocks of the house around it and the cash token.

mod buying;
mod parameters;
mod prices;
mod tokens;
mod wire;

use crate::abi::LiquidatorError;
use crate::Liquidator;
use alloc::vec::Vec;
use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::{sol, SolCall};
use core::borrow::BorrowMut;
use core::cell::RefCell;
use motsu::prelude::*;
use std::collections::HashMap;
use stylus_sdk::abi::Router;
use stylus_sdk::host::WasmVM;
use stylus_sdk::prelude::*;
use stylus_sdk::stylus_core::storage::TopLevelStorage;
use stylus_sdk::ArbResult;

pub(super) const WAD: u128 = 1_000_000_000_000_000_000;

sol! {
    struct Holding { uint8 asset; uint256 amount; }
    struct Leg { uint8 asset; uint8 kind; int256 size; uint256 strike; uint64 expiry; }
    struct Verdict {
        int256 equity;
        uint256 initialMargin;
        uint256 maintenanceMargin;
        uint256 bufferMargin;
        uint256 health;
        uint16 notLive;
    }
    struct CloseTerms {
        uint8 asset;
        uint256 discountSlope;
        uint256 maxDiscount;
        uint256 cashUnit;
        uint256 maxRepay;
        uint256[] assetUnits;
    }
    struct ClosePlan {
        uint8 path;
        uint8 asset;
        uint256 repay;
        uint256 seized;
        uint256 discount;
        uint256 healthBefore;
        uint256 healthAfter;
        uint8 state;
        uint16 notLive;
        uint64 states;
    }
    struct AccountInfo { address owner; uint256 debt; uint256 cash; uint16 assets; uint32 version; bool legs; }
    struct Portfolio { int256 cash; Holding[] collateral; Leg[] legs; }
    function account(bytes32 account) returns (AccountInfo info);
    function portfolio(bytes32 account) returns (int256 cash, Holding[] collateral, Leg[] legs);
    function listing(uint8 asset) returns (address token, uint8 decimals, uint256 cap, uint256 total);
    function seize(bytes32 account, uint8 asset, uint256 amount, uint256 repaid, address to);
    function assessMany(uint32 version, bool favourSuspects, Portfolio[] portfolios) returns (Verdict[] verdicts);
    function acquire();
    function release();
    function close(uint32 version, int256 cash, Holding[] collateral, Leg[] legs, CloseTerms terms) returns (ClosePlan plan);
    function balanceOf(address owner) returns (uint256);
    function transferFrom(address from, address to, uint256 amount) returns (bool);
    function decimals() returns (uint8);
}

/// What lies behind the addresses that the contract calls, in this test's thread.
#[derive(Default)]
pub(super) struct World {
    /// What an address answers to a selector.
    pub(super) answers: HashMap<(Address, [u8; 4]), ArbResult>,
    /// Everything that was called, in order.
    pub(super) calls: Vec<(Address, Vec<u8>)>,
    /// Balances of the token.
    pub(super) balances: HashMap<Address, U256>,
    /// Kept by the token of each 100 that move.
    pub(super) fee: u64,
    /// Arrives with each transfer from somebody else.
    pub(super) windfall: u64,
}

thread_local! {
    static WORLD: RefCell<World> = RefCell::default();
}

pub(super) fn world<T>(visit: impl FnOnce(&mut World) -> T) -> T {
    WORLD.with(|world| visit(&mut world.borrow_mut()))
}

pub(super) fn answer<C: SolCall>(at: Address, answer: ArbResult) {
    world(|world| world.answers.insert((at, C::SELECTOR), answer));
}

/// The calls of one function, decoded.
pub(super) fn calls<C: SolCall>() -> Vec<C> {
    world(|world| {
        let those = world
            .calls
            .iter()
            .filter(|(_, data)| data[..4] == C::SELECTOR);
        those
            .map(|(_, data)| C::abi_decode(data, true).unwrap())
            .collect()
    })
}

/// Any contract: answers what [`World`] says.
#[storage]
pub(super) struct Mock;

unsafe impl TopLevelStorage for Mock {}

impl<S: TopLevelStorage + BorrowMut<Self> + ValueDenier> Router<S> for Mock {
    type Storage = Self;

    fn route(_: &mut S, selector: u32, input: &[u8]) -> Option<ArbResult> {
        let me = WasmVM {}.contract_address();
        let data = [&selector.to_be_bytes()[..], input].concat();
        Some(world(|world| {
            world.calls.push((me, data.clone()));
            if selector.to_be_bytes() == transferFromCall::SELECTOR {
                world.transfer(&data);
            }
            match world.answers.get(&(me, selector.to_be_bytes())) {
                Some(answer) => answer.clone(),
                None if selector.to_be_bytes() == balanceOfCall::SELECTOR => {
                    let owner = balanceOfCall::abi_decode(&data, true).unwrap().owner;
                    Ok(world
                        .balances
                        .get(&owner)
                        .copied()
                        .unwrap_or_default()
                        .to_be_bytes::<32>()
                        .to_vec())
                }
                None => Err(vec![]),
            }
        }))
    }

    fn receive(_: &mut S) -> Option<Result<(), Vec<u8>>> {
        None
    }

    fn fallback(_: &mut S, _: &[u8]) -> Option<ArbResult> {
        None
    }

    fn constructor(_: &mut S, _: &[u8]) -> Option<ArbResult> {
        None
    }
}

impl World {
    fn transfer(&mut self, data: &[u8]) {
        let transfer = transferFromCall::abi_decode(data, true).unwrap();
        let kept = transfer.amount * U256::from(self.fee) / U256::from(100u8);
        let balance = self.balances.entry(transfer.to).or_default();
        *balance += transfer.amount - kept + U256::from(self.windfall);
    }
}

pub(super) fn wad(value: u128) -> U256 {
    U256::from(value)
}

/// The word 1, as a token that succeeds answers.
pub(super) fn yes() -> ArbResult {
    Ok(U256::from(1u8).to_be_bytes::<32>().to_vec())
}

/// The contracts around the one that is tested.
pub(super) struct House {
    pub(super) vault: Contract<Mock>,
    pub(super) margin: Contract<Mock>,
    pub(super) planner: Contract<Mock>,
    pub(super) lock: Contract<Mock>,
    pub(super) pool: Contract<Mock>,
    pub(super) cash: Contract<Mock>,
}

pub(super) const ACCOUNT: B256 = B256::repeat_byte(7);

/// A plan to sell 0.3 of asset 3 (8 decimals) for 17,000 in cash of 6 decimals.
pub(super) fn plan() -> ClosePlan {
    ClosePlan {
        path: 1,
        asset: 3,
        repay: wad(17_000 * WAD),
        seized: wad(3 * WAD / 10),
        discount: wad(WAD / 50),
        healthBefore: wad(WAD / 100 * 97),
        healthAfter: wad(WAD / 100 * 115),
        state: 0,
        notLive: 0,
        states: 0,
    }
}

pub(super) fn close_answers(house: &House, plan: &ClosePlan) {
    use alloy_sol_types::SolValue;
    answer::<closeCall>(house.planner.address(), Ok(plan.abi_encode()));
}

pub(super) fn assess_answers(house: &House, health: u128) {
    let verdict = Verdict {
        equity: alloy_primitives::I256::ZERO,
        initialMargin: U256::ZERO,
        maintenanceMargin: U256::ZERO,
        bufferMargin: U256::ZERO,
        health: wad(health),
        notLive: 0,
    };
    answer::<assessManyCall>(
        house.margin.address(),
        Ok(assessManyCall::abi_encode_returns(&(vec![verdict],))),
    );
}

/// The version that the account was opened under, and what it owes: more than its cash says, which has a profit in it.
pub(super) const VERSION: u32 = 7;
pub(super) const DEBT: u128 = 55_000_000_000;

pub(super) fn leg() -> Leg {
    Leg {
        asset: 1,
        kind: 2,
        size: alloy_primitives::I256::MINUS_ONE,
        strike: wad(2_000 * WAD),
        expiry: 1_800_000_000,
    }
}

/// A house in which the account holds assets 1 and 3 and owes 54,000, and whose contract is initialised.
pub(super) fn set_up(liquidator: &Contract<Liquidator>, owner: Address) -> House {
    let house = House {
        vault: Contract::new(),
        margin: Contract::new(),
        planner: Contract::new(),
        lock: Contract::new(),
        pool: Contract::new(),
        cash: Contract::new(),
    };
    let held = vec![
        Holding {
            asset: 1,
            amount: wad(5 * WAD),
        },
        Holding {
            asset: 3,
            amount: wad(WAD / 2),
        },
    ];
    let debt = alloy_primitives::I256::try_from(-54_000 * 10i128.pow(18)).unwrap();
    answer::<portfolioCall>(
        house.vault.address(),
        Ok(portfolioCall::abi_encode_returns(&(
            debt,
            held,
            vec![leg()],
        ))),
    );
    let listing = (Address::repeat_byte(9), 8u8, wad(1), wad(2));
    answer::<listingCall>(
        house.vault.address(),
        Ok(listingCall::abi_encode_returns(&listing)),
    );
    let info = AccountInfo {
        owner,
        debt: wad(DEBT),
        cash: U256::ZERO,
        assets: 0b1010,
        version: VERSION,
        legs: true,
    };
    answer::<accountCall>(
        house.vault.address(),
        Ok(accountCall::abi_encode_returns(&(info,))),
    );
    answer::<acquireCall>(house.lock.address(), Ok(vec![]));
    answer::<releaseCall>(house.lock.address(), Ok(vec![]));
    answer::<seizeCall>(house.vault.address(), Ok(vec![]));
    answer::<decimalsCall>(
        house.cash.address(),
        Ok(wad(6).to_be_bytes::<32>().to_vec()),
    );
    answer::<transferFromCall>(house.cash.address(), yes());
    close_answers(&house, &plan());
    initialize(liquidator, owner, &house).unwrap();
    house
}

pub(super) fn initialize(
    liquidator: &Contract<Liquidator>,
    owner: Address,
    house: &House,
) -> Result<(), LiquidatorError> {
    let (vault, margin) = (house.vault.address(), house.margin.address());
    liquidator.sender(owner).initialize(
        owner,
        vault,
        margin,
        house.planner.address(),
        house.pool.address(),
        house.cash.address(),
        house.lock.address(),
    )
}

/// Buys all of the plan of asset 3.
pub(super) fn buy(
    liquidator: &Contract<Liquidator>,
    buyer: Address,
) -> Result<(U256, U256), LiquidatorError> {
    liquidator
        .sender(buyer)
        .buy_collateral(ACCOUNT, 3, U256::MAX, U256::ZERO, buyer)
}

pub(super) fn error_of<T>(result: Result<T, LiquidatorError>) -> LiquidatorError {
    match result {
        Ok(_) => panic!("expected an error"),
        Err(error) => error,
    }
}
