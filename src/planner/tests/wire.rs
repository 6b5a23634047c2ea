//! What goes over the wire, against the declarations: call data, the plan, errors.

use super::*;
use crate::abi::*;
use crate::error::PlannerError;
use alloy_sol_types::{sol, SolCall, SolError, SolValue};
use stylus_sdk::abi::Router;

sol! {
    struct H { uint8 asset; uint256 amount; }
    struct L { uint8 asset; uint8 kind; int256 size; uint256 strike; uint64 expiry; }
    struct T {
        uint8 asset; uint256 discountSlope; uint256 maxDiscount; uint256 cashUnit; uint256 maxRepay;
        uint256[] assetUnits;
    }
    interface IPlanner {
        function initialize(address margin);
        function close(uint32 version, int256 cash, H[] collateral, L[] legs, T terms);
        function margin() returns (address);
        function oracle() returns (address);
    }
}

#[motsu::test]
fn a_plan_goes_over_the_wire(planner: Contract<Planner>, margin: Contract<Mock>, bob: Address) {
    open(&planner, &margin, bob, &[State::Live; 3]);
    let call = IPlanner::closeCall {
        version: 9,
        cash: usd(-1_810),
        collateral: vec![H {
            asset: 0,
            amount: u(WAD),
        }],
        legs: vec![L {
            asset: 2,
            kind: 0,
            size: usd(3),
            strike: u(WAD),
            expiry: 0,
        }],
        terms: T {
            asset: 255,
            discountSlope: u(WAD),
            maxDiscount: u(WAD / 20),
            cashUnit: u(1_000_000_000_000),
            maxRepay: u(1_810 * WAD),
            assetUnits: vec![u(1)],
        },
    };
    let data = call.abi_encode();
    let mut contract = planner.sender(bob);
    let selector = u32::from_be_bytes(IPlanner::closeCall::SELECTOR);
    let answer = <Planner as Router<Planner, Planner>>::route(&mut contract, selector, &data[4..]);
    drop(contract);
    let plan = ClosePlan::abi_decode(&answer.unwrap().unwrap(), true).unwrap();
    assert_eq!((plan.path, plan.asset, plan.discount), (1, 0, u(WAD / 20)));
    assert!(mock::world(|world| world
        .asked
        .iter()
        .all(|call| call.version == 9)));
    assert_eq!(IPlanner::IPlannerCalls::SELECTORS.len(), 4);
}

#[test]
fn rev_1_errors_are_packed_as_declared() {
    let a = Address::repeat_byte(0xab);
    fn check<E: SolError + Clone>(error: E)
    where
        PlannerError: From<E>,
    {
        let packed: Vec<u8> = PlannerError::from(error.clone()).into();
        assert_eq!(packed, error.abi_encode(), "{}", E::SIGNATURE);
    }
    check(AlreadyInitialized {});
    check(NoCode { target: a });
    check(InvalidTerms {});
    check(UnknownAsset { asset: 16 });
    check(NotHeld { asset: 3 });
    check(SaleWouldNotHelp { asset: 3 });
    check(MarginCallFailed {});
    check(OracleCallFailed {});
    check(ValueTooLarge {});
}
