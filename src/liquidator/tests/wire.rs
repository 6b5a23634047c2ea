//! The router and codec against the compiler's.

use super::*;
use crate::abi::{Healthy, NotOwner};
use alloy_sol_types::SolError;

sol! {
    interface ILiquidator {
        struct Plan {
            uint8 path;
            uint8 asset;
            uint256 repay;
            uint256 seized;
            uint256 discount;
            uint256 healthBefore;
            uint256 healthAfter;
            uint16 notLive;
        }
        function plan(bytes32 account) external view returns (Plan plan);
        function buyCollateral(bytes32 account, uint8 asset, uint256 maxRepay, uint256 minSeized, address to)
            external returns (uint256 repaid, uint256 seized);
        function terms() external view returns (uint256 discountSlope, uint256 maxDiscount);
        function vault() external view returns (address);
        function margin() external view returns (address);
        function planner() external view returns (address);
        function pool() external view returns (address);
        function cash() external view returns (address);
        function lock() external view returns (address);
        function initialize(
            address owner, address vault, address margin, address planner, address pool, address cash, address lock
        ) external;
        function setTerms(uint256 discountSlope, uint256 maxDiscount) external;
        function owner() external view returns (address);
        function pendingOwner() external view returns (address);
        function transferOwnership(address newOwner) external;
        function acceptOwnership() external;
    }
}

use ILiquidator as I;

fn call(liquidator: &Contract<Liquidator>, sender: Address, data: &[u8]) -> Option<ArbResult> {
    let (selector, input) = data.split_at(4);
    let selector = u32::from_be_bytes(selector.try_into().unwrap());
    let mut contract = liquidator.sender(sender);
    <Liquidator as Router<Liquidator, Liquidator>>::route(&mut contract, selector, input)
}

fn ask<C: SolCall>(liquidator: &Contract<Liquidator>, sender: Address, question: &C) -> C::Return {
    let answer = call(liquidator, sender, &question.abi_encode())
        .expect("routed")
        .expect("answered");
    C::abi_decode_returns(&answer, true).expect("decodes")
}

#[motsu::test]
fn speaks_what_solidity_speaks(liquidator: Contract<Liquidator>, alice: Address, bob: Address) {
    let house = set_up(&liquidator, alice);
    let addresses = [
        house.vault.address(),
        house.margin.address(),
        house.planner.address(),
        house.pool.address(),
        house.cash.address(),
        house.lock.address(),
    ];
    let answers = [
        ask(&liquidator, bob, &I::vaultCall {})._0,
        ask(&liquidator, bob, &I::marginCall {})._0,
        ask(&liquidator, bob, &I::plannerCall {})._0,
        ask(&liquidator, bob, &I::poolCall {})._0,
        ask(&liquidator, bob, &I::cashCall {})._0,
        ask(&liquidator, bob, &I::lockCall {})._0,
    ];
    assert_eq!(answers, addresses);
    ask(
        &liquidator,
        alice,
        &I::setTermsCall {
            discountSlope: wad(2 * WAD),
            maxDiscount: wad(WAD / 50),
        },
    );
    let terms = ask(&liquidator, bob, &I::termsCall {});
    assert_eq!(
        (terms.discountSlope, terms.maxDiscount),
        (wad(2 * WAD), wad(WAD / 50))
    );

    let plan = ask(&liquidator, bob, &I::planCall { account: ACCOUNT }).plan;
    assert_eq!((plan.path, plan.asset, plan.notLive), (1, 3, 0));
    assert_eq!(
        (plan.repay, plan.seized, plan.discount),
        (wad(17_000_000_000), wad(30_000_000), wad(WAD / 50))
    );
    assert_eq!(
        (plan.healthBefore, plan.healthAfter),
        (wad(WAD / 100 * 97), wad(WAD / 100 * 115))
    );
    let buy = I::buyCollateralCall {
        account: ACCOUNT,
        asset: 3,
        maxRepay: U256::MAX,
        minSeized: wad(30_000_000),
        to: alice,
    };
    let bought = ask(&liquidator, bob, &buy);
    assert_eq!(
        (bought.repaid, bought.seized),
        (wad(17_000_000_000), wad(30_000_000))
    );
    assert_eq!(calls::<seizeCall>()[0].to, alice);

    ask(
        &liquidator,
        alice,
        &I::transferOwnershipCall { newOwner: bob },
    );
    assert_eq!(ask(&liquidator, bob, &I::pendingOwnerCall {})._0, bob);
    ask(&liquidator, bob, &I::acceptOwnershipCall {});
    assert_eq!(ask(&liquidator, bob, &I::ownerCall {})._0, bob);
}

#[motsu::test]
fn initialises_over_the_wire(liquidator: Contract<Liquidator>, alice: Address) {
    let mock = Contract::<Mock>::new();
    let at = mock.address();
    answer::<decimalsCall>(at, Ok(wad(6).to_be_bytes::<32>().to_vec()));
    ask(
        &liquidator,
        alice,
        &I::initializeCall {
            owner: alice,
            vault: at,
            margin: at,
            planner: at,
            pool: at,
            cash: at,
            lock: at,
        },
    );
    assert_eq!(ask(&liquidator, alice, &I::ownerCall {})._0, alice);
}

#[motsu::test]
fn reverts_with_what_solidity_decodes(
    liquidator: Contract<Liquidator>,
    alice: Address,
    bob: Address,
) {
    let house = set_up(&liquidator, alice);
    let offer = I::transferOwnershipCall { newOwner: bob }.abi_encode();
    let data = call(&liquidator, bob, &offer).unwrap().unwrap_err();
    assert_eq!(data, NotOwner { caller: bob }.abi_encode());
    close_answers(
        &house,
        &ClosePlan {
            path: 0,
            asset: 255,
            ..plan()
        },
    );
    let buy = |max_repay| {
        let call = I::buyCollateralCall {
            account: ACCOUNT,
            asset: 3,
            maxRepay: max_repay,
            minSeized: U256::ZERO,
            to: alice,
        };
        call.abi_encode()
    };
    let data = call(&liquidator, bob, &buy(U256::MAX))
        .unwrap()
        .unwrap_err();
    assert_eq!(
        data,
        Healthy {
            account: ACCOUNT,
            health: wad(WAD / 100 * 97)
        }
        .abi_encode()
    );
    answer::<closeCall>(house.planner.address(), Err(b"as it is".to_vec()));
    assert_eq!(
        call(&liquidator, bob, &buy(U256::MAX))
            .unwrap()
            .unwrap_err(),
        b"as it is"
    );
}

#[motsu::test]
fn refuses_data_that_does_not_decode(liquidator: Contract<Liquidator>, alice: Address) {
    let _house = set_up(&liquidator, alice);
    let buy = I::buyCollateralCall {
        account: ACCOUNT,
        asset: 3,
        maxRepay: U256::MAX,
        minSeized: U256::ZERO,
        to: alice,
    };
    let good = buy.abi_encode();
    let silent = |data: &[u8]| assert_eq!(call(&liquidator, alice, data), Some(Err(vec![])));
    silent(&good[..4]);
    silent(&good[..good.len() - 32]);
    let mut dirty = good.clone();
    dirty[4 + 32] = 1; // uint8
    silent(&dirty);
    let mut dirty = good.clone();
    dirty[4 + 4 * 32] = 1; // address
    silent(&dirty);
    assert_eq!(call(&liquidator, alice, &[1, 2, 3, 4]), None);
    assert!(call(&liquidator, alice, &good).unwrap().is_ok());
}
