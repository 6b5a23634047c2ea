//! What changes by itself: the system's size and the buffer.

use super::mock::Mock;
use super::*;
use crate::abi::*;
use crate::error::TermsError;
use risk::terms::SystemSize;

#[motsu::test]
fn anyone_notes_what_the_system_holds(
    terms: Contract<Terms>,
    vault: Contract<Mock>,
    clearing: Contract<Mock>,
    owner: Address,
    bob: Address,
) {
    open(&terms, owner, bob);
    terms.sender(bob).note_exposures(0b1001).motsu_unwrap();
    terms
        .sender(owner)
        .set_sources(vault.address(), clearing.address())
        .motsu_unwrap();
    vault.sender(bob).set_answer(&[32, 2, 1_000, u128::MAX]);
    clearing
        .sender(bob)
        .set_answer(&[64, 160, 2, 24, 5, 2, 77, (1 << 25) + 1]);
    terms.sender(bob).note_exposures(0b1001).motsu_unwrap();
    let sizes = rules(&terms, owner, 0b1001, 0).sizes;
    assert_eq!(
        sizes[0],
        SystemSize {
            long: 1_024,
            short: 77
        }
    );
    assert_eq!(
        sizes[1],
        SystemSize {
            long: u128::MAX,
            short: (1 << 25) + 2
        }
    );
    assert_eq!(terms.sender(bob).exposure(0), (u(1_024), u(77)));
    assert_eq!(terms.sender(bob).exposure(200), (U256::ZERO, U256::ZERO));
    // One asset leaves the others of its slot alone.
    vault.sender(bob).set_answer(&[32, 1, 4]);
    clearing.sender(bob).set_answer(&[64, 128, 1, 0, 1, 9]);
    terms.sender(bob).note_exposures(0b100).motsu_unwrap();
    assert_eq!(terms.sender(bob).exposure(2), (u(4), u(9)));
    assert_eq!(terms.sender(bob).exposure(3).1, u((1 << 25) + 2));
}

#[motsu::test]
fn a_source_that_does_not_answer_changes_nothing(
    terms: Contract<Terms>,
    vault: Contract<Mock>,
    owner: Address,
    bob: Address,
) {
    open(&terms, owner, bob);
    terms
        .sender(owner)
        .set_sources(vault.address(), Address::ZERO)
        .motsu_unwrap();
    let source = vault.address();
    // Another count, too short, a place between two words, past the end, nothing.
    let wrong: [&[u128]; 6] = [
        &[32, 2, 1, 1],
        &[32, 1],
        &[33, 1, 1],
        &[1 << 40, 1, 1],
        &[],
        &[u128::MAX, 1, 1],
    ];
    for words in wrong {
        vault.sender(bob).set_answer(words);
        let error = terms.sender(bob).note_exposures(1).motsu_unwrap_err();
        assert_eq!(
            error,
            TermsError::from(SourceFailed { source }),
            "{words:?}"
        );
    }
    vault.sender(bob).set_answer(&[32, 1, 1]);
    vault.sender(bob).set_reverts(true);
    let error = terms.sender(bob).note_exposures(1).motsu_unwrap_err();
    assert_eq!(error, TermsError::from(SourceFailed { source }));
    vault.sender(bob).set_reverts(false);
    terms.sender(bob).note_exposures(1).motsu_unwrap();
}

#[motsu::test]
fn the_buffer_is_used_up_and_built_again(
    terms: Contract<Terms>,
    oracle: Contract<Mock>,
    owner: Address,
    bob: Address,
) {
    open(&terms, owner, oracle.address());
    let turn = |index: u128| {
        oracle.sender(bob).set_answer(&[index]);
        terms.sender(bob).turn_buffer().motsu_unwrap();
        terms.sender(bob).buffer()
    };
    assert_eq!(
        (
            terms.sender(bob).buffer(),
            terms.sender(bob).buffer_due_at()
        ),
        (U256::ZERO, 0)
    );
    assert_eq!(turn(WAD / 2), milli(250));
    assert_eq!(rules(&terms, owner, 0, 0).initial.policy.buffer, WAD / 4);
    assert_eq!(rules(&terms, owner, 0, 0).maintenance.policy.buffer, 0);
    let due = terms.sender(bob).buffer_due_at();
    assert_eq!(due, clock::now() + DAY);
    clock::pass(DAY - 1);
    let error = terms.sender(bob).turn_buffer().motsu_unwrap_err();
    assert_eq!(error, TermsError::from(NotDue { dueAt: due }));
    clock::pass(1);
    // A rise of a fifth within the day: what was charged, 0.625, and a per cent: 0.63125 of 0.6.
    assert_eq!(turn(WAD / 10 * 6), u(52_084 * WAD / 1_000_000));
    // More than the buffer holds.
    clock::pass(DAY);
    assert_eq!(turn(WAD), U256::ZERO);
    // Built again by 1 % a day, and 24 days later full: 1.01^24 = 1.27.
    clock::pass(DAY);
    // Each rounding is up, by a unit of 1e-6.
    assert_eq!(turn(WAD), u(10_001 * WAD / 1_000_000));
    clock::pass(24 * DAY);
    assert_eq!(turn(WAD), milli(250));
    // A rise over many days is none within one.
    clock::pass(10 * DAY);
    assert_eq!(turn(2 * WAD), milli(250));
}

#[motsu::test]
fn no_index_turns_nothing(
    terms: Contract<Terms>,
    oracle: Contract<Mock>,
    owner: Address,
    bob: Address,
) {
    open(&terms, owner, oracle.address());
    let failed = TermsError::from(SourceFailed {
        source: oracle.address(),
    });
    for words in [&[][..], &[0], &[1 << 96]] {
        oracle.sender(bob).set_answer(words);
        assert_eq!(terms.sender(bob).turn_buffer().motsu_unwrap_err(), failed);
    }
    oracle.sender(bob).set_reverts(true);
    assert_eq!(terms.sender(bob).turn_buffer().motsu_unwrap_err(), failed);
}
