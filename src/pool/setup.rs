//! What the owner decides: token, lock, vault and insurance once; curve, charges and the limit within bounds.

use crate::abi::*;
use crate::books::Books;
use crate::clock::now;
use crate::error::PoolError;
use crate::host::{emit, has_code};
use crate::state::{ASSET, CHARGES, CURVE, INSURANCE, LIMIT, LOCK, OUTFLOW, RESERVE, VAULT};
use crate::words::{address, tagged, Word};
use crate::{junior, owner, token, Pool};
use alloy_primitives::{Address, U256};
use fixed::{word, WAD};

/// Most a rate may be: 1,000 % per year.
const MAX_RATE: u128 = WAD * 10;
/// Most of the interest that may go to others than the lenders: a half.
const MAX_SPLIT: u128 = WAD / 2;
/// Tokens with more decimals would leave the books too little room.
const MAX_DECIMALS: u8 = 18;
/// The outflow limit can slow lenders down, not hold them: at least a tenth per window of at most a week.
const MIN_SHARE: u128 = WAD / 10;
const MAX_WINDOW: u64 = 7 * risk::DAY;

impl Pool {
    pub(crate) fn set_up(
        &mut self,
        owner: Address,
        asset: Address,
        lock: Address,
    ) -> Result<(), PoolError> {
        if !shell::owner::owner().is_zero() {
            return Err(AlreadyInitialized {}.into());
        }
        if owner.is_zero() {
            return Err(ZeroAddress {}.into());
        }
        require_code(lock)?;
        let decimals = token::decimals(asset)?;
        if decimals > MAX_DECIMALS {
            return Err(DecimalsTooLarge { decimals }.into());
        }
        ASSET.set(tagged(asset, decimals));
        LOCK.set(lock.to_word().into());
        self.store(&Books::open(now()))?;
        owner::begin(owner);
        Ok(())
    }

    pub(crate) fn name_vault(&mut self, vault: Address) -> Result<(), PoolError> {
        owner::require_owner()?;
        let named = address(VAULT.get());
        if !named.is_zero() {
            return Err(VaultAlreadySet { vault: named }.into());
        }
        if vault.is_zero() {
            return Err(ZeroAddress {}.into());
        }
        VAULT.set(vault.to_word().into());
        emit(VaultSet { vault });
        Ok(())
    }

    pub(crate) fn name_insurance(&mut self, insurance: Address) -> Result<(), PoolError> {
        owner::require_owner()?;
        let named = address(INSURANCE.get());
        if !named.is_zero() {
            return Err(InsuranceAlreadySet { insurance: named }.into());
        }
        require_code(insurance)?;
        if address(junior::asset(insurance)?) != self.token() {
            return Err(InsuranceFailed {}.into());
        }
        INSURANCE.set(insurance.to_word().into());
        emit(InsuranceSet { insurance });
        Ok(())
    }

    pub(crate) fn name_reserve(&mut self, reserve: Address) -> Result<(), PoolError> {
        owner::require_owner()?;
        RESERVE.set(reserve.to_word().into());
        emit(ReserveSet { reserve });
        Ok(())
    }

    pub(crate) fn change_curve(
        &mut self,
        base: U256,
        kink: U256,
        slope_below: U256,
        slope_above: U256,
    ) -> Result<(), PoolError> {
        owner::require_owner()?;
        self.settle_interest()?;
        if kink.is_zero() || kink >= U256::from(WAD) {
            return Err(InvalidCurve {}.into());
        }
        let limbs = [
            rate(base)?,
            rate(kink)?,
            rate(slope_below)?,
            rate(slope_above)?,
        ];
        CURVE.set(U256::from_limbs(limbs));
        emit(CurveSet {
            base,
            kink,
            slopeBelow: slope_below,
            slopeAbove: slope_above,
        });
        Ok(())
    }

    pub(crate) fn change_split(&mut self, reserve: U256, insurance: U256) -> Result<(), PoolError> {
        owner::require_owner()?;
        self.settle_interest()?;
        let (reserve_part, insurance_part) = (rate(reserve)?, rate(insurance)?);
        let all = u128::from(reserve_part).saturating_add(u128::from(insurance_part));
        if all > MAX_SPLIT {
            return Err(InvalidSplit {}.into());
        }
        let [premium, ..] = CHARGES.get().into_limbs();
        CHARGES.set(U256::from_limbs([premium, reserve_part, insurance_part, 0]));
        emit(SplitSet { reserve, insurance });
        Ok(())
    }

    pub(crate) fn change_limit(
        &mut self,
        share: U256,
        window: u64,
        floor: U256,
    ) -> Result<(), PoolError> {
        owner::require_owner()?;
        let floor_kept = u128::try_from(floor).map_err(|_| InvalidLimit {})?;
        let share_kept = u64::try_from(share).map_err(|_| InvalidLimit {})?;
        let part = u128::from(share_kept);
        if window > MAX_WINDOW || (window != 0 && !(MIN_SHARE..=WAD).contains(&part)) {
            return Err(InvalidLimit {}.into());
        }
        let low = part | (u128::from(window) << 64);
        LIMIT.set(word((floor_kept, low)));
        // What has left so far is forgiven.
        OUTFLOW.set(word((u128::from(now()), 0)));
        emit(OutflowLimitSet {
            share,
            window,
            floor,
        });
        Ok(())
    }

    /// What has passed is charged at the old rates.
    pub(crate) fn settle_interest(&mut self) -> Result<(), PoolError> {
        let books = self.accrue()?;
        self.store(&books)
    }
}

fn require_code(contract: Address) -> Result<(), PoolError> {
    if has_code(contract) {
        Ok(())
    } else {
        Err(NoCode { token: contract }.into())
    }
}

/// A rate that fits 64 bits because it is within the bound.
pub(crate) fn rate(word: U256) -> Result<u64, PoolError> {
    if word > U256::from(MAX_RATE) {
        return Err(InvalidCurve {}.into());
    }
    u64::try_from(word).map_err(|_| InvalidCurve {}.into())
}
