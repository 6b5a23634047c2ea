//! Accounts as a front end shows them, many in one call.

use crate::abi::{AccountView, Cap, Holding};
use crate::custody::{Custody, Head};
use crate::error::{bounded, LookoutError};
use crate::judgement::{Asked, Desk, Verdict, NEWEST};
use crate::numbers::widen;
use crate::portfolio::{place, Portfolio};
use crate::words::{pack, put, Answer, Item, Word};
use crate::Lookout;
use alloc::vec::Vec;
use alloy_primitives::{B256, U256};
use risk::MAX_ASSETS;
use stylus_sdk::ArbResult;

/// Most accounts of one call.
pub(crate) const MAX_ACCOUNTS: usize = 100;
/// Portfolios of one question to the margin contract: one snapshot for all.
const CHUNK: usize = 10;

/// An account as it was read.
struct Read {
    account: B256,
    head: Head,
    portfolio: Portfolio,
    /// What counts for borrowing.
    borrowing: Portfolio,
    /// Of the portfolio under the account's version.
    verdict: Option<Verdict>,
    /// Equity over initial margin, of what counts for borrowing, under the newest version.
    free: Option<i128>,
}

impl Read {
    /// Whether one verdict answers both questions.
    fn is_plain(&self, newest: u32) -> bool {
        let version = self.head.version;
        (version == NEWEST || version == newest) && self.portfolio == self.borrowing
    }
}

impl Lookout {
    pub(crate) fn views(&self, accounts: &[B256]) -> Result<Vec<AccountView>, LookoutError> {
        bounded(accounts.len(), MAX_ACCOUNTS)?;
        let custody = Custody(self.vault_at());
        let mut all = Vec::with_capacity(accounts.len());
        for account in accounts {
            all.push(Read {
                account: *account,
                head: custody.head(*account)?,
                portfolio: custody.portfolio(*account)?,
                borrowing: custody.borrowing(*account)?,
                verdict: None,
                free: None,
            });
        }
        let mut desk = Desk::new(self.margin_at());
        let newest = desk.newest()?;
        judge_each(&mut desk, &mut all);
        judge_free(&mut desk, &mut all, newest);
        Ok(all.into_iter().map(view).collect())
    }

    pub(crate) fn caps(&self) -> Result<Vec<Cap>, LookoutError> {
        let custody = Custody(self.vault_at());
        let mut caps = Vec::with_capacity(MAX_ASSETS);
        for asset in (0_u8..).take(MAX_ASSETS) {
            // An index without a token is left out, and so is one whose words cannot be read.
            let Ok(listing) = custody.listing(asset) else {
                continue;
            };
            caps.push(Cap {
                asset,
                token: listing.token,
                decimals: listing.decimals,
                left: U256::from(custody.cap_left(asset)?),
            });
        }
        Ok(caps)
    }
}

/// Every account under its own version: a question for each version and [`CHUNK`] accounts.
fn judge_each(desk: &mut Desk, all: &mut [Read]) {
    let mut least = 0;
    // The versions that there are, ascending.
    loop {
        let above = all.iter().map(|read| read.head.version);
        let Some(version) = above.filter(|version| *version >= least).min() else {
            return;
        };
        let mut places = Vec::new();
        for (place, read) in all.iter().enumerate() {
            if read.head.version == version {
                places.push(place);
            }
        }
        for places in places.chunks(CHUNK) {
            let verdicts = judge_chunk(desk, version, places, all, |read| &read.portfolio);
            for (place, verdict) in places.iter().zip(verdicts) {
                if let Some(read) = all.get_mut(*place) {
                    read.verdict = verdict;
                }
            }
        }
        let Some(next) = version.checked_add(1) else {
            return;
        };
        least = next;
    }
}

/// What is free for borrowing, asked again only where it is not what the account holds under the newest version.
fn judge_free(desk: &mut Desk, all: &mut [Read], newest: u32) {
    let mut places = Vec::new();
    for (place, read) in all.iter_mut().enumerate() {
        if read.is_plain(newest) {
            read.free = read.verdict.map(|verdict| verdict.over_initial());
        } else {
            places.push(place);
        }
    }
    for places in places.chunks(CHUNK) {
        let verdicts = judge_chunk(desk, NEWEST, places, all, |read| &read.borrowing);
        for (place, verdict) in places.iter().zip(verdicts) {
            if let Some(read) = all.get_mut(*place) {
                read.free = verdict.map(|verdict| verdict.over_initial());
            }
        }
    }
}

/// One question; where it is refused, each account by itself, so that one does not hide the others.
fn judge_chunk<'a>(
    desk: &mut Desk,
    version: u32,
    places: &[usize],
    all: &'a [Read],
    of: impl Fn(&'a Read) -> &'a Portfolio,
) -> Vec<Option<Verdict>> {
    let chosen = places.iter().filter_map(|place| all.get(*place));
    let asked: Vec<Asked<'a>> = chosen.map(|read| of(read).into()).collect();
    if let Ok(verdicts) = desk.many(version, &asked) {
        return verdicts.into_iter().map(Some).collect();
    }
    let mut verdicts = Vec::with_capacity(asked.len());
    for one in &asked {
        let verdict = desk.many(version, core::slice::from_ref(one));
        verdicts.push(verdict.ok().and_then(|mut verdicts| verdicts.pop()));
    }
    verdicts
}

fn view(read: Read) -> AccountView {
    let judged = read.verdict.is_some() && read.free.is_some();
    let verdict = read.verdict.filter(|_| judged).unwrap_or_default();
    let free = read.free.filter(|_| judged).unwrap_or_default();
    let holdings = read.portfolio.collateral.iter();
    let collateral = holdings.map(|holding| Holding {
        asset: holding.asset,
        amount: U256::from(holding.amount),
    });
    let collateral = collateral.collect();
    AccountView {
        account: read.account,
        owner: read.head.owner,
        debt: read.head.debt,
        cash: read.head.cash,
        assets: read.head.assets,
        version: read.head.version,
        legs: read.head.legs,
        judged,
        equity: widen(verdict.equity),
        initialMargin: U256::from(verdict.initial),
        maintenanceMargin: U256::from(verdict.maintenance),
        bufferMargin: U256::from(verdict.buffer),
        health: U256::from(verdict.health),
        notLive: verdict.not_live,
        free: widen(free),
        balance: widen(read.portfolio.cash),
        collateral,
        positions: read.portfolio.legs,
    }
}

/// Words of a view before its lists: those of the places included.
const HEAD: usize = 18;

/// Adds an account's words; the places of its lists are counted from its first word.
fn add(view: &AccountView, words: &mut Vec<B256>) {
    let first = [
        view.account,
        view.owner.to_word(),
        view.debt.to_word(),
        view.cash.to_word(),
        view.assets.to_word(),
        view.version.to_word(),
        view.legs.to_word(),
        view.judged.to_word(),
        view.equity.to_word(),
        view.initialMargin.to_word(),
        view.maintenanceMargin.to_word(),
        view.bufferMargin.to_word(),
        view.health.to_word(),
        view.notLive.to_word(),
        view.free.to_word(),
        view.balance.to_word(),
        place(HEAD),
        place(
            HEAD.saturating_add(view.collateral.len().saturating_mul(2))
                .saturating_add(1),
        ),
    ];
    for word in first {
        put(words, word);
    }
    put(words, U256::from(view.collateral.len()).to_word());
    for holding in &view.collateral {
        holding.add_to(words);
    }
    put(words, U256::from(view.positions.len()).to_word());
    for leg in &view.positions {
        leg.add_to(words);
    }
}

impl Answer for AccountView {
    fn encode(self) -> ArbResult {
        let mut words = Vec::new();
        put(&mut words, place(1));
        add(&self, &mut words);
        Ok(pack(&[], &words))
    }
}

/// Many of them: items that are not all as long have their places first.
pub(crate) struct Many(Vec<AccountView>);

impl Lookout {
    /// `accounts`, as the router answers it.
    pub(crate) fn many_accounts(&self, accounts: Vec<B256>) -> Result<Many, LookoutError> {
        self.accounts(accounts).map(Many)
    }
}

impl Answer for Many {
    fn encode(self) -> ArbResult {
        let count = self.0.len();
        let mut words = Vec::new();
        put(&mut words, place(1));
        put(&mut words, U256::from(count).to_word());
        let start = words.len();
        for _ in 0..count {
            put(&mut words, B256::ZERO);
        }
        for (index, view) in self.0.iter().enumerate() {
            let behind = words.len().saturating_sub(start);
            if let Some(word) = words.get_mut(start.saturating_add(index)) {
                *word = place(behind);
            }
            add(view, &mut words);
        }
        Ok(pack(&[], &words))
    }
}
