//! The cash token: what it may answer, and what counts.

use super::*;
use crate::abi::*;

#[motsu::test]
fn takes_a_token_that_answers_nothing(
    liquidator: Contract<Liquidator>,
    alice: Address,
    bob: Address,
) {
    let house = set_up(&liquidator, alice);
    answer::<transferFromCall>(house.cash.address(), Ok(vec![]));
    assert_eq!(buy(&liquidator, bob).unwrap().0, wad(17_000_000_000));
}

#[motsu::test]
fn refuses_a_transfer_that_failed(liquidator: Contract<Liquidator>, alice: Address, bob: Address) {
    let house = set_up(&liquidator, alice);
    let token = house.cash.address();
    let word = |word: U256| Ok(word.to_be_bytes::<32>().to_vec());
    let answers = [
        ("false", word(U256::ZERO)),
        ("a dirty word", word(U256::from(2u8))),
        ("a word dirty above", word(U256::MAX)),
        ("two words", Ok(vec![0; 64])),
        ("half a word", Ok(vec![1; 16])),
        ("a revert", Err(b"insufficient allowance".to_vec())),
    ];
    for (what, said) in answers {
        answer::<transferFromCall>(token, said);
        assert_eq!(
            error_of(buy(&liquidator, bob)),
            TransferFailed { token }.into(),
            "{what}"
        );
    }
    assert!(calls::<seizeCall>().is_empty());
}

#[motsu::test]
fn counts_what_arrives_and_no_more(liquidator: Contract<Liquidator>, alice: Address, bob: Address) {
    let house = set_up(&liquidator, alice);
    let token = house.cash.address();
    assess_answers(&house, WAD);

    // A token that keeps one per cent: the rest buys in proportion.
    world(|world| world.fee = 1);
    assert_eq!(
        buy(&liquidator, bob).unwrap(),
        (wad(16_830_000_000), wad(29_700_000))
    );
    // What the buyer insisted on is no longer there.
    let insisting =
        liquidator
            .sender(bob)
            .buy_collateral(ACCOUNT, 3, U256::MAX, wad(30_000_000), bob);
    let little = SeizedTooLittle {
        seized: wad(29_700_000),
        minSeized: wad(30_000_000),
    };
    assert_eq!(error_of(insisting), little.into());
    // An insolvent account is not sold in parts that way either.
    close_answers(&house, &ClosePlan { path: 3, ..plan() });
    let exceeded = LimitExceeded {
        repay: wad(17_000_000_000),
        maxRepay: wad(16_830_000_000),
    };
    assert_eq!(error_of(buy(&liquidator, bob)), exceeded.into());
    // A token that keeps everything.
    world(|world| world.fee = 100);
    assert_eq!(
        error_of(buy(&liquidator, bob)),
        TransferFailed { token }.into()
    );

    // Somebody else's payment in the same moment is not the buyer's.
    world(|world| (world.fee, world.windfall) = (0, 5_000));
    assert_eq!(buy(&liquidator, bob).unwrap().0, wad(17_000_000_000));
}

#[motsu::test]
fn refuses_a_token_that_does_not_say_its_balances(
    liquidator: Contract<Liquidator>,
    alice: Address,
    bob: Address,
) {
    let house = set_up(&liquidator, alice);
    let token = house.cash.address();
    for said in [Err(vec![]), Ok(vec![]), Ok(vec![0; 64])] {
        answer::<balanceOfCall>(token, said);
        assert_eq!(
            error_of(buy(&liquidator, bob)),
            TransferFailed { token }.into()
        );
    }
    // A balance that does not change.
    answer::<balanceOfCall>(token, Ok(vec![1; 32]));
    assert_eq!(
        error_of(buy(&liquidator, bob)),
        TransferFailed { token }.into()
    );
}
