//! What must hold after every step, by the ids of the table of invariants.

use crate::action::{Action, ASSETS, CASH};
use crate::books::clearing::wide;
use crate::books::ledger::Holder;
use crate::books::vault::{Books, House, CASH_UNIT};
use crate::cast::{Account, ACCOUNTS};
use crate::judge::Judge;
use alloy_primitives::I256;
use fixed::WAD;
use risk::RAY;

/// A broken invariant: its id, and what was found.
pub type Broken = (&'static str, String);

/// What roundings may come to, USD WAD: a payment ends what it pays for but for a unit of cash, and requirements are
/// rounded up where worth is rounded down, so that dust may tip an account that has exactly its debt in cash.
const ROUNDING: i128 = 2 * CASH_UNIT as i128;

/// What of the last state the next one is compared with.
#[derive(Debug, Clone)]
pub struct Before {
    house: House,
    /// Price of a share and index before interest to now was booked.
    stored: (u128, u128, u128),
    /// By account: whether it was below maintenance.
    unhealthy: [bool; ACCOUNTS],
    all: [u128; ASSETS + 1],
}

fn require(holds: bool, id: &'static str, found: impl FnOnce() -> String) -> Result<(), Broken> {
    if holds {
        Ok(())
    } else {
        Err((id, found()))
    }
}

fn unhealthy(house: &House, account: Account, judge: &impl Judge) -> bool {
    if house.of(account).idle() {
        return false;
    }
    let portfolio = house.portfolio(account, false).ok();
    portfolio
        .and_then(|portfolio| judge.assess(&portfolio))
        .is_some_and(|verdict| {
            let maintenance = i128::try_from(verdict.maintenance).unwrap_or(i128::MAX);
            verdict.equity.saturating_add(ROUNDING) < maintenance
        })
}

/// The same with interest to now on the books.
fn accrued(house: &House, judge: &impl Judge) -> House {
    let mut house = house.clone();
    house.now = judge.now();
    let _ = house.pool.accrue(house.now);
    house
}

impl Before {
    /// Remembers a state, with interest to `judge`'s time: time changes health, not people (LIQ-2).
    pub fn new(house: &House, judge: &impl Judge) -> Self {
        let current = accrued(house, judge);
        let mut below = [false; ACCOUNTS];
        for account in Account::all() {
            below[account.0 as usize] = unhealthy(&current, account, judge);
        }
        let mut all = [0; ASSETS + 1];
        for (place, sum) in all.iter_mut().enumerate() {
            *sum = house.ledger.all(token(place));
        }
        let (assets, shares) = house.pool.price().unwrap_or_default();
        Self {
            house: current,
            stored: (assets, shares, house.pool.index),
            unhealthy: below,
            all,
        }
    }

    /// Checks everything after an action.
    ///
    /// # Errors
    /// The first broken invariant.
    pub fn check(
        &self,
        house: &House,
        action: &Action,
        done: bool,
        judge: &impl Judge,
    ) -> Result<(), Broken> {
        let house = accrued(house, judge);
        self.custody(&house)?;
        self.lending(&house, action, done)?;
        self.health(&house, action, done, judge)
    }

    fn custody(&self, house: &House) -> Result<(), Broken> {
        for asset in 0..ASSETS {
            let sum: u128 = house.accounts.iter().map(|books| books.held[asset]).sum();
            let has = house.ledger.of(asset as u8, Holder::Vault);
            require(has >= sum && house.totals[asset] == sum, "ACC-1", || {
                format!("asset {asset}: {has} there, {sum} in accounts")
            })?;
        }
        let own: u128 = house.accounts.iter().map(|books| books.cash).sum();
        let has = house.ledger.of(CASH, Holder::Vault);
        require(has >= own + house.pot, "ACC-1", || {
            format!(
                "cash: {has} there, {own} in accounts, {} in the pot",
                house.pot
            )
        })?;
        for (place, all) in self.all.iter().enumerate() {
            let now = house.ledger.all(token(place));
            require(now == *all, "ACC-6", || {
                format!("{all} before, {now} after")
            })?;
        }
        Ok(())
    }

    fn lending(&self, house: &House, action: &Action, done: bool) -> Result<(), Broken> {
        let (pool, was) = (&house.pool, &self.house.pool);
        let failed = |refused| ("LIV-1", format!("the books fail: {refused}"));
        let has = house.ledger.of(CASH, Holder::Pool);
        let (total, borrowed) = (
            pool.total().map_err(failed)?,
            pool.borrowed().map_err(failed)?,
        );
        let mine = pool.reserve + pool.premium;
        require(
            has >= pool.cash && pool.cash + borrowed == total + mine,
            "ACC-2",
            || {
                format!(
                    "{has} there, {} cash, {borrowed} lent, {total} owned",
                    pool.cash
                )
            },
        )?;
        let scaled: u128 = house.accounts.iter().map(|books| books.scaled).sum();
        let mut owed = 0;
        for account in Account::all() {
            owed += house.owed(account).map_err(failed)?;
        }
        require(
            scaled == pool.scaled && borrowed <= owed && owed <= borrowed + ACCOUNTS as u128,
            "ACC-3",
            || {
                format!(
                    "{scaled} by accounts, {} in the pool, {owed} owed, {borrowed} lent",
                    pool.scaled
                )
            },
        )?;
        for (shares, of) in [
            (&pool.shares, "pool"),
            (&house.insurance.shares, "insurance"),
        ] {
            let sum: u128 = shares.held.iter().sum();
            require(sum == shares.supply, "ACC-4", || format!("{of}: {sum}"))?;
        }
        require((pool.scaled == 0) == (borrowed == 0), "ACC-5", || {
            format!("{} scaled, {borrowed} lent", pool.scaled)
        })?;
        let [interest, lenders, reserve, insurance] = pool.earned;
        require(interest == lenders + reserve + insurance, "ACC-7", || {
            format!("{interest} paid, {lenders} + {reserve} + {insurance} received")
        })?;
        let insured = house.ledger.of(CASH, Holder::Insurance);
        require(insured >= house.insurance.cash, "ACC-10", || {
            format!("{insured} there, {} on the books", house.insurance.cash)
        })?;
        require(
            pool.index >= was.index && pool.index >= RAY,
            "ACC-12",
            || format!("{} before, {} after", was.index, pool.index),
        )?;
        let mut again = pool.clone();
        let _ = again.accrue(house.now);
        let once = again.clone();
        let _ = again.accrue(house.now);
        require(again == once, "ACC-11", || {
            "a second accrual changed it".into()
        })?;

        // Debt ends by payment or, where nothing is left in the account, by a loss that somebody bears.
        let written = done && matches!(action, Action::WriteOff { .. });
        let shared = pool.deficit - was.deficit;
        require(written || shared == 0, "ACC-9", || {
            format!("{action:?}: {shared}")
        })?;
        if written {
            let had = was.borrowed().map_err(failed)?;
            let covered = (was.premium - pool.premium)
                + (self.house.insurance.cash - house.insurance.cash)
                + (was.reserve - pool.reserve);
            require(had - borrowed == covered + shared, "ACC-8", || {
                format!(
                    "{had} of debt before, {borrowed} after, {covered} covered, {shared} shared"
                )
            })?;
        }
        let ((assets, shares), (had, of)) =
            (pool.price().map_err(failed)?, was.price().map_err(failed)?);
        let (stored, stored_of, index) = self.stored;
        let fell = product(assets, of) < product(had, shares)
            || product(had, stored_of) < product(stored, of);
        require(index <= was.index, "ACC-12", || {
            format!("{index} stored, {} accrued", was.index)
        })?;
        require(!fell || written, "VLT-1", || {
            format!("{had}/{of} before, {assets}/{shares} after {action:?}")
        })?;
        let minted = pool.shares.supply > was.shares.supply;
        let gained = house.ledger.of(CASH, Holder::Pool) > self.house.ledger.of(CASH, Holder::Pool);
        require(!minted || gained, "VLT-12", || format!("{action:?}"))?;
        require(pool.cash <= has, "VLT-13", || format!("{}", pool.cash))
    }

    fn health(
        &self,
        house: &House,
        action: &Action,
        done: bool,
        judge: &impl Judge,
    ) -> Result<(), Broken> {
        let raised = match *action {
            _ if !done => None,
            Action::Withdraw { account, .. }
            | Action::WithdrawCash { account, .. }
            | Action::Borrow { account, .. }
            | Action::Transfer { from: account, .. } => Some(account),
            _ => None,
        };
        if let Some(account) = raised {
            let healthy = house.require_healthy(account, judge);
            require(healthy.is_ok(), "LIQ-1", || {
                format!("{action:?}: {healthy:?}")
            })?;
        }
        let outside = matches!(
            action,
            Action::Move { .. }
                | Action::Break { .. }
                | Action::Pass { .. }
                | Action::Poke
                | Action::Fund { .. }
        );
        if outside || !done {
            return Ok(());
        }
        for account in Account::all() {
            let fell = unhealthy(house, account, judge) && !self.unhealthy[account.0 as usize];
            require(!fell, "LIQ-2", || format!("{account:?} by {action:?}"))?;
        }
        // What trades have moved sums to zero, but for what is in the pot already: to the last digit.
        let sum = |sum: I256, books: &Books| sum.saturating_add(books.variation);
        let variation = house.accounts.iter().fold(I256::ZERO, sum);
        let pot = wide(i128::try_from(house.pot * CASH_UNIT).unwrap_or(i128::MAX));
        let pot = pot.saturating_mul(wide(WAD as i128));
        require(variation == pot, "ACC-6", || {
            format!("{variation} unsettled, {pot} in the pot")
        })?;
        for asset in 0..ASSETS {
            let net: i128 = house.accounts.iter().map(|books| books.size[asset]).sum();
            require(net == 0, "ACC-6", || {
                format!("net position {net} of asset {asset}")
            })?;
        }
        Ok(())
    }
}

const fn token(place: usize) -> u8 {
    if place == ASSETS {
        CASH
    } else {
        place as u8
    }
}

fn product(a: u128, b: u128) -> fixed::U256 {
    fixed::U256::from(a) * fixed::U256::from(b)
}
