//! How an account would stand after a change.

use crate::abi::{Change, InsufficientCollateral, MathFailed, Outlook};
use crate::custody::{unit_of, Custody, Head, Listing};
use crate::error::{bounded, LookoutError};
use crate::judgement::{Asked, Desk, Verdict, NEWEST};
use crate::numbers::narrow_signed;
use crate::portfolio::Portfolio;
use crate::Lookout;
use alloc::vec::Vec;
use alloy_primitives::{B256, U256};
use fixed::{mul_div_down_u128, mul_div_up_u128, WAD};
use risk::Holding;

/// The cash among the assets of changes.
const CASH: u8 = 255;
/// Most changes of one call: an asset each, and the cash.
pub(crate) const MAX_CHANGES: usize = 17;

impl Lookout {
    pub(crate) fn outlook(
        &self,
        account: B256,
        changes: &[Change],
    ) -> Result<Outlook, LookoutError> {
        bounded(changes.len(), MAX_CHANGES)?;
        let custody = Custody(self.vault_at());
        let head = custody.head(account)?;
        let mut whole = custody.portfolio(account)?;
        let mut counting = custody.borrowing(account)?;
        let cash_unit = unit_of(self.cash_decimals())?;
        let mut owes = Owing::of(&head);
        for change in changes {
            let units = narrow_signed(change.amount.into_raw()).ok_or(MathFailed {})?;
            if change.asset == CASH {
                let amount = scaled(units, cash_unit)?;
                whole.cash = sum(whole.cash, amount)?;
                counting.cash = sum(counting.cash, amount)?;
                owes.take(units);
            } else {
                let listing = custody.listing(change.asset)?;
                let amount = scaled(units, listing.unit()?)?;
                move_holding(&mut whole, change.asset, amount)?;
                count_holding(&mut counting, &whole, change.asset, units, &listing)?;
            }
        }
        let mut desk = Desk::new(self.margin_at());
        let verdict = one(&mut desk, head.version, &whole)?;
        let allowed =
            !(owes.anything || head.legs) || one(&mut desk, NEWEST, &counting)?.free() >= 0;
        Ok(verdict.outlook(allowed))
    }
}

/// Whether the account would owe anything: what comes in pays the debt first, what goes out comes from its cash first.
struct Owing {
    /// Cash less debt, in units of the cash.
    left: i128,
    anything: bool,
}

impl Owing {
    fn of(head: &Head) -> Self {
        let word = |word: U256| narrow_signed(word).unwrap_or(i128::MAX);
        Self {
            left: word(head.cash).saturating_sub(word(head.debt)),
            anything: !head.debt.is_zero(),
        }
    }

    fn take(&mut self, amount: i128) {
        self.left = self.left.saturating_add(amount);
        self.anything = self.left < 0;
    }
}

fn one(desk: &mut Desk, version: u32, portfolio: &Portfolio) -> Result<Verdict, LookoutError> {
    let verdicts = desk.many(version, &[Asked::from(portfolio)])?;
    Ok(verdicts.first().copied().ok_or(MathFailed {})?)
}

/// Units of a token at 18 decimals.
fn scaled(amount: i128, unit: u128) -> Result<i128, LookoutError> {
    let unit = i128::try_from(unit).ok();
    let amount = unit.and_then(|unit| amount.checked_mul(unit));
    Ok(amount.ok_or(MathFailed {})?)
}

fn sum(left: i128, right: i128) -> Result<i128, LookoutError> {
    Ok(left.checked_add(right).ok_or(MathFailed {})?)
}

/// Moves what is held; nothing is left of an asset that is gone.
fn move_holding(portfolio: &mut Portfolio, asset: u8, amount: i128) -> Result<(), LookoutError> {
    let held = portfolio.held(asset);
    let after = held.checked_add_signed(amount);
    let after = after.ok_or(InsufficientCollateral {
        asset,
        available: U256::from(held),
    })?;
    portfolio.set(asset, (after > 0).then_some(after));
    Ok(())
}

/// Moves what counts, by units of the token: against the asker, a deposit by nothing while deposits of the asset season.
fn count_holding(
    counting: &mut Portfolio,
    whole: &Portfolio,
    asset: u8,
    units: i128,
    listing: &Listing,
) -> Result<(), LookoutError> {
    let (held, moved) = (counting.held(asset), units.unsigned_abs());
    // The vault rounds to units of the token.
    let scaled = |counted: u128| counted.checked_mul(listing.unit().ok()?);
    let after = if units < 0 {
        let less = scaled(mul_div_up_u128(moved, listing.weight, WAD)?);
        held.saturating_sub(less.ok_or(MathFailed {})?)
    } else if listing.seasoning == 0 {
        let more = scaled(mul_div_down_u128(moved, listing.weight, WAD)?);
        let after = more.and_then(|more| held.checked_add(more));
        after.ok_or(MathFailed {})?
    } else {
        held
    };
    counting.set(asset, (whole.held(asset) > 0).then_some(after));
    Ok(())
}

impl Portfolio {
    /// Sets what is held of an asset, ascending by asset; `None` takes it out.
    fn set(&mut self, asset: u8, amount: Option<u128>) {
        let mut collateral = Vec::with_capacity(self.collateral.len().saturating_add(1));
        let mut new = amount.map(|amount| Holding { asset, amount });
        for holding in &self.collateral {
            if holding.asset >= asset {
                collateral.extend(new.take());
            }
            if holding.asset != asset {
                collateral.push(*holding);
            }
        }
        collateral.extend(new);
        self.collateral = collateral;
    }
}
