//! The insurance as a class of shares: what may leave, and when.

use crate::abi::*;
use crate::clock::now;
use crate::error::InsuranceError;
use crate::host::{emit, sender};
use crate::state::Notice;
use crate::state::{FUNDS, LEDGER, LOCK};
use crate::words::address;
use crate::Insurance;
use alloy_primitives::{Address, U256};
use fixed::MathError;
use shares::{Assets, Claims, Class, Funds, Ledger, Room, Shares};

/// Seconds between notice and the first withdrawal: longer than it takes for a loss to show.
pub(crate) const NOTICE: u64 = 7 * risk::DAY;
/// Seconds from then on in which to withdraw; after them notice has to be given anew.
pub(crate) const WINDOW: u64 = 3 * risk::DAY;
/// Losses below this part of the cash hold nobody: a thousandth.
const NEGLIGIBLE: u128 = 1_000;

/// Cash and shares, and nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Books(pub(crate) Funds);

impl Claims for Books {
    fn funds(&self) -> &Funds {
        &self.0
    }

    fn funds_mut(&mut self) -> &mut Funds {
        &mut self.0
    }

    fn total_assets(&self) -> Result<Assets, MathError> {
        Ok(self.0.cash)
    }
}

impl Class for Insurance {
    type Books = Books;
    type Error = InsuranceError;

    const LEDGER: Ledger = LEDGER;

    fn cash_token(&self) -> Address {
        self.token()
    }

    fn lock(&self) -> Address {
        address(LOCK.get())
    }

    fn books(&self) -> Result<Books, InsuranceError> {
        Ok(Books(self.held()))
    }

    fn open_books(&mut self) -> Result<Books, InsuranceError> {
        self.books()
    }

    fn close_books(&mut self, books: &Books) -> Result<(), InsuranceError> {
        FUNDS.set(books.0.pack()?);
        Ok(())
    }

    fn room(&self, books: &Books, holder: Address) -> Result<Room, InsuranceError> {
        let shares = if self.lacks_too_much(&books.0) {
            Shares::ZERO
        } else {
            self.redeemable(holder)
        };
        let assets = books.0.cash;
        Ok(Room { assets, shares })
    }

    fn enter(&mut self, _: &mut Books, _: Assets) -> Result<(), InsuranceError> {
        Ok(())
    }

    fn leave(
        &mut self,
        books: &mut Books,
        holder: Address,
        _: Assets,
        shares: Shares,
    ) -> Result<(), InsuranceError> {
        if self.lacks_too_much(&books.0) {
            let lost = U256::from(self.known_loss());
            return Err(LossPending { lost }.into());
        }
        let redeemable = self.redeemable(holder);
        let notice = self.notice(holder);
        let rest = notice.shares.checked_sub(shares);
        match rest.ok().filter(|_| shares <= redeemable) {
            Some(shares) => {
                self.set_notice(holder, Notice { shares, ..notice });
                Ok(())
            }
            None => Err(NoticeNeeded {
                holder,
                shares: shares::word(shares),
                redeemable: shares::word(redeemable),
            }
            .into()),
        }
    }

    /// Notice cannot be had for shares that are gone: it would be kept for those of others.
    fn sent(&mut self, holder: Address, rest: U256) {
        let notice = self.notice(holder);
        let rest = Shares::new(rest.saturating_to());
        if notice.shares > rest {
            self.set_notice(
                holder,
                Notice {
                    shares: rest,
                    ..notice
                },
            );
        }
    }
}

impl Insurance {
    /// Gives notice for shares of the caller.
    pub(crate) fn notify(&mut self, shares: U256) -> Result<(), InsuranceError> {
        let holder = sender();
        let balance = LEDGER.balance_of(holder);
        if shares > balance {
            return Err(ERC20InsufficientBalance {
                sender: holder,
                balance,
                needed: shares,
            }
            .into());
        }
        let notice = Notice {
            shares: shares::shares(shares)?,
            given_at: now(),
        };
        self.set_notice(holder, notice);
        let (from, until) = notice.window();
        emit(NoticeGiven {
            holder,
            shares,
            from,
            until,
        });
        Ok(())
    }

    /// Shares whose notice is over, and not over for too long.
    pub(crate) fn redeemable(&self, holder: Address) -> Shares {
        let notice = self.notice(holder);
        let (from, until) = notice.window();
        if (from..=until).contains(&now()) {
            notice.shares
        } else {
            Shares::ZERO
        }
    }

    fn lacks_too_much(&self, funds: &Funds) -> bool {
        self.known_loss().saturating_mul(NEGLIGIBLE) > funds.cash.get()
    }
}

impl Notice {
    /// The first and the last second of withdrawals.
    pub(crate) const fn window(&self) -> (u64, u64) {
        let from = self.given_at.saturating_add(NOTICE);
        (from, from.saturating_add(WINDOW))
    }
}
