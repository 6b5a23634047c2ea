//! What goes over the wire, against the declarations: selectors, answers, errors.

use super::*;
use crate::abi::*;
use crate::error::VaultError;
use crate::health::ASSESS_MANY;
use alloy_sol_types::{sol, SolCall, SolError, SolValue};
use stylus_sdk::abi::Router;

sol! {
    #[derive(Debug, PartialEq)]
    struct Piece { uint8 asset; uint8 kind; int256 size; uint256 strike; uint64 expiry; }
    #[derive(Debug, PartialEq)]
    struct Item { uint8 asset; uint256 amount; }
    struct Whole { int256 cash; Item[] collateral; Piece[] legs; }

    interface IVault {
        function initialize(address owner, address cash, address pool, address margin, address lock, address annex);
        function deposit(bytes32 account, uint8 asset, uint256 amount) returns (uint256 credited);
        function depositCash(bytes32 account, uint256 amount) returns (uint256 credited);
        function optIn(bytes32 account, uint16 assets);
        function withdraw(bytes32 account, uint8 asset, uint256 amount, address to);
        function withdrawCash(bytes32 account, uint256 amount, address to);
        function borrow(bytes32 account, uint256 amount, address to);
        function repay(bytes32 account, uint256 amount) returns (uint256 repaid);
        function repayFromCash(bytes32 account, uint256 amount) returns (uint256 repaid);
        function transfer(bytes32 from, bytes32 to, uint8 asset, uint256 amount);
        function multicall(bytes[] calls) returns (bytes[] memory answers);
        function act(address actor, bytes call) returns (bytes memory answer);
        function seize(bytes32 account, uint8 asset, uint256 amount, uint256 repaid, address to);
        function writeOff(bytes32 account);
        function carry(bytes32 account, bool any, int256 variation, Piece[] legs, bool check);
        function settle(bytes32 account, int256 amount) returns (int256 settled);
        function assess(bytes32 account) returns (int256, uint256, uint256, uint256, uint256, uint16);
        function portfolio(bytes32 account) returns (int256 cash, Item[] memory collateral, Piece[] memory legs);
        function borrowingPortfolio(bytes32 account) returns (int256 cash, Item[] memory collateral, Piece[] memory legs);
        function account(bytes32 number) returns (address owner, uint256 debt, uint256 cash, uint16 assets, uint32 version, bool legs);
        function collateral(bytes32 account, uint8 asset) returns (uint256);
        function debt(bytes32 account) returns (uint256);
        function cashOf(bytes32 account) returns (uint256);
        function optedIn(bytes32 account) returns (uint16);
        function listing(uint8 asset) returns (address token, uint8 decimals, uint256 cap, uint256 total, uint256 weight, uint256 targetWeight, uint64 weightAt, uint256 inflowLimit, uint32 seasoning, bool frozen);
        function totals(uint16 mask) returns (uint256[] memory amounts);
        function capLeft(uint8 asset) returns (uint256);
        function paused(uint8 action) returns (uint64 until);
        function reconcile(uint8 asset) returns (bool missing);
        function pot() returns (uint256);
        function totalCash() returns (uint256);
        function minDebt() returns (uint256);
        function opened() returns (bool);
        function cash() returns (address);
        function pool() returns (address);
        function margin() returns (address);
        function terms() returns (address);
        function lock() returns (address);
        function annex() returns (address);
        function liquidator() returns (address);
        function mandate() returns (address);
        function clearing() returns (address);
        function guardian() returns (address);
        function open();
        function listCollateral(uint8 asset, address token, uint256 cap);
        function setCap(uint8 asset, uint256 cap);
        function setWeight(uint8 asset, uint256 weight, uint32 over);
        function setInflowLimit(uint8 asset, uint256 perHour);
        function setSeasoning(uint8 asset, uint32 duration);
        function setMinDebt(uint256 amount);
        function pause(uint8 action, uint64 until);
        function unpause(uint8 action);
        function setLiquidator(address liquidator);
        function setMandate(address mandate);
        function setClearing(address clearing);
        function setGuardian(address guardian);
        function owner() returns (address);
        function pendingOwner() returns (address);
        function transferOwnership(address newOwner);
        function acceptOwnership();
    }

    interface IMargin {
        function assessMany(uint32 version, bool favourSuspects, Whole[] memory portfolios);
    }
}

fn send(vault: &Contract<Vault>, sender: Address, data: &[u8]) -> Result<Vec<u8>, Vec<u8>> {
    let (selector, rest) = data.split_at(4);
    let mut call = vault.sender(sender);
    let selector = u32::from_be_bytes(selector.try_into().unwrap());
    <Vault as Router<Vault, Vault>>::route(&mut call, selector, rest).unwrap()
}

#[motsu::test]
fn every_selector_is_routed(vault: Contract<Vault>, anyone: Address) {
    for selector in IVault::IVaultCalls::SELECTORS {
        let mut call = vault.sender(anyone);
        let routed =
            <Vault as Router<Vault, Vault>>::route(&mut call, u32::from_be_bytes(*selector), &[]);
        assert!(routed.is_some(), "{selector:02x?} is not routed");
    }
    assert_eq!(IVault::IVaultCalls::SELECTORS.len(), 60);
    let mut call = vault.sender(anyone);
    assert!(<Vault as Router<Vault, Vault>>::route(&mut call, 0xdead_beef, &[]).is_none());
}

/// The call data this contract packs for the margin contract is what Solidity would pack.
#[motsu::test]
fn calls_and_answers_are_those_of_solidity(
    vault: Contract<Vault>,
    pool: Contract<MockPool>,
    margin: Contract<MockMargin>,
    cash: Contract<MockToken>,
    eth: Contract<MockToken>,
    btc: Contract<MockToken>,
    owner: Address,
    alice: Address,
) {
    assert_eq!(ASSESS_MANY, IMargin::assessManyCall::SELECTOR);
    world!(world: vault, pool, margin, cash, eth, btc, owner);
    world.deposit(alice, ETH, ONE_ETH);
    world.deposit(alice, BTC, ONE_BTC);
    let account = account_of(alice);
    let call = IVault::borrowCall {
        account,
        amount: u(100 * DOLLAR),
        to: alice,
    }
    .abi_encode();
    assert_eq!(send(&vault, alice, &call), Ok(Vec::new()));
    // The mock decodes with the SDK's decoder and checks the order; here the answer goes the same way back.
    let answer = send(
        &vault,
        alice,
        &IVault::portfolioCall { account }.abi_encode(),
    )
    .unwrap();
    let items = vec![
        Item {
            asset: ETH,
            amount: u(ONE_ETH),
        },
        Item {
            asset: BTC,
            amount: u(ONE_ETH),
        },
    ];
    let minus_hundred: alloy_primitives::I256 = "-100000000000000000000".parse().unwrap();
    assert_eq!(
        answer,
        (minus_hundred, items, Vec::<Piece>::new()).abi_encode_params()
    );
    let answer = send(&vault, alice, &IVault::assessCall { account }.abi_encode()).unwrap();
    let verdict = IVault::assessCall::abi_decode_returns(&answer, true).unwrap();
    assert_eq!(verdict._0.to_string(), "61900000000000000000000");
    assert_eq!(verdict._1, u(31_000 * ONE_ETH));
    let answer = send(
        &vault,
        alice,
        &IVault::listingCall { asset: BTC }.abi_encode(),
    )
    .unwrap();
    assert_eq!(
        answer,
        (
            (btc.address(), U256::from(8), u(100 * ONE_BTC), u(ONE_BTC)),
            (u(ONE_ETH), u(ONE_ETH), U256::ZERO, U256::ZERO),
            (U256::ZERO, false)
        )
            .abi_encode()
    );
    let answer = send(&vault, alice, &IVault::debtCall { account }.abi_encode()).unwrap();
    assert_eq!(answer, u(100 * DOLLAR).abi_encode());
}

/// A1, A2: short data and bits a type does not have are refused, data behind the parameters is not.
#[motsu::test]
fn a1_a2_call_data_is_read_strictly(
    vault: Contract<Vault>,
    pool: Contract<MockPool>,
    margin: Contract<MockMargin>,
    cash: Contract<MockToken>,
    eth: Contract<MockToken>,
    btc: Contract<MockToken>,
    owner: Address,
    alice: Address,
) {
    world!(world: vault, pool, margin, cash, eth, btc, owner);
    world.deposit(alice, ETH, ONE_ETH);
    let account = account_of(alice);
    let call = IVault::withdrawCall {
        account,
        asset: ETH,
        amount: u(1),
        to: alice,
    }
    .abi_encode();
    for length in 4..call.len() {
        assert_eq!(
            send(&vault, alice, &call[..length]),
            Err(Vec::new()),
            "{length} bytes"
        );
    }
    // The byte above a uint8, the bytes above an address.
    for dirty in [4 + 32 + 30, 4 + 32, 4 + 96, 4 + 96 + 11] {
        let mut call = call.clone();
        call[dirty] = 1;
        assert_eq!(send(&vault, alice, &call), Err(Vec::new()), "byte {dirty}");
    }
    assert_eq!(
        vault.sender(alice).collateral(account, ETH).motsu_unwrap(),
        u(ONE_ETH)
    );
    let longer = [call.as_slice(), &[0xff; 33]].concat();
    assert_eq!(send(&vault, alice, &longer), Ok(Vec::new()));
    assert_eq!(
        vault.sender(alice).collateral(account, ETH).motsu_unwrap(),
        u(ONE_ETH - 1)
    );
}

/// What Solidity's encoding of every error is.
#[test]
fn rev_1_errors_are_packed_as_declared() {
    let (a, account) = (Address::repeat_byte(0xab), B256::repeat_byte(0xcd));
    let (x, y, asset) = (U256::from(7), U256::MAX, 15);
    fn check<E: SolError + Clone>(error: E)
    where
        VaultError: From<E>,
    {
        let packed: Vec<u8> = VaultError::from(error.clone()).into();
        assert_eq!(packed, error.abi_encode(), "{}", E::SIGNATURE);
    }
    check(AlreadyInitialized {});
    check(AlreadySet {});
    check(NotOpen {});
    check(NotOwner { caller: a });
    check(ZeroAddress {});
    check(NotAllowed {
        account,
        caller: a,
        capability: 32,
    });
    check(NotLiquidator { caller: a });
    check(NotMandate { caller: a });
    check(NotClearing { caller: a });
    check(NotListed { asset });
    check(AlreadyListed { asset });
    check(UnknownAsset { asset });
    check(CapExceeded { asset, cap: x });
    check(CapTooLarge { cap: x, max: y });
    check(InflowExceeded {
        asset,
        available: x,
    });
    check(OutOfRange { value: x, bound: y });
    check(NotOptedIn { account, asset });
    check(StillSeasoning { account, asset });
    check(InsufficientCollateral {
        asset,
        available: y,
    });
    check(CollateralMissing {
        asset,
        held: x,
        total: y,
    });
    check(SameAccount { account });
    check(BelowInitialMargin {
        equity: "-5".parse().unwrap(),
        initialMargin: x,
    });
    check(PriceNotLive { notLive: 0x8001 });
    check(ZeroAmount {});
    check(NoDebt { account });
    check(DebtTooSmall {
        debt: x,
        minDebt: y,
    });
    check(PaymentExceedsDebt { paid: x, debt: y });
    check(NotEmpty { account });
    check(PotShort { available: x });
    check(UnknownAction { action: 9 });
    check(Paused {
        action: 3,
        until: 77,
    });
    check(CoolingDown {
        action: 3,
        until: 77,
    });
    check(DecimalsTooLarge { decimals: 77 });
    check(NoCode { target: a });
    check(TransferFailed { token: a });
    check(CallFailed { target: a });
    check(MalformedCall {});
    check(MathFailed {});
}
