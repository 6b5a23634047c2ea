//! What the vault and its pool are asked.

use crate::abi::*;
use crate::error::{malformed, refused, LookoutError};
use crate::host::{self, Returned};
use crate::numbers::{narrow, small};
use crate::portfolio::{self, Portfolio};
use crate::words::{address, pack, Word};
use alloc::vec::Vec;
use alloy_primitives::{Address, B256, U256};
use fixed::WAD;
use stylus_sdk::function_selector;

const ACCOUNT: [u8; 4] = function_selector!("account", B256);
const PORTFOLIO: [u8; 4] = function_selector!("portfolio", B256);
const BORROWING: [u8; 4] = function_selector!("borrowingPortfolio", B256);
const COLLATERAL: [u8; 4] = function_selector!("collateral", B256, u8);
const LISTING: [u8; 4] = function_selector!("listing", u8);
const CAP_LEFT: [u8; 4] = function_selector!("capLeft", u8);
const PAUSED: [u8; 4] = function_selector!("paused", u8);
const MIN_DEBT: [u8; 4] = function_selector!("minDebt");
const CASH: [u8; 4] = function_selector!("cash");
const POOL: [u8; 4] = function_selector!("pool");
const WORD: usize = 32;
/// Amounts have as many decimals in the risk model.
const MODEL_DECIMALS: u8 = 18;

/// The head of an account.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Head {
    pub(crate) owner: Address,
    pub(crate) debt: U256,
    pub(crate) cash: U256,
    pub(crate) assets: u16,
    pub(crate) version: u32,
    /// Whether it has legs, or variation.
    pub(crate) legs: bool,
}

impl Head {
    /// An account that nobody asks the margin contract about: nothing can happen to it.
    pub(crate) fn is_safe(&self) -> bool {
        self.debt.is_zero() && !self.legs
    }
}

/// What is known of a collateral.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Listing {
    pub(crate) token: Address,
    pub(crate) decimals: u8,
    /// WAD, now.
    pub(crate) weight: u128,
    /// Seconds until a deposit counts.
    pub(crate) seasoning: u64,
    /// The vault holds less of it than its accounts: nothing moves.
    pub(crate) frozen: bool,
}

/// What may be paused, as the vault numbers it.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Action {
    /// Withdrawals of an account at risk.
    Withdraw = 1,
    /// Withdrawals of any other.
    Exit = 2,
    /// Loans.
    Borrow = 3,
}

impl Listing {
    /// One unit of the token at 18 decimals.
    pub(crate) fn unit(&self) -> Result<u128, LookoutError> {
        unit_of(self.decimals)
    }
}

/// One unit of a token at 18 decimals.
pub(crate) fn unit_of(decimals: u8) -> Result<u128, LookoutError> {
    let missing = MODEL_DECIMALS.checked_sub(decimals).ok_or(MathFailed {})?;
    let unit = 10_u128.checked_pow(u32::from(missing));
    Ok(unit.ok_or(MathFailed {})?)
}

/// The vault.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Custody(pub(crate) Address);

impl Custody {
    /// `account(bytes32) returns (AccountInfo)`.
    pub(crate) fn head(self, account: B256) -> Result<Head, LookoutError> {
        let answer = self.ask(&ACCOUNT, &[account], 6)?;
        let head = || {
            Some(Head {
                owner: address(answer.word(0)?),
                debt: answer.word(1)?,
                cash: answer.word(2)?,
                assets: small(answer.word(3)?)?.try_into().ok()?,
                version: small(answer.word(4)?)?.try_into().ok()?,
                legs: !answer.word(5)?.is_zero(),
            })
        };
        head().ok_or_else(|| malformed(self.0))
    }

    /// Everything that the account has.
    pub(crate) fn portfolio(self, account: B256) -> Result<Portfolio, LookoutError> {
        self.read_portfolio(&PORTFOLIO, account)
    }

    /// What of it counts for borrowing.
    pub(crate) fn borrowing(self, account: B256) -> Result<Portfolio, LookoutError> {
        self.read_portfolio(&BORROWING, account)
    }

    fn read_portfolio(self, name: &[u8; 4], account: B256) -> Result<Portfolio, LookoutError> {
        let answer = self.ask(name, &[account], portfolio::LARGEST)?;
        Portfolio::decode(&answer).ok_or_else(|| malformed(self.0))
    }

    /// Units of a token that an account holds.
    pub(crate) fn held(self, account: B256, asset: u8) -> Result<u128, LookoutError> {
        self.number(&COLLATERAL, &[account, asset.to_word()])
    }

    /// A listed collateral. Errors: `UnknownAsset`, the vault's `NotListed`.
    pub(crate) fn listing(self, asset: u8) -> Result<Listing, LookoutError> {
        if usize::from(asset) >= risk::MAX_ASSETS {
            return Err(UnknownAsset { asset }.into());
        }
        let answer = self.ask(&LISTING, &[asset.to_word()], LISTING_WORDS)?;
        let listing = || {
            Some(Listing {
                token: address(answer.word(TOKEN_AT)?),
                decimals: small(answer.word(DECIMALS_AT)?)?.try_into().ok()?,
                weight: narrow(answer.word(WEIGHT_AT)?)?,
                seasoning: small(answer.word(SEASONING_AT)?)?,
                frozen: !answer.word(FROZEN_AT)?.is_zero(),
            })
        };
        let sound = |listing: &Listing| listing.decimals <= MODEL_DECIMALS && listing.weight <= WAD;
        listing().filter(sound).ok_or_else(|| malformed(self.0))
    }

    /// Units of a token that may still be deposited.
    pub(crate) fn cap_left(self, asset: u8) -> Result<u128, LookoutError> {
        self.number(&CAP_LEFT, &[asset.to_word()])
    }

    /// Whether an action is paused.
    pub(crate) fn paused(self, action: Action) -> Result<bool, LookoutError> {
        Ok(self.number(&PAUSED, &[(action as u8).to_word()])? != 0)
    }

    /// The least debt, in units of the cash.
    pub(crate) fn min_debt(self) -> Result<u128, LookoutError> {
        self.number(&MIN_DEBT, &[])
    }

    /// The token that is lent out.
    pub(crate) fn cash(self) -> Result<Address, LookoutError> {
        self.address(&CASH)
    }

    /// What the pool can lend now, in units of the cash.
    pub(crate) fn lendable(self) -> Result<u128, LookoutError> {
        Custody(self.address(&POOL)?).number(&CASH, &[])
    }

    fn address(self, name: &[u8; 4]) -> Result<Address, LookoutError> {
        let answer = self.ask(name, &[], 1)?;
        answer.word(0).map(address).ok_or_else(|| malformed(self.0))
    }

    fn number(self, name: &[u8; 4], words: &[B256]) -> Result<u128, LookoutError> {
        let answer = self.ask(name, words, 1)?;
        let number = answer.word(0).and_then(narrow);
        number.ok_or_else(|| malformed(self.0))
    }

    /// Passes on what the callee reverts with.
    #[inline(never)]
    fn ask(self, name: &[u8; 4], words: &[B256], most: usize) -> Result<Returned, LookoutError> {
        let data: Vec<u8> = pack(name, words);
        host::static_call(self.0, &data, most.saturating_mul(WORD))
            .map_err(|data| refused(self.0, data))
    }
}

/// Places in the vault's `Listing`.
const TOKEN_AT: usize = 0;
const DECIMALS_AT: usize = 1;
const WEIGHT_AT: usize = 4;
const SEASONING_AT: usize = 8;
const FROZEN_AT: usize = 9;
const LISTING_WORDS: usize = 10;
