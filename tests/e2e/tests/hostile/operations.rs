//! Transactions of the house in which tokens move.

use crate::house::{data, ICustody, IShares, Ready};
use alloy::primitives::{Address, B256, U256};

/// A transaction in which tokens move.
pub struct Operation {
    pub name: &'static str,
    pub from: Address,
    pub to: Address,
    pub input: Vec<u8>,
}

/// What moves the collateral.
pub fn with_collateral(house: &Ready) -> Vec<Operation> {
    let (account, vault) = (house.account(), house.at("vault"));
    let amount = U256::from(10).pow(U256::from(17));
    let (asset, to) = (0, house.user);
    let operation = |name, input| Operation {
        name,
        from: house.user,
        to: vault,
        input,
    };
    vec![
        operation(
            "deposit",
            data(ICustody::depositCall {
                account,
                asset,
                amount,
            }),
        ),
        operation(
            "withdraw",
            data(ICustody::withdrawCall {
                account,
                asset,
                amount,
                to,
            }),
        ),
        operation(
            "multicall",
            data(ICustody::multicallCall {
                calls: vec![data(ICustody::depositCall {
                    account,
                    asset,
                    amount,
                })
                .into()],
            }),
        ),
        Operation {
            to: house.at("mandate"),
            ..operation(
                "permitAndCall",
                data(ICustody::permitAndCallCall {
                    token: house.token,
                    value: amount,
                    deadline: U256::MAX,
                    v: 27,
                    r: B256::ZERO,
                    s: B256::ZERO,
                    call: data(ICustody::depositCall {
                        account,
                        asset,
                        amount,
                    })
                    .into(),
                }),
            )
        },
        operation("reconcile", data(ICustody::reconcileCall { asset })),
    ]
}

/// What moves cash.
pub fn with_cash(house: &Ready) -> Vec<Operation> {
    let (account, user, lender) = (house.account(), house.user, house.lender);
    let (vault, pool, insurance) = (house.at("vault"), house.at("pool"), house.at("insurance"));
    let amount = U256::from(100_000_000);
    let operation = |name, from, to, input| Operation {
        name,
        from,
        to,
        input,
    };
    let deposit = IShares::depositCall {
        assets: amount,
        receiver: lender,
    };
    vec![
        operation("pool.deposit", user, pool, data(deposit.clone())),
        operation(
            "pool.mint",
            user,
            pool,
            data(IShares::mintCall {
                shares: amount,
                receiver: lender,
            }),
        ),
        operation(
            "pool.withdraw",
            lender,
            pool,
            data(IShares::withdrawCall {
                assets: amount,
                receiver: lender,
                owner: lender,
            }),
        ),
        operation(
            "pool.redeem",
            lender,
            pool,
            data(IShares::redeemCall {
                shares: amount,
                receiver: lender,
                owner: lender,
            }),
        ),
        operation("insurance.deposit", user, insurance, data(deposit)),
        operation(
            "depositCash",
            user,
            vault,
            data(ICustody::depositCashCall { account, amount }),
        ),
        operation(
            "borrow",
            user,
            vault,
            data(ICustody::borrowCall {
                account,
                amount,
                to: user,
            }),
        ),
        operation(
            "repay",
            user,
            vault,
            data(ICustody::repayCall { account, amount }),
        ),
    ]
}

/// The purchase of collateral, in which cash and collateral move.
pub fn purchase(house: &Ready) -> Operation {
    Operation {
        name: "buyCollateral",
        from: house.buyer,
        to: house.at("liquidator"),
        input: data(ICustody::buyCollateralCall {
            account: house.account(),
            asset: 0,
            maxRepay: U256::MAX,
            minSeized: U256::ZERO,
            to: house.buyer,
        }),
    }
}
