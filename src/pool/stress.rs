//! The premium for stress: what the volatility index says, noted by whoever cares to.

use crate::abi::*;
use crate::error::PoolError;
use crate::host::{self, emit};
use crate::setup::rate;
use crate::state::{CHARGES, ORACLE, STRESS};
use crate::words::{address, Word};
use crate::{owner, Pool};
use alloy_primitives::{Address, U256};
use risk::interest::RiskPremium;
use stylus_sdk::function_selector;

const INDEX: [u8; 4] = function_selector!("index");

impl Pool {
    pub(crate) fn change_stress(
        &mut self,
        oracle: Address,
        calm: U256,
        storm: U256,
        most: U256,
    ) -> Result<(), PoolError> {
        owner::require_owner()?;
        self.settle_interest()?;
        let [calm_index, storm_index] =
            [calm, storm].map(|index| u64::try_from(index).map_err(|_| InvalidStress {}));
        let limbs = [calm_index?, storm_index?, rate(most)?, 0];
        if !oracle.is_zero() && calm >= storm {
            return Err(InvalidStress {}.into());
        }
        ORACLE.set(oracle.to_word().into());
        STRESS.set(U256::from_limbs(limbs));
        // Until somebody notes it anew.
        self.set_premium(0);
        emit(StressSet {
            oracle,
            calm,
            storm,
            most,
        });
        Ok(())
    }

    /// Charges from now on what the index says now. Error: `IndexUnknown`.
    pub(crate) fn note_index(&mut self) -> Result<U256, PoolError> {
        let oracle = address(ORACLE.get());
        if oracle.is_zero() {
            return Err(IndexUnknown {}.into());
        }
        let answer = host::static_call(oracle, &INDEX, 32).map_err(|_| IndexUnknown {})?;
        let index = answer.word(0).ok_or(IndexUnknown {})?;
        let (_, calm, storm, most) = self.stress_terms();
        let terms = RiskPremium { calm, storm, most };
        let premium = terms.per_year_up(index.saturating_to())?;
        self.settle_interest()?;
        // At most `most`, which fits.
        self.set_premium(u64::try_from(premium).map_err(|_| PoolError::math())?);
        let premium = U256::from(premium);
        emit(StressNoted { index, premium });
        Ok(premium)
    }

    /// Oracle, index of the calm, index of the storm, most per year.
    pub(crate) fn stress_terms(&self) -> (Address, u128, u128, u128) {
        let [calm, storm, most, _] = STRESS.get().into_limbs();
        let oracle = address(ORACLE.get());
        (
            oracle,
            u128::from(calm),
            u128::from(storm),
            u128::from(most),
        )
    }

    fn set_premium(&mut self, premium: u64) {
        let [_, reserve, insurance, _] = CHARGES.get().into_limbs();
        CHARGES.set(U256::from_limbs([premium, reserve, insurance, 0]));
    }
}
