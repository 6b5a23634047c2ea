//! The hand-written router and codec against the compiler's: selectors, arguments, answers, errors, events.

use super::*;
use crate::abi;
use alloy_sol_types::{sol, SolCall, SolError};

sol! {
    interface IMargin {
        struct Terms {
            uint32 horizon;
            uint256 shortfallFactor;
            uint256 modelMultiplier;
            uint256 maintenanceRatio;
            uint256 bufferRatio;
            uint256 correlationStress;
            uint256 sigmaFloor;
        }
        struct Holding { uint8 asset; uint256 amount; }
        struct Leg { uint8 asset; uint8 kind; int256 size; uint256 strike; uint64 expiry; }
        struct Verdict {
            int256 equity;
            uint256 initialMargin;
            uint256 maintenanceMargin;
            uint256 bufferMargin;
            uint256 health;
            uint16 notLive;
        }
        struct CloseTerms {
            uint8 asset;
            uint256 discountSlope;
            uint256 maxDiscount;
            uint256 cashUnit;
            uint256[] assetUnits;
        }
        struct ClosePlan {
            uint8 path;
            uint8 asset;
            uint256 repay;
            uint256 seized;
            uint256 discount;
            uint256 healthBefore;
            uint256 healthAfter;
            uint8 state;
            uint16 notLive;
            uint64 states;
        }
        function assess(int256 cash, Holding[] collateral, Leg[] legs)
            external view returns (Verdict verdict, int256[] attribution);
        function close(int256 cash, Holding[] collateral, Leg[] legs, CloseTerms terms)
            external view returns (ClosePlan plan);
        function terms() external view returns (Terms terms);
        function assetTerms(uint8 asset) external view returns (uint256 exitCost, uint256 jump);
        function oracle() external view returns (address);
        function initialize(address owner, address oracle) external;
        function setTerms(Terms terms) external;
        function setAssetTerms(uint8 asset, uint256 exitCost, uint256 jump) external;
        function owner() external view returns (address);
        function pendingOwner() external view returns (address);
        function transferOwnership(address newOwner) external;
        function acceptOwnership() external;
    }
}

use IMargin::{Holding, Leg, *};

fn holdings() -> Vec<Holding> {
    collateral()
        .into_iter()
        .map(|abi::Holding { asset, amount }| Holding { asset, amount })
        .collect()
}

fn ask<C: SolCall>(margin: &Contract<Margin>, sender: Address, call_: &C) -> C::Return {
    let answer = call(margin, sender, &call_.abi_encode())
        .expect("routed")
        .expect("answered");
    C::abi_decode_returns(&answer, true).expect("decodes")
}

#[motsu::test]
fn speaks_what_solidity_speaks(
    margin: Contract<Margin>,
    oracle: Contract<MockOracle>,
    alice: Address,
    bob: Address,
) {
    behave(honest(market()));
    ask(
        &margin,
        bob,
        &initializeCall {
            owner: alice,
            oracle: oracle.address(),
        },
    );
    for (asset, exit_cost, jump) in [(0, 5, 0), (1, 6, 0), (2, 12, 20)] {
        let (exit_cost, jump) = (wad(exit_cost * WAD / 1_000), wad(jump * WAD / 1_000));
        ask(
            &margin,
            alice,
            &setAssetTermsCall {
                asset,
                exitCost: exit_cost,
                jump,
            },
        );
        let kept = ask(&margin, bob, &assetTermsCall { asset });
        assert_eq!((kept.exitCost, kept.jump), (exit_cost, jump));
    }
    let terms = ask(&margin, bob, &termsCall {}).terms;
    assert_eq!((terms.horizon, terms.sigmaFloor), (86_400, wad(WAD / 10)));
    let changed = Terms {
        horizon: 7_200,
        ..terms
    };
    ask(&margin, alice, &setTermsCall { terms: changed });
    let kept = ask(&margin, bob, &termsCall {}).terms;
    assert_eq!(
        (kept.horizon, kept.bufferRatio),
        (7_200, wad(WAD * 15 / 100))
    );
    ask(
        &margin,
        alice,
        &setTermsCall {
            terms: Terms {
                horizon: 86_400,
                ..kept
            },
        },
    );

    assert_eq!(ask(&margin, bob, &ownerCall {})._0, alice);
    assert_eq!(ask(&margin, bob, &oracleCall {})._0, oracle.address());
    ask(&margin, alice, &transferOwnershipCall { newOwner: bob });
    assert_eq!(ask(&margin, alice, &pendingOwnerCall {})._0, bob);
    ask(&margin, bob, &acceptOwnershipCall {});
    assert_eq!(ask(&margin, alice, &ownerCall {})._0, bob);
}

#[motsu::test]
fn answers_both_questions_as_the_methods_do(
    margin: Contract<Margin>,
    oracle: Contract<MockOracle>,
    alice: Address,
) {
    set_up(&margin, &oracle, alice);
    let leg = Leg {
        asset: 1,
        kind: 0,
        size: wide(-9 * 10i128.pow(18)),
        strike: wad(3_100 * WAD),
        expiry: 7,
    };
    let legs = vec![abi::Leg {
        expiry: 7,
        ..linear(1, -9 * 10i128.pow(18), 3_100 * WAD)
    }];
    let question = assessCall {
        cash: usd(-40_000),
        collateral: holdings(),
        legs: vec![leg],
    };
    let answer = ask(&margin, alice, &question);
    let (verdict, attribution) = margin
        .sender(alice)
        .assess(usd(-40_000), collateral(), legs)
        .unwrap();
    assert_eq!(answer.attribution, attribution);
    assert_eq!(answer.verdict.equity, verdict.equity);
    assert_eq!(answer.verdict.initialMargin, verdict.initialMargin);
    assert_eq!(answer.verdict.maintenanceMargin, verdict.maintenanceMargin);
    assert_eq!(answer.verdict.bufferMargin, verdict.bufferMargin);
    assert_eq!(answer.verdict.health, verdict.health);

    behave(honest(market_with(1, State::Stale)));
    let terms = CloseTerms {
        asset: 255,
        discountSlope: wad(WAD / 2),
        maxDiscount: wad(WAD / 20),
        cashUnit: wad(10u128.pow(12)),
        assetUnits: vec![wad(10u128.pow(10)), wad(1), wad(1)],
    };
    let same = abi::CloseTerms {
        asset: 255,
        discountSlope: terms.discountSlope,
        maxDiscount: terms.maxDiscount,
        cashUnit: terms.cashUnit,
        assetUnits: terms.assetUnits.clone(),
    };
    let question = closeCall {
        cash: usd(-54_000),
        collateral: holdings(),
        legs: vec![],
        terms,
    };
    let answer = ask(&margin, alice, &question).plan;
    let plan = margin
        .sender(alice)
        .close(usd(-54_000), collateral(), vec![], same)
        .unwrap();
    assert_eq!(
        (answer.path, answer.asset, answer.state),
        (plan.path, plan.asset, plan.state)
    );
    assert_eq!(
        (answer.repay, answer.seized, answer.discount),
        (plan.repay, plan.seized, plan.discount)
    );
    assert_eq!(
        (answer.healthBefore, answer.healthAfter),
        (plan.healthBefore, plan.healthAfter)
    );
    assert_eq!((answer.notLive, plan.notLive), (2, 2));
    assert_eq!((answer.states, plan.states), (0x10, 0x10));
}

#[motsu::test]
fn reverts_with_what_solidity_decodes(
    margin: Contract<Margin>,
    oracle: Contract<MockOracle>,
    alice: Address,
    bob: Address,
) {
    set_up(&margin, &oracle, alice);
    let data = call(
        &margin,
        bob,
        &transferOwnershipCall { newOwner: bob }.abi_encode(),
    )
    .unwrap()
    .unwrap_err();
    assert_eq!(data, abi::NotOwner { caller: bob }.abi_encode());
    let data = call(&margin, bob, &assetTermsCall { asset: 9 }.abi_encode())
        .unwrap()
        .unwrap_err();
    assert_eq!(data, abi::UnknownAsset { asset: 9 }.abi_encode());
    let many = vec![
        Holding {
            asset: 0,
            amount: wad(1)
        };
        17
    ];
    let question = assessCall {
        cash: usd(0),
        collateral: many,
        legs: vec![],
    };
    let data = call(&margin, bob, &question.abi_encode())
        .unwrap()
        .unwrap_err();
    assert_eq!(data, abi::TooManyHoldings { count: 17 }.abi_encode());
    behave(Behaviour::Reverts);
    let question = assessCall {
        cash: usd(0),
        collateral: holdings(),
        legs: vec![],
    };
    let data = call(&margin, bob, &question.abi_encode())
        .unwrap()
        .unwrap_err();
    assert_eq!(data, abi::OracleCallFailed {}.abi_encode());
}

#[motsu::test]
fn refuses_data_that_does_not_decode(
    margin: Contract<Margin>,
    oracle: Contract<MockOracle>,
    alice: Address,
) {
    set_up(&margin, &oracle, alice);
    let good = assessCall {
        cash: usd(-1),
        collateral: holdings(),
        legs: vec![],
    }
    .abi_encode();
    assert!(call(&margin, alice, &good).unwrap().is_ok());
    let silent = |data: &[u8]| assert_eq!(call(&margin, alice, data), Some(Err(vec![])));
    let with = |word: usize, value: U256| {
        let mut data = good.clone();
        data[4 + 32 * word..36 + 32 * word].copy_from_slice(&value.to_be_bytes::<32>());
        data
    };
    silent(&good[..4]);
    silent(&good[..good.len() - 32]);
    silent(&with(1, U256::from(97u8))); // an offset inside a word
    silent(&with(1, U256::MAX)); // an offset outside
    silent(&with(3, U256::from(4u8))); // more items than data
    silent(&with(3, U256::from(u64::MAX))); // a length that overflows
    silent(&with(4, U256::from(256u16))); // a dirty uint8
    let owner = ownerCall {}.abi_encode();
    assert!(call(&margin, alice, &owner).unwrap().is_ok());
    let mut dirty = transferOwnershipCall { newOwner: alice }.abi_encode();
    dirty[4] = 1;
    silent(&dirty);
    assert_eq!(call(&margin, alice, &[1, 2, 3, 4]), None);
}
