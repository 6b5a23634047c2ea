//! Who holds how many shares, and who may move them: ERC-20, with the errors of ERC-6093.

use crate::abi::*;
use crate::erc4626::require_free;
use crate::{Class, Funds, Refusal};
use alloy_primitives::{Address, U256};
use fixed::quantity::Shares;
use fixed::MathError;
use shell::host::{emit, sender, this};
use shell::slot::{Fixed, Slot};
use shell::words::Word;

/// Two slots: balances, then allowances, as Solidity's mappings.
#[derive(Debug, Clone, Copy)]
pub struct Ledger {
    /// Shares by holder: never more than the supply, which has 128 bits.
    balances: Fixed,
    /// Allowances by owner and spender.
    allowances: Fixed,
}

impl Ledger {
    /// The ledger whose first slot has this number.
    pub const fn new(first: u64) -> Self {
        Self {
            balances: Fixed::new(first),
            allowances: Fixed::new(first.saturating_add(1)),
        }
    }

    /// Shares of a holder.
    pub fn balance_of(self, holder: Address) -> U256 {
        self.balances.of(holder.to_word()).get()
    }

    /// The same as a quantity.
    pub fn shares_of(self, holder: Address) -> Shares {
        Shares::new(self.balance_of(holder).saturating_to())
    }

    /// Shares that the spender may still move for the owner.
    pub fn allowance(self, owner: Address, spender: Address) -> U256 {
        self.permission(owner, spender).get()
    }

    /// Lets the spender move shares of the caller. Error: `ERC20InvalidSpender`.
    pub fn approve<E: Refusal>(self, spender: Address, value: U256) -> Result<(), E> {
        if spender.is_zero() {
            return Err(ERC20InvalidSpender { spender }.into());
        }
        self.set_allowance(sender(), spender, value);
        Ok(())
    }

    /// Sets and reports an allowance.
    pub fn set_allowance(self, owner: Address, spender: Address, value: U256) {
        self.permission(owner, spender).set(value);
        emit(Approval {
            owner,
            spender,
            value,
        });
    }

    /// Lets the caller act on the owner's shares: as the owner, or within an allowance that this uses up. The
    /// largest allowance is not used up.
    #[inline(never)]
    pub(crate) fn spend<E: Refusal>(self, owner: Address, value: U256) -> Result<(), E> {
        let spender = sender();
        if spender == owner {
            return Ok(());
        }
        let mut permission = self.permission(owner, spender);
        let allowance = permission.get();
        if allowance == U256::MAX {
            return Ok(());
        }
        match allowance.checked_sub(value) {
            Some(rest) => {
                permission.set(rest);
                Ok(())
            }
            None => Err(ERC20InsufficientAllowance {
                spender,
                allowance,
                needed: value,
            }
            .into()),
        }
    }

    pub(crate) fn mint<E: Refusal>(
        self,
        funds: &mut Funds,
        to: Address,
        shares: Shares,
    ) -> Result<(), E> {
        require_receiver::<E>(to)?;
        funds.supply = funds.supply.checked_add(shares)?;
        let value = crate::word(shares);
        self.give(to, value)?;
        let from = Address::ZERO;
        emit(Transfer { from, to, value });
        Ok(())
    }

    pub(crate) fn burn<E: Refusal>(
        self,
        funds: &mut Funds,
        from: Address,
        shares: Shares,
    ) -> Result<(), E> {
        let value = crate::word(shares);
        self.take::<E>(from, value)?;
        funds.supply = funds.supply.checked_sub(shares)?;
        let to = Address::ZERO;
        emit(Transfer { from, to, value });
        Ok(())
    }

    /// Takes shares from a holder; what is left.
    #[inline(never)]
    fn take<E: Refusal>(self, from: Address, value: U256) -> Result<U256, E> {
        let balance = self.balance_of(from);
        match balance.checked_sub(value) {
            Some(rest) => {
                self.balances.of(from.to_word()).set(rest);
                Ok(rest)
            }
            None => Err(ERC20InsufficientBalance {
                sender: from,
                balance,
                needed: value,
            }
            .into()),
        }
    }

    fn permission(self, owner: Address, spender: Address) -> Slot {
        self.allowances.of_both(owner.to_word(), spender.to_word())
    }

    fn give(self, to: Address, value: U256) -> Result<(), MathError> {
        let balance = self.balance_of(to).checked_add(value);
        self.balances
            .of(to.to_word())
            .set(balance.ok_or(MathError::Overflow)?);
        Ok(())
    }
}

/// Moves shares of the caller. Errors: `ERC20InsufficientBalance`, `ERC20InvalidReceiver`, `Reentrant`.
pub fn transfer<C: Class>(class: &mut C, to: Address, value: U256) -> Result<(), C::Error> {
    shift(class, sender(), to, value)
}

/// Moves shares within an allowance. Errors as [`transfer`], `ERC20InsufficientAllowance`.
pub fn transfer_from<C: Class>(
    class: &mut C,
    from: Address,
    to: Address,
    value: U256,
) -> Result<(), C::Error> {
    C::LEDGER.spend::<C::Error>(from, value)?;
    shift(class, from, to, value)
}

/// Nobody else's code runs here, so the lock need not be taken: it must be free.
#[inline(never)]
fn shift<C: Class>(class: &mut C, from: Address, to: Address, value: U256) -> Result<(), C::Error> {
    require_free(class)?;
    require_receiver::<C::Error>(to)?;
    let ledger = C::LEDGER;
    let rest = ledger.take::<C::Error>(from, value)?;
    ledger.give(to, value)?;
    class.sent(from, rest);
    emit(Transfer { from, to, value });
    Ok(())
}

/// Shares sent to nobody, or to the contract itself, would be lost to their owner.
fn require_receiver<E: Refusal>(receiver: Address) -> Result<(), E> {
    if receiver.is_zero() || receiver == this() {
        Err(ERC20InvalidReceiver { receiver }.into())
    } else {
        Ok(())
    }
}
