//! Exceedances and experts, row by row.

use super::*;
use crate::abi::{AlreadyInitialized, NotOracle, NotOwner, UnknownAsset, ZeroAddress};
use crate::error::BookError;
use fixed::WAD;

/// ORC: the volatility of a row is that of the row before. A move of 3 % is within 99 % of 1 % a day (3.18 standard
/// deviations), one of 3.5 % is not, whatever the variance that comes with it.
#[motsu::test]
fn a_move_is_held_against_the_variance_of_the_day_before(
    book: Contract<Book>,
    owner: Address,
    oracle: Address,
) {
    open(&book, owner, oracle);
    let run = |at: u64, cents, variance| {
        let words = facts(&[(cents, variance)]);
        book.sender(oracle).record(at, words).motsu_unwrap()
    };
    run(START, 10_000, PERCENT);
    run(START + DAY, 10_300, 100 * PERCENT); // +2.96 %
    run(START + 2 * DAY, 12_000, PERCENT); // +15 % at 10 % a day
    run(START + 3 * DAY, 11_580, PERCENT); // -3.56 %
    let answers = run(START + 4 * DAY, 12_000, PERCENT); // +3.56 %
    let (falls, rises, fallen, risen) = book.sender(owner).rings(0).motsu_unwrap();
    // Newest lowest, the mark above the oldest.
    assert_eq!((falls, rises), (u(0b1_0010), u(0b1_0001)));
    assert_eq!((fallen, risen), (u(1), u(1)));
    // One in four has a probability of 0.9994 or less: 8 of 250 at the most, a multiplier of at least 1.13.
    let surcharge = answers[0].into_limbs()[2];
    assert!((14..=34).contains(&surcharge), "{surcharge}");
    assert_eq!(answers[0].into_limbs()[3], 0);
    assert_eq!(
        book.sender(owner).rings(1).motsu_unwrap(),
        (u(0), u(0), u(0), u(0))
    );
}

/// The experts begin at the variance handed over, and the oracle is answered what `forecast` says.
#[motsu::test]
fn experts_learn_from_every_row(book: Contract<Book>, owner: Address, oracle: Address) {
    open(&book, owner, oracle);
    assert_eq!(book.sender(owner).forecast(0).motsu_unwrap(), U256::ZERO);
    assert!(book.sender(owner).weights(0).motsu_unwrap().is_empty());
    let mut before = U256::ZERO;
    for (day, cents) in [(0, 10_000), (1, 11_000), (2, 9_000), (3, 10_500)] {
        let words = facts(&[(cents, PERCENT), (0, 4 * PERCENT), (0, 0)]);
        let answers = book
            .sender(oracle)
            .record(START + day * DAY, words)
            .motsu_unwrap();
        let forecast = book.sender(owner).forecast(0).motsu_unwrap();
        assert_eq!(answers[0] & u(u128::MAX), forecast);
        assert!(forecast > before, "{day}: {forecast}");
        before = forecast;
        let weights = book.sender(owner).weights(0).motsu_unwrap();
        assert_eq!(weights.len(), 7);
        assert_eq!(
            weights.iter().fold(U256::ZERO, |sum, weight| sum + weight),
            u(WAD)
        );
        // Without a price nothing is learnt, without a variance there is no expert.
        assert_eq!(answers[1], book.sender(owner).forecast(1).motsu_unwrap());
        assert_eq!(answers[2], U256::ZERO);
    }
    let first = book.sender(owner).weights(0).motsu_unwrap()[0];
    assert_ne!(first, book.sender(owner).weights(1).motsu_unwrap()[0]);
}

/// A price that leaps further than experts can follow leaves them as they were, and the row is written.
#[motsu::test]
fn no_row_fails_for_a_forecast(book: Contract<Book>, owner: Address, oracle: Address) {
    open(&book, owner, oracle);
    let most = (1_u128 << 112) - 1;
    for (day, price) in [(0, 1), (1, most), (2, 1), (3, most)] {
        for variance in [1, PERCENT, i128::MAX.unsigned_abs()] {
            let at = START + day * DAY + u64::from(variance > 1) + u64::from(variance > PERCENT);
            let words = vec![Fact { price, variance }.word(); 16];
            book.sender(oracle).record(at, words).motsu_unwrap();
        }
    }
    assert_eq!(book.sender(owner).ring().motsu_unwrap().len(), 12);
}

#[motsu::test]
fn it_has_one_owner_and_one_oracle(
    book: Contract<Book>,
    owner: Address,
    oracle: Address,
    stranger: Address,
) {
    let refuse = |from, owner, oracle| {
        let error = book
            .sender(from)
            .initialize(owner, oracle)
            .motsu_unwrap_err();
        assert_eq!(error, BookError::from(ZeroAddress {}));
    };
    refuse(stranger, Address::ZERO, oracle);
    refuse(stranger, owner, Address::ZERO);
    let error = book
        .sender(stranger)
        .record(START, facts(&[(1, 1)]))
        .motsu_unwrap_err();
    assert_eq!(error, BookError::from(NotOracle { caller: stranger }));
    open(&book, owner, oracle);
    let error = book
        .sender(stranger)
        .initialize(stranger, stranger)
        .motsu_unwrap_err();
    assert_eq!(error, BookError::from(AlreadyInitialized {}));
    assert_eq!(book.sender(owner).oracle().motsu_unwrap(), oracle);
    let error = book
        .sender(stranger)
        .transfer_ownership(stranger)
        .motsu_unwrap_err();
    assert_eq!(error, BookError::from(NotOwner { caller: stranger }));
    book.sender(owner)
        .transfer_ownership(stranger)
        .motsu_unwrap();
    assert_eq!(book.sender(owner).pending_owner(), stranger);
    book.sender(stranger).accept_ownership().motsu_unwrap();
    assert_eq!(book.sender(owner).owner(), stranger);
    let error = book.sender(owner).rings(16).motsu_unwrap_err();
    assert_eq!(error, BookError::from(UnknownAsset { asset: 16 }));
}
