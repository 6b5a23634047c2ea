//! The one health check: an account as a portfolio, and what the margin contract says about it.

use crate::abi::*;
use crate::account::Account;
use crate::error::VaultError;
use crate::host::{self, emit, Returned};
use crate::listing::normalised;
use crate::state::{load, load_address, Vault, CLEARING, POOL, TERMS, WEIGHTS};
use crate::words::{add_lists, pack, tag, Parameters, Word};
use alloc::vec::Vec;
use alloy_primitives::{Address, Sign, B256, I256, U256};
use fixed::mul_div_down_u128;
use stylus_sdk::function_selector;

/// `assessMany(uint32 version, bool favourSuspects, (int256 cash, Holding[] collateral, Leg[] legs)[] portfolios)`.
pub(crate) const ASSESS_MANY: [u8; 4] =
    function_selector!("assessMany", u32, bool, Vec<(I256, Vec<Holding>, Vec<Leg>)>);
/// `newest() returns (uint32)`, of the terms.
const NEWEST: [u8; 4] = function_selector!("newest");
/// `legsOf(bytes32 account) returns (int256 variation, Leg[] legs)`, of the clearing house.
const LEGS_OF: [u8; 4] = function_selector!("legsOf", B256);

const WORD: usize = 32;
/// The answer: the place of a list, its length, and one verdict of six words.
const VERDICT_AT: usize = 2;
const ANSWER_WORDS: usize = VERDICT_AT + 6;
/// The most legs an account has, and the words of one.
const MAX_LEGS: usize = 32;
const LEG_WORDS: usize = 5;
/// The newest version of the terms, where a version is named.
const NEWEST_VERSION: u32 = 0;
const WAD: u128 = 1_000_000_000_000_000_000;

/// What the clearing house has of an account.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Positions {
    /// Profit above zero, USD WAD, without the value of the legs.
    pub(crate) variation: I256,
    pub(crate) legs: Vec<Leg>,
}

/// An account in the units of the risk model.
pub(crate) struct Portfolio {
    /// Cash in USD WAD: own cash and variation less the debt.
    pub(crate) cash: I256,
    /// Collateral at 18 decimals, ascending by asset.
    pub(crate) collateral: Vec<Holding>,
    pub(crate) legs: Vec<Leg>,
}

/// How much of its collateral counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Counting {
    /// All of it: whether an account is left alone.
    Full,
    /// By weight and seasoning: whether its risk may rise.
    Borrowing,
}

impl Account {
    /// Whether an account can lose more than it has: with debt or positions. Any other is never asked about.
    pub(crate) const fn is_at_risk(&self) -> bool {
        self.scaled_debt != 0 || self.legs
    }
}

impl Vault {
    /// Ends whatever lets the risk of an account rise: it must be at its initial margin, at prices that can be
    /// relied on, and takes the newest terms with it. An account without debt and positions is not asked about.
    /// `head` is the caller's to store.
    pub(crate) fn require_healthy(
        &self,
        account: B256,
        head: &mut Account,
    ) -> Result<(), VaultError> {
        let owed = self.owed(head)?;
        self.require_healthy_owing(account, head, owed)
    }

    /// As [`require_healthy`](Self::require_healthy), where the debt is known.
    pub(crate) fn require_healthy_owing(
        &self,
        account: B256,
        head: &mut Account,
        owed: u128,
    ) -> Result<(), VaultError> {
        let legs = head.legs;
        self.require_healthy_carrying(account, head, owed, || self.carried_if(account, legs))
    }

    /// As [`require_healthy_owing`](Self::require_healthy_owing), where the positions are known.
    pub(crate) fn require_healthy_carrying(
        &self,
        account: B256,
        head: &mut Account,
        owed: u128,
        carried: impl FnOnce() -> Result<Positions, VaultError>,
    ) -> Result<(), VaultError> {
        if !head.is_at_risk() {
            return Ok(());
        }
        let carried = carried()?;
        let portfolio = self.portfolio_of(account, head, owed, carried, Counting::Borrowing)?;
        let verdict = self.judge(NEWEST_VERSION, &portfolio)?;
        if verdict.notLive != 0 {
            return Err(PriceNotLive {
                notLive: verdict.notLive,
            }
            .into());
        }
        // Where equity is not negative, both are plain numbers.
        if verdict.equity.is_negative() || verdict.equity.into_raw() < verdict.initialMargin {
            return Err(BelowInitialMargin {
                equity: verdict.equity,
                initialMargin: verdict.initialMargin,
            }
            .into());
        }
        let version = self.newest_version()?;
        if version != head.version {
            head.version = version;
            emit(VersionTaken { account, version });
        }
        Ok(())
    }

    /// The account as the risk model sees it; `owed` in units of the cash, each worth a dollar.
    pub(crate) fn portfolio_of(
        &self,
        account: B256,
        head: &Account,
        owed: u128,
        carried: Positions,
        counting: Counting,
    ) -> Result<Portfolio, VaultError> {
        let mut collateral = Vec::with_capacity(16);
        let desk = self.desk();
        let weights = load(WEIGHTS);
        for asset in head.indices() {
            let mut amount = self.balance(account, asset);
            if counting == Counting::Borrowing {
                let weighted = mul_div_down_u128(amount, self.weight(weights, asset)?, WAD)?;
                let unseasoned = self.unseasoned_up(account, head, asset)?;
                amount = weighted.saturating_sub(unseasoned);
            }
            // What does not count is not asked about: its price may be unknown.
            if amount > 0 {
                let amount = U256::from(normalised(amount, desk.decimals(asset))?);
                collateral.push(Holding { asset, amount });
            }
        }
        let decimals = tag(load(POOL));
        let owed = in_dollars(owed, decimals)?;
        let own = in_dollars(self.own_cash(account, head), decimals)?;
        let cash = own.checked_sub(owed);
        let cash = cash.and_then(|cash| cash.checked_add(carried.variation));
        Ok(Portfolio {
            cash: cash.ok_or_else(VaultError::math)?,
            collateral,
            legs: carried.legs,
        })
    }

    /// The account as it stands.
    pub(crate) fn read_portfolio(
        &self,
        account: B256,
        counting: Counting,
    ) -> Result<(Account, Portfolio), VaultError> {
        let head = self.account_head(account);
        let carried = self.carried_if(account, head.legs)?;
        let owed = self.owed(&head)?;
        let portfolio = self.portfolio_of(account, &head, owed, carried, counting)?;
        Ok((head, portfolio))
    }

    fn carried_if(&self, account: B256, any: bool) -> Result<Positions, VaultError> {
        if any {
            self.carried(account)
        } else {
            Ok(Positions::default())
        }
    }

    /// Asks the clearing house what it has of an account.
    pub(crate) fn carried(&self, account: B256) -> Result<Positions, VaultError> {
        let clearing = load_address(CLEARING);
        let longest = (3 + MAX_LEGS * LEG_WORDS) * WORD;
        let answer = ask(clearing, &pack(&LEGS_OF, &[account]), longest)?;
        let mut words = Parameters::new(&answer.bytes);
        let carried = words.next().zip(words.next());
        let (variation, legs) = carried.ok_or(CallFailed { target: clearing })?;
        Ok(Positions { variation, legs })
    }

    /// Asks the margin contract, by a version of the terms.
    pub(crate) fn judge(&self, version: u32, portfolio: &Portfolio) -> Result<Verdict, VaultError> {
        let margin = self.desk().margin();
        let data = assess_call(version, portfolio);
        let answer = ask(margin, &data, ANSWER_WORDS * WORD)?;
        Ok(verdict(&answer).ok_or(CallFailed { target: margin })?)
    }

    fn newest_version(&self) -> Result<u32, VaultError> {
        let terms = load_address(TERMS);
        let answer = ask(terms, &NEWEST, WORD)?;
        let version = answer.word(0).and_then(|word| u32::try_from(word).ok());
        Ok(version.ok_or(CallFailed { target: terms })?)
    }
}

fn ask(target: Address, data: &[u8], limit: usize) -> Result<Returned, VaultError> {
    host::static_call(target, data, limit).map_err(|data| VaultError::callee(data, target))
}

fn in_dollars(amount: u128, decimals: u8) -> Result<I256, VaultError> {
    let amount = U256::from(normalised(amount, decimals)?);
    I256::checked_from_sign_and_abs(Sign::Positive, amount).ok_or_else(VaultError::math)
}

fn verdict(answer: &Returned) -> Option<Verdict> {
    if answer.word(1)? != U256::ONE {
        return None;
    }
    let mut words = Parameters::new(answer.bytes.get(VERDICT_AT.checked_mul(WORD)?..)?);
    Some(Verdict {
        equity: words.next()?,
        initialMargin: words.next()?,
        maintenanceMargin: words.next()?,
        bufferMargin: words.next()?,
        health: words.next()?,
        notLive: words.next()?,
    })
}

/// Call data of `assessMany` for one portfolio, suspects against it.
fn assess_call(version: u32, portfolio: &Portfolio) -> Vec<u8> {
    let mut words = Vec::with_capacity(
        portfolio
            .collateral
            .len()
            .saturating_mul(2)
            .saturating_add(10),
    );
    words.push(version.to_word());
    words.push(false.to_word());
    // The place of the list, its length, and the place of its only item behind that.
    words.push(U256::from(0x60).to_word());
    words.push(U256::ONE.to_word());
    words.push(U256::from(0x20).to_word());
    add_lists(
        &mut words,
        &portfolio.cash,
        &portfolio.collateral,
        &portfolio.legs,
    );
    pack(&ASSESS_MANY, &words)
}
