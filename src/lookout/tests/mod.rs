//! The lookout between a vault and a margin contract of a few lines, whose answers are closed forms.
//!
//! The margin contract of these tests: a holding is worth its amount times its price and needs a share of that; a linear
//! leg is worth its size times the price less the strike, and needs the same share of its notional.

// A mock of a whole contract answers by itself.
#![allow(unsafe_code)]

mod searching;
mod viewing;
mod wire;

use crate::Lookout;
use alloc::vec::Vec;
use alloy_primitives::{Address, B256, I256, U256};
use alloy_sol_types::{sol, SolCall, SolError};
use core::borrow::BorrowMut;
use core::cell::RefCell;
use motsu::prelude::*;
use std::collections::BTreeMap;
use stylus_sdk::abi::Router;
use stylus_sdk::host::WasmVM;
use stylus_sdk::prelude::*;
use stylus_sdk::stylus_core::storage::TopLevelStorage;
use stylus_sdk::ArbResult;

pub(super) const WAD: i128 = 1_000_000_000_000_000_000;
/// One unit of a cash of 6 decimals.
pub(super) const DOLLAR: u128 = 1_000_000;
pub(super) const ETH: u8 = 0;
/// 8 decimals.
pub(super) const BTC: u8 = 15;

sol! {
    #[derive(Debug, PartialEq)]
    struct Holding { uint8 asset; uint256 amount; }
    #[derive(Debug, PartialEq)]
    struct Leg { uint8 asset; uint8 kind; int256 size; uint256 strike; uint64 expiry; }
    struct Portfolio { int256 cash; Holding[] collateral; Leg[] legs; }
    struct Verdict {
        int256 equity;
        uint256 initialMargin;
        uint256 maintenanceMargin;
        uint256 bufferMargin;
        uint256 health;
        uint16 notLive;
    }
    struct AccountInfo { address owner; uint256 debt; uint256 cash; uint16 assets; uint32 version; bool legs; }
    struct Listing {
        address token; uint8 decimals; uint256 cap; uint256 total; uint256 weight; uint256 targetWeight; uint64 weightAt;
        uint256 inflowLimit; uint32 seasoning; bool frozen;
    }
    error Refused(uint8 asset);
    error NotListed(uint8 asset);

    interface IHouse {
        function account(bytes32 account) external view returns (AccountInfo info);
        function portfolio(bytes32 account) external view returns (int256 cash, Holding[] collateral, Leg[] legs);
        function borrowingPortfolio(bytes32 account) external view
            returns (int256 cash, Holding[] collateral, Leg[] legs);
        function collateral(bytes32 account, uint8 asset) external view returns (uint256);
        function listing(uint8 asset) external view returns (Listing listing);
        function paused(uint8 action) external view returns (uint64);
        function minDebt() external view returns (uint256);
        function capLeft(uint8 asset) external view returns (uint256);
        function cash() external view returns (address);
        function pool() external view returns (address);
        function decimals() external view returns (uint8);
        function assessMany(uint32 version, bool favourSuspects, Portfolio[] portfolios) external view
            returns (Verdict[] verdicts);
        function assessAt(uint32 version, Portfolio portfolio, uint8 asset, uint256[] prices) external view
            returns (Verdict[] verdicts);
        function oracle() external view returns (address);
        function terms() external view returns (address);
        function newest() external view returns (uint32);
        function price(uint8 asset) external view returns (uint256);
    }
}

use IHouse as H;

/// An account of the vault.
#[derive(Debug, Clone, Default)]
pub(super) struct Account {
    /// Units of the cash.
    pub(super) debt: u128,
    /// Units of the cash.
    pub(super) cash: u128,
    /// Units of the token, by asset.
    pub(super) held: BTreeMap<u8, u128>,
    /// 18 decimals: does not count yet.
    pub(super) unseasoned: BTreeMap<u8, u128>,
    /// Asset, size, strike.
    pub(super) legs: Vec<(u8, i128, i128)>,
    pub(super) version: u32,
}

/// What lies behind the addresses, in this test's thread.
#[derive(Debug, Default)]
pub(super) struct World {
    pub(super) addresses: BTreeMap<&'static str, Address>,
    pub(super) accounts: BTreeMap<B256, Account>,
    /// USD WAD, by asset.
    pub(super) prices: BTreeMap<u8, i128>,
    /// Share of the value that initial margin asks for, in thousandths, by asset.
    pub(super) initial: BTreeMap<u8, i128>,
    /// Maintenance margin, as a share of the initial one, in thousandths, by version.
    pub(super) maintenance: BTreeMap<u32, i128>,
    /// Thousandths, by asset.
    pub(super) weights: BTreeMap<u8, u128>,
    pub(super) seasoning: u32,
    pub(super) frozen: bool,
    /// By number.
    pub(super) paused: u8,
    pub(super) min_debt: u128,
    pub(super) not_live: u16,
    /// The margin contract refuses a portfolio that holds this.
    pub(super) poison: Option<u8>,
    pub(super) lendable: u128,
    /// Calls of the margin contract, and portfolios judged.
    pub(super) questions: usize,
    pub(super) judged: usize,
    /// Answers with a word too few.
    pub(super) short: bool,
}

thread_local! {
    static WORLD: RefCell<World> = RefCell::default();
}

pub(super) fn world<T>(visit: impl FnOnce(&mut World) -> T) -> T {
    WORLD.with(|world| visit(&mut world.borrow_mut()))
}

pub(super) fn decimals(asset: u8) -> u32 {
    if asset == BTC {
        8
    } else {
        18
    }
}

fn unit(asset: u8) -> u128 {
    10_u128.pow(18 - decimals(asset))
}

fn u(value: u128) -> U256 {
    U256::from(value)
}

fn i(value: i128) -> I256 {
    I256::try_from(value).unwrap()
}

impl World {
    fn portfolio(&self, account: B256, counting: bool) -> Portfolio {
        let account = self.accounts.get(&account).cloned().unwrap_or_default();
        let cash = (account.cash.cast_signed() - account.debt.cast_signed()) * 1_000_000_000_000;
        let held = account.held.iter().map(|(asset, amount)| {
            let mut amount = amount * unit(*asset);
            if counting {
                // In units of the token, as the vault rounds.
                amount = amount / unit(*asset) * self.weights.get(asset).copied().unwrap_or(1_000);
                amount = amount / 1_000 * unit(*asset);
                let young = account.unseasoned.get(asset).copied().unwrap_or(0);
                amount = amount.saturating_sub(young);
            }
            Holding {
                asset: *asset,
                amount: u(amount),
            }
        });
        let legs = account.legs.iter().map(|(asset, size, strike)| Leg {
            asset: *asset,
            kind: 0,
            size: i(*size),
            strike: u(strike.cast_unsigned()),
            expiry: 0,
        });
        Portfolio {
            cash: i(cash),
            collateral: held.collect(),
            legs: legs.collect(),
        }
    }

    fn judge(&mut self, version: u32, portfolio: &Portfolio) -> Result<Verdict, Vec<u8>> {
        self.judged += 1;
        let narrow = |word: U256| i128::try_from(word).unwrap();
        let mut equity = i128::try_from(portfolio.cash).unwrap();
        let mut initial = 0;
        for held in &portfolio.collateral {
            if self.poison == Some(held.asset) {
                return Err(Refused { asset: held.asset }.abi_encode());
            }
            let value =
                narrow(held.amount) / 1_000_000_000 * self.prices[&held.asset] / 1_000_000_000;
            equity += value;
            initial += value * self.initial[&held.asset] / 1_000;
        }
        for leg in &portfolio.legs {
            let size = i128::try_from(leg.size).unwrap() / 1_000_000_000;
            let price = self.prices[&leg.asset];
            equity += size * (price - narrow(leg.strike)) / 1_000_000_000;
            initial += size.abs() * price / 1_000_000_000 * self.initial[&leg.asset] / 1_000;
        }
        let version = if version == 0 { 2 } else { version };
        let maintenance = initial * self.maintenance[&version] / 1_000;
        let health = if maintenance == 0 {
            u128::MAX
        } else {
            (equity.max(0) * 1_000_000 / maintenance).cast_unsigned() * 1_000_000_000_000
        };
        Ok(Verdict {
            equity: i(equity),
            initialMargin: u(initial.cast_unsigned()),
            maintenanceMargin: u(maintenance.cast_unsigned()),
            bufferMargin: u((maintenance * 11 / 10).cast_unsigned()),
            health: u(health),
            notLive: self.not_live,
        })
    }

    fn answer(&mut self, selector: [u8; 4], data: &[u8]) -> ArbResult {
        let word = |value: U256| Ok(value.to_be_bytes::<32>().to_vec());
        match selector {
            H::accountCall::SELECTOR => {
                let key = H::accountCall::abi_decode(data, true).unwrap().account;
                let account = self.accounts.get(&key).cloned().unwrap_or_default();
                let info = AccountInfo {
                    owner: Address::from_word(key),
                    debt: u(account.debt),
                    cash: u(account.cash),
                    assets: account.held.keys().map(|asset| 1 << asset).sum(),
                    version: account.version,
                    legs: !account.legs.is_empty(),
                };
                Ok(H::accountCall::abi_encode_returns(&(info,)))
            }
            H::portfolioCall::SELECTOR | H::borrowingPortfolioCall::SELECTOR => {
                let key = B256::from_slice(&data[4..36]);
                let counting = selector == H::borrowingPortfolioCall::SELECTOR;
                let of = self.portfolio(key, counting);
                Ok(H::portfolioCall::abi_encode_returns(&(
                    of.cash,
                    of.collateral,
                    of.legs,
                )))
            }
            H::collateralCall::SELECTOR => {
                let call = H::collateralCall::abi_decode(data, true).unwrap();
                let account = self
                    .accounts
                    .get(&call.account)
                    .cloned()
                    .unwrap_or_default();
                word(u(account.held.get(&call.asset).copied().unwrap_or(0)))
            }
            H::listingCall::SELECTOR => {
                let asset = H::listingCall::abi_decode(data, true).unwrap().asset;
                if !self.prices.contains_key(&asset) {
                    return Err(NotListed { asset }.abi_encode());
                }
                let listing = Listing {
                    token: Address::repeat_byte(asset + 1),
                    decimals: u8::try_from(decimals(asset)).unwrap(),
                    cap: u(1_000),
                    total: u(400),
                    weight: u(self.weights.get(&asset).copied().unwrap_or(1_000)
                        * WAD.cast_unsigned()
                        / 1_000),
                    targetWeight: U256::ZERO,
                    weightAt: 0,
                    inflowLimit: U256::ZERO,
                    seasoning: self.seasoning,
                    frozen: self.frozen,
                };
                Ok(H::listingCall::abi_encode_returns(&(listing,)))
            }
            H::pausedCall::SELECTOR => {
                let action = H::pausedCall::abi_decode(data, true).unwrap().action;
                word(u(u128::from(self.paused == action) * 99))
            }
            H::minDebtCall::SELECTOR => word(u(self.min_debt)),
            H::capLeftCall::SELECTOR => word(u(600)),
            // Of the vault a token, of the pool an amount.
            H::cashCall::SELECTOR if WasmVM {}.contract_address() == self.addresses["pool"] => {
                word(u(self.lendable))
            }
            H::cashCall::SELECTOR => word(self.addresses["cash"].into_word().into()),
            H::poolCall::SELECTOR => word(self.addresses["pool"].into_word().into()),
            H::oracleCall::SELECTOR | H::termsCall::SELECTOR => {
                word(self.addresses["oracle"].into_word().into())
            }
            H::newestCall::SELECTOR => word(u(2)),
            H::decimalsCall::SELECTOR => word(u(6)),
            H::priceCall::SELECTOR => {
                let asset = H::priceCall::abi_decode(data, true).unwrap().asset;
                match self
                    .prices
                    .get(&asset)
                    .filter(|_| self.not_live >> asset & 1 == 0)
                {
                    Some(price) => word(u(price.cast_unsigned())),
                    None => Err(Refused { asset }.abi_encode()),
                }
            }
            H::assessManyCall::SELECTOR => {
                self.questions += 1;
                let call = H::assessManyCall::abi_decode(data, true).unwrap();
                assert!(!call.favourSuspects);
                let mut verdicts = Vec::new();
                for portfolio in &call.portfolios {
                    verdicts.push(self.judge(call.version, portfolio)?);
                }
                let mut answer = H::assessManyCall::abi_encode_returns(&(verdicts,));
                answer.truncate(answer.len() - if self.short { 32 } else { 0 });
                Ok(answer)
            }
            H::assessAtCall::SELECTOR => {
                self.questions += 1;
                let call = H::assessAtCall::abi_decode(data, true).unwrap();
                let before = self.prices[&call.asset];
                let mut verdicts = Vec::new();
                for price in &call.prices {
                    self.prices
                        .insert(call.asset, i128::try_from(*price).unwrap());
                    verdicts.push(self.judge(call.version, &call.portfolio)?);
                }
                self.prices.insert(call.asset, before);
                Ok(H::assessAtCall::abi_encode_returns(&(verdicts,)))
            }
            _ => Err(Vec::new()),
        }
    }
}

/// Any contract: answers what [`World`] says.
#[storage]
pub(super) struct Mock;

unsafe impl TopLevelStorage for Mock {}

impl<S: TopLevelStorage + BorrowMut<Self> + ValueDenier> Router<S> for Mock {
    type Storage = Self;

    fn route(_: &mut S, selector: u32, input: &[u8]) -> Option<ArbResult> {
        let selector = selector.to_be_bytes();
        let data = [&selector[..], input].concat();
        Some(world(|world| world.answer(selector, &data)))
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

/// The contracts around the one that is tested.
pub(super) struct House {
    pub(super) vault: Contract<Mock>,
    pub(super) margin: Contract<Mock>,
    _others: [Contract<Mock>; 3],
}

pub(super) const ALICE: B256 = B256::with_last_byte(7);

/// ETH at 2,000 needs a quarter, BTC at 60,000 a fifth; maintenance is four fifths of it under the newest version, half
/// under the one before. Alice holds 10 ETH and 0.5 BTC and owes 20,000: her equity is 30,000, her initial margin 11,000.
pub(super) fn set_up(lookout: &Contract<Lookout>, caller: Address) -> House {
    let house = House {
        vault: Contract::new(),
        margin: Contract::new(),
        _others: [Contract::new(), Contract::new(), Contract::new()],
    };
    let [pool, cash, oracle] = house._others.each_ref().map(Contract::address);
    world(|world| {
        *world = World::default();
        world.addresses = BTreeMap::from([("pool", pool), ("cash", cash), ("oracle", oracle)]);
        world.prices = BTreeMap::from([(ETH, 2_000 * WAD), (BTC, 60_000 * WAD)]);
        world.initial = BTreeMap::from([(ETH, 250), (BTC, 200)]);
        world.maintenance = BTreeMap::from([(1, 500), (2, 800)]);
        world.lendable = 1_000_000 * DOLLAR;
        let alice = Account {
            debt: 20_000 * DOLLAR,
            held: BTreeMap::from([(ETH, 10 * WAD.cast_unsigned()), (BTC, 50_000_000)]),
            version: 2,
            ..Account::default()
        };
        world.accounts.insert(ALICE, alice);
    });
    let made = lookout
        .sender(caller)
        .initialize(house.vault.address(), house.margin.address());
    assert_eq!(made, Ok(()));
    house
}

pub(super) fn alice(change: impl FnOnce(&mut Account)) {
    world(|world| change(world.accounts.get_mut(&ALICE).unwrap()));
}
