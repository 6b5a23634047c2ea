//! Who acts for whom, several calls at once, and the lock of the house.

use super::house::MockMandate;
use super::*;
use crate::abi::*;
use crate::bytes::Bytes;
use alloy_sol_types::{sol, SolCall};
use shell::entry::REENTRANT;

sol! {
    function depositCash(bytes32 account, uint256 amount) returns (uint256 credited);
    function withdrawCash(bytes32 account, uint256 amount, address to);
    function deposit(bytes32 account, uint8 asset, uint256 amount) returns (uint256 credited);
    function multicall(bytes[] calls) returns (bytes[] answers);
    function act(address actor, bytes call) returns (bytes answer);
    function cashOf(bytes32 account) returns (uint256);
    function setCap(uint8 asset, uint256 cap);
}

#[motsu::test]
fn operators_do_what_they_are_allowed(
    vault: Contract<Vault>,
    pool: Contract<MockPool>,
    margin: Contract<MockMargin>,
    cash: Contract<MockToken>,
    eth: Contract<MockToken>,
    btc: Contract<MockToken>,
    mandate: Contract<MockMandate>,
    bob: Address,
    owner: Address,
    alice: Address,
) {
    world!(world: vault, pool, margin, cash, eth, btc, owner);
    let (account, other) = (account_of(alice), second_account_of(alice));
    world.deposit(alice, ETH, 10 * ONE_ETH);
    world.fund(&cash, alice, 1_000 * DOLLAR);
    world.fund(&btc, bob, 10);
    vault
        .sender(alice)
        .deposit_cash(account, u(1_000 * DOLLAR))
        .motsu_unwrap();
    vault
        .sender(alice)
        .borrow(account, u(DOLLAR), alice)
        .motsu_unwrap();
    vault.sender(alice).opt_in(other, 1).motsu_unwrap();
    // Each of these needs one capability and no other; without a mandate nobody has any.
    let tried = |kind: usize| {
        let by = || vault.sender(bob);
        match kind {
            0 => by().opt_in(account, 1),
            1 => by().withdraw(account, ETH, u(1), bob),
            2 => by().withdraw_cash(account, u(1), bob),
            3 => by().borrow(account, u(1), bob),
            4 => by().transfer(account, other, ETH, u(1)),
            5 => by().transfer(account, other, 255, u(1)),
            _ => by().repay_from_cash(account, u(1)).map(drop),
        }
    };
    let needs = [1, 2, 2, 4, 8, 8, 32];
    for (kind, capability) in needs.into_iter().enumerate() {
        let refusal = tried(kind).motsu_unwrap_err();
        let caller = bob;
        assert_eq!(
            refusal,
            NotAllowed {
                account,
                caller,
                capability
            }
            .into()
        );
    }
    vault
        .sender(owner)
        .set_mandate(mandate.address())
        .motsu_unwrap();
    vault.assert_emitted(&MandateSet {
        mandate: mandate.address(),
    });
    for allowed in [0, 1, 2, 4, 8, 16, 32] {
        mandate.sender(owner).allow(bob, allowed);
        for (kind, needed) in needs.into_iter().enumerate() {
            let outcome = tried(kind);
            assert_eq!(outcome.is_ok(), needed == allowed, "{kind} {allowed}");
        }
        // A new kind of collateral.
        let outcome = vault.sender(bob).deposit(account, BTC, u(1));
        assert_eq!(outcome.is_ok(), allowed == 1, "{allowed}");
        if outcome.is_ok() {
            vault
                .sender(alice)
                .withdraw(account, BTC, u(1), bob)
                .motsu_unwrap();
        }
    }
}

#[motsu::test]
fn several_calls_are_one(
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
    let account = account_of(alice);
    world.fund(&cash, alice, 100);
    world.fund(&eth, alice, 100);
    let calls = vec![
        Bytes(
            depositCashCall {
                account,
                amount: u(60),
            }
            .abi_encode(),
        ),
        Bytes(
            depositCall {
                account,
                asset: ETH,
                amount: u(7),
            }
            .abi_encode(),
        ),
        Bytes(cashOfCall { account }.abi_encode()),
    ];
    let before = margin.sender(owner).locked();
    let answers = vault.sender(alice).multicall(calls).motsu_unwrap();
    let words: Vec<_> = answers
        .iter()
        .map(|answer| U256::from_be_slice(answer))
        .collect();
    assert_eq!(words, [u(60), u(7), u(60)]);
    // The house is locked once, and free after.
    assert_eq!(margin.sender(owner).locked() - before, U256::ONE);
    assert_eq!(margin.sender(owner).holder(), Address::ZERO);
    // One that fails is all that fails, with its own error.
    let deposit = Bytes(
        depositCashCall {
            account,
            amount: u(1),
        }
        .abi_encode(),
    );
    let too_much = Bytes(
        withdrawCashCall {
            account,
            amount: u(1_000),
            to: alice,
        }
        .abi_encode(),
    );
    let refusal = vault
        .sender(alice)
        .multicall(vec![deposit.clone(), too_much])
        .motsu_unwrap_err();
    assert!(is::<InsufficientCollateral>(&refusal));
    let malformed: VaultError = MalformedCall {}.into();
    for broken in [
        vec![],
        vec![1, 2, 3],
        vec![0xde, 0xad, 0xbe, 0xef],
        deposit[..40].to_vec(),
    ] {
        let refusal = vault
            .sender(alice)
            .multicall(vec![deposit.clone(), Bytes(broken)])
            .motsu_unwrap_err();
        assert_eq!(refusal, malformed);
    }
    assert_eq!(vault.sender(alice).cash_of(account).motsu_unwrap(), u(60));
    assert_eq!(vault.sender(alice).multicall(vec![]).motsu_unwrap(), vec![]);
}

#[motsu::test]
fn a4_the_mandate_acts_for_owners_alone(
    vault: Contract<Vault>,
    pool: Contract<MockPool>,
    margin: Contract<MockMargin>,
    cash: Contract<MockToken>,
    eth: Contract<MockToken>,
    btc: Contract<MockToken>,
    mandate: Contract<MockMandate>,
    bob: Address,
    owner: Address,
    alice: Address,
) {
    world!(world: vault, pool, margin, cash, eth, btc, owner);
    let door = mandate.address();
    vault.sender(owner).set_mandate(door).motsu_unwrap();
    let account = account_of(alice);
    world.fund(&cash, alice, 100);
    let act = |actor, call: Vec<u8>| vault.sender(door).act(actor, Bytes(call));
    let deposit = depositCashCall {
        account,
        amount: u(60),
    }
    .abi_encode();
    // The actor pays and decides.
    let answer = act(alice, deposit.clone()).motsu_unwrap();
    assert_eq!(U256::from_be_slice(&answer), u(60));
    vault.assert_emitted(&CashDeposited {
        account,
        payer: alice,
        amount: u(60),
    });
    let withdraw = |account, to| {
        let amount = u(1);
        withdrawCashCall {
            account,
            amount,
            to,
        }
        .abi_encode()
    };
    act(alice, withdraw(account, bob)).motsu_unwrap();
    // Several at once.
    let calls = vec![deposit[..].to_vec().into(), withdraw(account, bob).into()];
    let refusal = act(alice, multicallCall { calls }.abi_encode()).motsu_unwrap_err();
    assert_eq!(
        refusal,
        TransferFailed {
            token: cash.address()
        }
        .into()
    );
    let calls = vec![withdraw(account, bob).into(), withdraw(account, bob).into()];
    act(alice, multicallCall { calls }.abi_encode()).motsu_unwrap();
    assert_eq!(cash.sender(bob).balance_of(bob), u(3));
    // Not for an account of somebody else, not even as an operator.
    mandate.sender(owner).allow(bob, u32::MAX);
    let refusal = act(bob, withdraw(account, bob)).motsu_unwrap_err();
    assert!(is::<NotAllowed>(&refusal));
    // Nobody becomes somebody else within.
    let inner = withdraw(account, bob);
    let nested = actCall {
        actor: alice,
        call: inner.into(),
    }
    .abi_encode();
    let refused: VaultError = NotMandate { caller: door }.into();
    assert_eq!(act(bob, nested.clone()).motsu_unwrap_err(), refused);
    let calls = vec![nested.into()];
    let wrapped = multicallCall { calls }.abi_encode();
    assert_eq!(act(bob, wrapped).motsu_unwrap_err(), refused);
    // Nor does the owner of the vault come in by this door.
    let cap = setCapCall {
        asset: ETH,
        cap: u(1),
    }
    .abi_encode();
    assert_eq!(
        act(owner, cap).motsu_unwrap_err(),
        NotOwner { caller: door }.into()
    );
    let refusal = act(Address::ZERO, deposit.clone()).motsu_unwrap_err();
    assert_eq!(refusal, ZeroAddress {}.into());
    let refusal = vault
        .sender(bob)
        .act(alice, Bytes(deposit.clone()))
        .motsu_unwrap_err();
    assert_eq!(refusal, NotMandate { caller: bob }.into());
    assert_eq!(
        act(alice, vec![1]).motsu_unwrap_err(),
        MalformedCall {}.into()
    );
    // Where the mandate has locked the house, the vault does not try to.
    margin.sender(owner).set_holder(door);
    let refusal = act(alice, deposit).motsu_unwrap_err();
    assert!(is::<TransferFailed>(&refusal));
    act(alice, withdraw(account, bob)).motsu_unwrap();
    assert_eq!(margin.sender(owner).holder(), door);
}

#[motsu::test]
fn ree_1_nothing_moves_and_nothing_is_read_in_between(
    vault: Contract<Vault>,
    pool: Contract<MockPool>,
    margin: Contract<MockMargin>,
    cash: Contract<MockToken>,
    eth: Contract<MockToken>,
    btc: Contract<MockToken>,
    mandate: Contract<MockMandate>,
    bob: Address,
    owner: Address,
    alice: Address,
) {
    world!(world: vault, pool, margin, cash, eth, btc, owner);
    world.deposit(alice, ETH, ONE_ETH);
    let account = account_of(alice);
    vault
        .sender(owner)
        .set_liquidator(mandate.address())
        .motsu_unwrap();
    vault
        .sender(alice)
        .borrow(account, u(DOLLAR), alice)
        .motsu_unwrap();
    margin.sender(owner).set_holder(bob);
    let by = || vault.sender(alice);
    for refusal in [
        by().deposit(account, ETH, u(1))
            .map(drop)
            .motsu_unwrap_err(),
        by().deposit_cash(account, u(1))
            .map(drop)
            .motsu_unwrap_err(),
        by().opt_in(account, 1).motsu_unwrap_err(),
        by().withdraw(account, ETH, u(1), alice).motsu_unwrap_err(),
        by().withdraw_cash(account, u(1), alice).motsu_unwrap_err(),
        by().borrow(account, u(1), alice).motsu_unwrap_err(),
        by().repay(account, u(1)).map(drop).motsu_unwrap_err(),
        by().repay_from_cash(account, u(1))
            .map(drop)
            .motsu_unwrap_err(),
        by().transfer(account, account, ETH, u(1))
            .motsu_unwrap_err(),
        by().multicall(vec![]).map(drop).motsu_unwrap_err(),
        by().write_off(account).motsu_unwrap_err(),
        by().reconcile(ETH).map(drop).motsu_unwrap_err(),
        by().assess(account).map(drop).motsu_unwrap_err(),
        by().portfolio(account).map(drop).motsu_unwrap_err(),
        by().borrowing_portfolio(account)
            .map(drop)
            .motsu_unwrap_err(),
        by().account(account).map(drop).motsu_unwrap_err(),
        by().collateral(account, ETH).map(drop).motsu_unwrap_err(),
        by().debt(account).map(drop).motsu_unwrap_err(),
        by().cash_of(account).map(drop).motsu_unwrap_err(),
        by().totals(1).map(drop).motsu_unwrap_err(),
    ] {
        assert_eq!(refusal, VaultError(REENTRANT.to_vec()));
    }
    // Who holds the lock knows what it is in, and the liquidator has locked the house itself.
    margin.sender(owner).set_holder(mandate.address());
    let liquidator = || vault.sender(mandate.address());
    liquidator().portfolio(account).map(drop).motsu_unwrap();
    liquidator()
        .seize(account, ETH, u(1), u(1), bob)
        .motsu_unwrap();
}
