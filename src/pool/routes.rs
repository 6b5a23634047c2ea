//! From call data to the methods of the pool. `#[public]` prints the same table for the interface.

use crate::state::Pool;
use alloy_primitives::{Address, U256};

crate::words::routes! {
    Pool {
        "initialize" => initialize(Address, Address);
        "deposit" => deposit(U256, Address);
        "mint" => mint(U256, Address);
        "withdraw" => withdraw(U256, Address, Address);
        "redeem" => redeem(U256, Address, Address);
        "asset" => asset();
        "totalAssets" => total_assets();
        "convertToShares" => convert_to_shares(U256);
        "convertToAssets" => convert_to_assets(U256);
        "previewDeposit" => preview_deposit(U256);
        "previewMint" => preview_mint(U256);
        "previewWithdraw" => preview_withdraw(U256);
        "previewRedeem" => preview_redeem(U256);
        "maxDeposit" => max_deposit(Address);
        "maxMint" => max_mint(Address);
        "maxWithdraw" => max_withdraw(Address);
        "maxRedeem" => max_redeem(Address);
        "name" => name();
        "symbol" => symbol();
        "decimals" => decimals();
        "totalSupply" => total_supply();
        "balanceOf" => balance_of(Address);
        "allowance" => allowance(Address, Address);
        "transfer" => transfer(Address, U256);
        "approve" => approve(Address, U256);
        "transferFrom" => transfer_from(Address, Address, U256);
        "lend" => lend(Address, U256);
        "collect" => collect(U256, U256);
        "vault" => vault();
        "cash" => cash();
        "totalBorrowed" => total_borrowed();
        "borrowIndex" => borrow_index();
        "utilisation" => utilisation();
        "ratePerYear" => rate_per_year();
        "curve" => curve();
        "setVault" => set_vault(Address);
        "setCurve" => set_curve(U256, U256, U256, U256);
        "owner" => owner();
        "pendingOwner" => pending_owner();
        "transferOwnership" => transfer_ownership(Address);
        "acceptOwnership" => accept_ownership();
    }
}
