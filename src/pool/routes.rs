//! From call data to the methods of the pool. `#[public]` prints the same table for the interface.

use crate::state::Pool;
use alloy_primitives::{Address, U256};

shares::routes! {
    Pool {
        "initialize" => initialize(Address, Address, Address);
        "lend" => lend(Address, U256);
        "collect" => collect(U256, U256);
        "writeOff" => write_off(U256);
        "recapitalise" => recapitalise(U256);
        "distribute" => distribute();
        "noteStress" => note_stress();
        "vault" => vault();
        "insurance" => insurance();
        "reserve" => reserve();
        "lock" => lock();
        "cash" => cash();
        "totalBorrowed" => total_borrowed();
        "borrowIndex" => borrow_index();
        "utilisation" => utilisation();
        "ratePerYear" => rate_per_year();
        "curve" => curve();
        "split" => split();
        "stress" => stress();
        "dues" => dues();
        "deficit" => deficit();
        "outflow" => outflow();
        "setVault" => set_vault(Address);
        "setInsurance" => set_insurance(Address);
        "setReserve" => set_reserve(Address);
        "setSplit" => set_split(U256, U256);
        "setStress" => set_stress(Address, U256, U256, U256);
        "setOutflowLimit" => set_outflow_limit(U256, u64, U256);
        "setCurve" => set_curve(U256, U256, U256, U256);
        "owner" => owner();
        "pendingOwner" => pending_owner();
        "transferOwnership" => transfer_ownership(Address);
        "acceptOwnership" => accept_ownership();
    }
}
