//! The functions that every class of shares has, in front of a contract's own.

/// As `shell::words::routes!`, with those of ERC-20 and ERC-4626.
#[macro_export]
macro_rules! routes {
    ($contract:ident { $($own:tt)* }) => {
        shell::words::routes! {
            $contract {
                "deposit" => deposit(alloy_primitives::U256, alloy_primitives::Address);
                "mint" => mint(alloy_primitives::U256, alloy_primitives::Address);
                "withdraw" => withdraw(
                    alloy_primitives::U256, alloy_primitives::Address, alloy_primitives::Address
                );
                "redeem" => redeem(
                    alloy_primitives::U256, alloy_primitives::Address, alloy_primitives::Address
                );
                "asset" => asset();
                "totalAssets" => total_assets();
                "convertToShares" => convert_to_shares(alloy_primitives::U256);
                "convertToAssets" => convert_to_assets(alloy_primitives::U256);
                "previewDeposit" => preview_deposit(alloy_primitives::U256);
                "previewMint" => preview_mint(alloy_primitives::U256);
                "previewWithdraw" => preview_withdraw(alloy_primitives::U256);
                "previewRedeem" => preview_redeem(alloy_primitives::U256);
                "maxDeposit" => max_deposit(alloy_primitives::Address);
                "maxMint" => max_mint(alloy_primitives::Address);
                "maxWithdraw" => max_withdraw(alloy_primitives::Address);
                "maxRedeem" => max_redeem(alloy_primitives::Address);
                "name" => name();
                "symbol" => symbol();
                "decimals" => decimals();
                "totalSupply" => total_supply();
                "balanceOf" => balance_of(alloy_primitives::Address);
                "allowance" => allowance(alloy_primitives::Address, alloy_primitives::Address);
                "transfer" => transfer(alloy_primitives::Address, alloy_primitives::U256);
                "approve" => approve(alloy_primitives::Address, alloy_primitives::U256);
                "transferFrom" => transfer_from(
                    alloy_primitives::Address, alloy_primitives::Address, alloy_primitives::U256
                );
                $($own)*
            }
        }
    };
}
