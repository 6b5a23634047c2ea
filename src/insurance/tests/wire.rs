//! What goes over the wire, against the declarations: selectors, errors.

use crate::abi::*;
use crate::error::InsuranceError;
use crate::state::Insurance;
use alloc::vec::Vec;
use alloy_primitives::{Address, U256};
use alloy_sol_types::{sol, SolCall, SolError};
use motsu::prelude::*;
use stylus_sdk::abi::Router;

sol! {
    interface IInsurance {
        function initialize(address owner, address asset, address lock);
        function deposit(uint256 assets, address receiver) returns (uint256);
        function mint(uint256 shares, address receiver) returns (uint256);
        function withdraw(uint256 assets, address receiver, address owner) returns (uint256);
        function redeem(uint256 shares, address receiver, address owner) returns (uint256);
        function asset() returns (address);
        function totalAssets() returns (uint256);
        function convertToShares(uint256 assets) returns (uint256);
        function convertToAssets(uint256 shares) returns (uint256);
        function previewDeposit(uint256 assets) returns (uint256);
        function previewMint(uint256 shares) returns (uint256);
        function previewWithdraw(uint256 assets) returns (uint256);
        function previewRedeem(uint256 shares) returns (uint256);
        function maxDeposit(address receiver) returns (uint256);
        function maxMint(address receiver) returns (uint256);
        function maxWithdraw(address owner) returns (uint256);
        function maxRedeem(address owner) returns (uint256);
        function name() returns (string);
        function symbol() returns (string);
        function decimals() returns (uint8);
        function totalSupply() returns (uint256);
        function balanceOf(address account) returns (uint256);
        function allowance(address owner, address spender) returns (uint256);
        function transfer(address to, uint256 value) returns (bool);
        function approve(address spender, uint256 value) returns (bool);
        function transferFrom(address from, address to, uint256 value) returns (bool);
        function lock() returns (address);
        function cash() returns (uint256);
        function owner() returns (address);
        function pendingOwner() returns (address);
        function transferOwnership(address newOwner);
        function acceptOwnership();
        function giveNotice(uint256 shares);
        function noteInsolvent(bytes32 account) returns (uint256);
        function skim() returns (uint256);
        function cover(uint256 amount) returns (uint256);
        function earn(uint256 amount);
        function noticeOf(address holder) returns (uint256, uint64, uint64, uint256);
        function insolvency() returns (uint256);
        function insolvencyOf(bytes32 account) returns (uint256);
        function exitsOpen() returns (bool);
        function pool() returns (address);
        function setPool(address pool);
    }
}

#[motsu::test]
fn every_selector_is_routed(insurance: Contract<Insurance>, anyone: Address) {
    for selector in IInsurance::IInsuranceCalls::SELECTORS {
        let mut call = insurance.sender(anyone);
        let routed = <Insurance as Router<Insurance, Insurance>>::route(
            &mut call,
            u32::from_be_bytes(*selector),
            &[],
        );
        assert!(routed.is_some(), "{selector:02x?} is not routed");
    }
    assert_eq!(IInsurance::IInsuranceCalls::SELECTORS.len(), 43);
}

/// What Solidity's encoding of every error is.
#[test]
fn rev_1_errors_are_packed_as_declared() {
    let (a, b) = (Address::repeat_byte(0xab), Address::repeat_byte(0xcd));
    let (x, y) = (U256::from(7), U256::MAX);
    fn check<E: SolError + Clone>(error: E)
    where
        InsuranceError: From<E>,
    {
        let packed: Vec<u8> = InsuranceError::from(error.clone()).into();
        assert_eq!(packed, error.abi_encode(), "{}", E::SIGNATURE);
    }
    check(AlreadyInitialized {});
    check(NotOwner { caller: a });
    check(NotPool { caller: a });
    check(PoolAlreadySet { pool: b });
    check(NoPool {});
    check(VaultFailed {});
    check(PriceNotLive { assets: x });
    check(LossPending { lost: x });
    check(NoticeNeeded {
        holder: a,
        shares: x,
        redeemable: y,
    });
    check(ZeroAddress {});
    check(NoCode { token: a });
    check(DecimalsTooLarge { decimals: 77 });
    check(TransferFailed { token: b });
    check(CashNotReceived {
        expected: x,
        balance: y,
    });
    check(InsufficientCash {
        wanted: x,
        available: y,
    });
    check(ZeroShares {});
    check(MathFailed {});
    check(ERC4626ExceededMaxDeposit {
        receiver: a,
        assets: x,
        max: y,
    });
    check(ERC4626ExceededMaxMint {
        receiver: a,
        shares: x,
        max: y,
    });
    check(ERC20InsufficientBalance {
        sender: a,
        balance: x,
        needed: y,
    });
    check(ERC20InvalidReceiver { receiver: b });
    check(ERC20InsufficientAllowance {
        spender: a,
        allowance: x,
        needed: y,
    });
    check(ERC20InvalidSpender { spender: a });
}

/// As published: ERC-20, ERC-4626 and ERC-6093 fix these.
#[test]
fn known_selectors() {
    assert_eq!(IInsurance::depositCall::SELECTOR, [0x6e, 0x55, 0x3f, 0x65]);
    assert_eq!(IInsurance::redeemCall::SELECTOR, [0xba, 0x08, 0x76, 0x52]);
    assert_eq!(
        IInsurance::transferFromCall::SELECTOR,
        [0x23, 0xb8, 0x72, 0xdd]
    );
    assert_eq!(ERC20InsufficientBalance::SELECTOR, [0xe4, 0x50, 0xd3, 0x8c]);
    assert_eq!(
        ERC20InsufficientAllowance::SELECTOR,
        [0xfb, 0x8f, 0x41, 0xb2]
    );
}
