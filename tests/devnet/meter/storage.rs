//! Gas of storage: what the EVM charges for a slot, and the tiers of the frame's own cache.

/// A first access to a slot in a transaction, over a later one.
const COLD_SLOT: u64 = 2_100;
const WARM_SLOT: u64 = 100;
/// Setting a slot that was zero.
const SET: u64 = 20_000;
/// Changing a slot that was not.
const RESET: u64 = 2_900;
/// Refund for clearing a slot.
const CLEAR_REFUND: i64 = 4_800;

/// Gas of reading a slot that the frame's cache does not hold.
pub(crate) const fn slot_load_gas(is_cold: bool) -> u64 {
    if is_cold {
        COLD_SLOT
    } else {
        WARM_SLOT
    }
}

/// What a write does to a slot.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SlotChange<V> {
    /// Before the transaction.
    pub(crate) original: V,
    /// Before the write.
    pub(crate) present: V,
    /// After it.
    pub(crate) new: V,
    /// First access in the transaction.
    pub(crate) is_cold: bool,
}

/// Price of a write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct StorePrice {
    pub(crate) gas: u64,
    /// Added to the transaction's refund; negative where an earlier refund is taken back.
    pub(crate) refund: i64,
}

/// Gas of writing a slot and what it adds to the refund (EIP-2200, 2929, 3529).
pub(crate) fn slot_store_price<V: PartialEq>(change: &SlotChange<V>, zero: &V) -> StorePrice {
    let SlotChange {
        original,
        present,
        new,
        is_cold,
    } = change;
    let cold = if *is_cold { COLD_SLOT } else { 0 };
    if present == new {
        return StorePrice {
            gas: cold + WARM_SLOT,
            refund: 0,
        };
    }
    if original == present {
        let gas = cold + if original == zero { SET } else { RESET };
        let clears = original != zero && new == zero;
        return StorePrice {
            gas,
            refund: if clears { CLEAR_REFUND } else { 0 },
        };
    }
    let mut refund = 0;
    if original != zero {
        if present == zero {
            refund -= CLEAR_REFUND;
        } else if new == zero {
            refund += CLEAR_REFUND;
        }
    }
    if original == new {
        let spent = if original == zero { SET } else { RESET };
        refund += (spent - WARM_SLOT) as i64;
    }
    StorePrice {
        gas: cold + WARM_SLOT,
        refund,
    }
}

/// Gas of the frame's `count`-th read of storage, from 1, wherever the value comes from.
pub(crate) const fn read_tier_gas(count: u64) -> u64 {
    match count {
        0..=32 => 0,
        33..=128 => 2,
        _ => 10,
    }
}

/// Gas of the frame's `count`-th write into its cache, from 1.
pub(crate) const fn write_tier_gas(count: u64) -> u64 {
    match count {
        0..=8 => 0,
        9..=64 => 7,
        _ => 10,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn price(original: u8, present: u8, new: u8, is_cold: bool) -> (u64, i64) {
        let price = slot_store_price(
            &SlotChange {
                original,
                present,
                new,
                is_cold,
            },
            &0,
        );
        (price.gas, price.refund)
    }

    #[test]
    fn slot_prices_by_hand() {
        assert_eq!(price(0, 0, 1, true), (22_100, 0));
        assert_eq!(price(0, 0, 1, false), (20_000, 0));
        assert_eq!(price(1, 1, 2, true), (5_000, 0));
        assert_eq!(price(1, 1, 0, false), (2_900, 4_800));
        assert_eq!(price(1, 1, 1, true), (2_200, 0));
        // Set and cleared in one transaction: all but the warm accesses comes back.
        assert_eq!(price(0, 1, 0, false), (100, 19_900));
        // Changed and put back.
        assert_eq!(price(1, 2, 1, false), (100, 2_800));
        // Cleared, then set again to the original, to something else.
        assert_eq!(price(1, 0, 1, false), (100, -4_800 + 2_800));
        assert_eq!(price(1, 0, 3, false), (100, -4_800));
        assert_eq!(price(1, 2, 0, false), (100, 4_800));
    }
}
