//! Who may set what, within which bounds, and how it is kept.

use super::*;
use crate::abi::*;
use crate::slot::Slot;

#[motsu::test]
fn gov_1_initialises_once(liquidator: Contract<Liquidator>, alice: Address, bob: Address) {
    let house = set_up(&liquidator, alice);
    liquidator.assert_emitted(&OwnershipTransferred {
        previousOwner: Address::ZERO,
        newOwner: alice,
    });
    liquidator.assert_emitted(&TermsSet {
        discountSlope: wad(WAD),
        maxDiscount: wad(WAD / 20),
    });
    assert_eq!(liquidator.sender(bob).terms(), (wad(WAD), wad(WAD / 20)));
    assert_eq!(
        error_of(initialize(&liquidator, bob, &house)),
        AlreadyInitialized {}.into()
    );
    let contract = liquidator.sender(bob);
    assert_eq!(
        (contract.vault(), contract.margin()),
        (house.vault.address(), house.margin.address())
    );
    assert_eq!(
        (contract.pool(), contract.cash()),
        (house.pool.address(), house.cash.address())
    );
    assert_eq!(
        (contract.planner(), contract.lock()),
        (house.planner.address(), house.lock.address())
    );
}

#[motsu::test]
fn initialises_only_on_contracts(liquidator: Contract<Liquidator>, alice: Address, bob: Address) {
    let there = Contract::<Mock>::new();
    let at = there.address();
    answer::<decimalsCall>(at, Ok(wad(18).to_be_bytes::<32>().to_vec()));
    let contracts = [
        [bob, at, at, at, at, at],
        [at, bob, at, at, at, at],
        [at, at, bob, at, at, at],
        [at, at, at, bob, at, at],
        [at, at, at, at, bob, at],
        [at, at, at, at, at, bob],
    ];
    for [vault, margin, planner, pool, cash, lock] in contracts {
        let error = error_of(
            liquidator
                .sender(alice)
                .initialize(alice, vault, margin, planner, pool, cash, lock),
        );
        assert_eq!(error, NoCode { target: bob }.into());
    }
    let nobody =
        error_of(
            liquidator
                .sender(alice)
                .initialize(Address::ZERO, at, at, at, at, at, at),
        );
    assert_eq!(
        nobody,
        NotOwner {
            caller: Address::ZERO
        }
        .into()
    );

    let try_decimals = |said: ArbResult| {
        answer::<decimalsCall>(at, said);
        liquidator
            .sender(alice)
            .initialize(alice, at, at, at, at, at, at)
    };
    let word = |decimals: u128| Ok(wad(decimals).to_be_bytes::<32>().to_vec());
    assert_eq!(
        error_of(try_decimals(word(19))),
        DecimalsTooLarge { decimals: 19 }.into()
    );
    assert_eq!(
        error_of(try_decimals(word(256))),
        DecimalsTooLarge { decimals: 255 }.into()
    );
    assert_eq!(
        error_of(try_decimals(Ok(vec![]))),
        TransferFailed { token: at }.into()
    );
    assert_eq!(
        error_of(try_decimals(Err(vec![]))),
        TransferFailed { token: at }.into()
    );
    assert!(try_decimals(word(18)).is_ok());
}

#[motsu::test]
fn liq_5_keeps_the_discount_inside_its_bounds(
    liquidator: Contract<Liquidator>,
    alice: Address,
    bob: Address,
) {
    let _house = set_up(&liquidator, alice);
    let set =
        |slope: u128, largest: u128| liquidator.sender(alice).set_terms(wad(slope), wad(largest));
    let unit = 10u128.pow(9);
    set(4 * WAD, WAD / 10).unwrap();
    liquidator.assert_emitted(&TermsSet {
        discountSlope: wad(4 * WAD),
        maxDiscount: wad(WAD / 10),
    });
    assert_eq!(
        liquidator.sender(bob).terms(),
        (wad(4 * WAD), wad(WAD / 10))
    );
    // Kept to nine decimals, rounded down: never a larger discount than asked for.
    set(2 * unit - 1, unit + 1).unwrap();
    assert_eq!(liquidator.sender(bob).terms(), (wad(unit), wad(unit)));

    let invalid = LiquidatorError::from(InvalidTerms {});
    assert_eq!(error_of(set(WAD, WAD / 10 + unit)), invalid);
    assert_eq!(error_of(set(WAD, WAD / 100 * 12)), invalid);
    assert_eq!(error_of(set(4 * WAD + unit, WAD / 10)), invalid);
    assert_eq!(error_of(set(0, WAD / 10)), invalid);
    assert_eq!(error_of(set(WAD, unit - 1)), invalid);
    assert_eq!(
        error_of(liquidator.sender(alice).set_terms(U256::MAX, wad(1))),
        invalid
    );
    assert_eq!(
        error_of(liquidator.sender(alice).set_terms(wad(WAD), U256::MAX)),
        invalid
    );
    let stranger = liquidator.sender(bob).set_terms(wad(WAD), wad(WAD / 20));
    assert_eq!(error_of(stranger), NotOwner { caller: bob }.into());
}

#[motsu::test]
fn upg_1_keeps_its_layout(liquidator: Contract<Liquidator>, alice: Address, bob: Address) {
    let house = set_up(&liquidator, alice);
    liquidator
        .sender(alice)
        .set_terms(wad(2 * WAD), wad(WAD / 50))
        .unwrap();
    liquidator.sender(alice).transfer_ownership(bob).unwrap();
    let _entered = liquidator.sender(alice).owner();
    let contracts = [
        alice,
        bob,
        house.vault.address(),
        house.margin.address(),
        house.pool.address(),
    ];
    let load = |slot: u64| B256::from(Slot::at(U256::from(slot)).get());
    for (slot, contract) in (0..).zip(contracts) {
        assert_eq!(load(slot), contract.into_word(), "slot {slot}");
    }
    assert_eq!(load(6), house.planner.address().into_word());
    assert_eq!(load(7), house.lock.address().into_word());
    let mut word = [0; 32];
    word[..4].copy_from_slice(&20_000_000u32.to_be_bytes());
    word[4..8].copy_from_slice(&2_000_000_000u32.to_be_bytes());
    word[11] = 6;
    word[12..].copy_from_slice(house.cash.address().as_slice());
    assert_eq!(load(5).0, word);
    assert_eq!(load(8), B256::ZERO);
}

#[motsu::test]
fn gov_3_hands_over_in_two_steps(liquidator: Contract<Liquidator>, alice: Address, bob: Address) {
    let _house = set_up(&liquidator, alice);
    assert_eq!(
        error_of(liquidator.sender(bob).transfer_ownership(bob)),
        NotOwner { caller: bob }.into()
    );
    liquidator.sender(alice).transfer_ownership(bob).unwrap();
    liquidator.assert_emitted(&OwnershipTransferStarted {
        previousOwner: alice,
        newOwner: bob,
    });
    assert_eq!(liquidator.sender(bob).pending_owner(), bob);
    assert_eq!(
        error_of(liquidator.sender(alice).accept_ownership()),
        NotOwner { caller: alice }.into()
    );
    liquidator.sender(bob).accept_ownership().unwrap();
    liquidator.assert_emitted(&OwnershipTransferred {
        previousOwner: alice,
        newOwner: bob,
    });
    assert_eq!(
        (
            liquidator.sender(bob).owner(),
            liquidator.sender(bob).pending_owner()
        ),
        (bob, Address::ZERO)
    );
}
