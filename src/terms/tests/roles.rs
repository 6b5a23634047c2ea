//! GOV-1 and GOV-2 for this contract: who may do what.

use super::*;
use crate::abi::*;
use crate::error::TermsError;

#[motsu::test]
fn gov_1_only_the_owner_sets(
    terms: Contract<Terms>,
    owner: Address,
    oracle: Address,
    bob: Address,
) {
    open(&terms, owner, oracle);
    let guardian = bob;
    terms.sender(owner).set_guardian(guardian).motsu_unwrap();
    let no = |caller| TermsError::from(NotOwner { caller });
    for caller in [guardian, oracle] {
        // Before the call: a revert of the one under test takes back the last.
        let class = terms.sender(owner).class_terms(0).motsu_unwrap();
        let shared = policy(&terms, owner);
        let errors = [
            terms
                .sender(caller)
                .set_sources(Address::ZERO, Address::ZERO)
                .motsu_unwrap_err(),
            terms.sender(caller).set_guardian(caller).motsu_unwrap_err(),
            terms.sender(caller).set_policy(shared).motsu_unwrap_err(),
            terms.sender(caller).set_class(0, class).motsu_unwrap_err(),
            terms
                .sender(caller)
                .set_asset(0, MAJOR, own())
                .motsu_unwrap_err(),
            terms
                .sender(caller)
                .transfer_ownership(caller)
                .motsu_unwrap_err(),
            terms.sender(caller).accept_ownership().motsu_unwrap_err(),
        ];
        for error in errors {
            assert_eq!(error, no(caller));
        }
    }
    for caller in [owner, oracle] {
        let shared = policy(&terms, owner);
        let class = terms.sender(owner).class_terms(0).motsu_unwrap();
        let errors = [
            terms
                .sender(caller)
                .tighten_policy(shared)
                .motsu_unwrap_err(),
            terms
                .sender(caller)
                .tighten_asset(0, class, own())
                .motsu_unwrap_err(),
        ];
        for error in errors {
            assert_eq!(error, TermsError::from(NotGuardian { caller }));
        }
    }
}

/// A guardian that nobody named is nobody, the zero address neither.
#[motsu::test]
fn nobody_is_no_guardian(terms: Contract<Terms>, owner: Address, oracle: Address) {
    open(&terms, owner, oracle);
    let shared = policy(&terms, owner);
    let error = terms
        .sender(Address::ZERO)
        .tighten_policy(shared)
        .motsu_unwrap_err();
    assert_eq!(
        error,
        TermsError::from(NotGuardian {
            caller: Address::ZERO
        })
    );
}

#[motsu::test]
fn gov_2_a_guardian_only_tightens(
    terms: Contract<Terms>,
    owner: Address,
    oracle: Address,
    bob: Address,
) {
    open(&terms, owner, oracle);
    terms.sender(owner).set_guardian(bob).motsu_unwrap();
    let class = terms.sender(owner).class_terms(MAJOR).motsu_unwrap();
    let tighter = AssetTerms {
        uncertainty: milli(50),
        assumedDepth: U256::ZERO,
        ..own()
    };
    terms
        .sender(bob)
        .tighten_asset(0, class_of(&class), tighter)
        .motsu_unwrap();
    // Back is for the owner, and only as long as maintenance has not followed; it never has of what initial margin
    // alone counts with.
    let back = terms
        .sender(bob)
        .tighten_asset(0, class_of(&class), own())
        .motsu_unwrap_err();
    assert_eq!(back, TermsError::from(TooLoose { asset: 0, field: 6 }));
    let wide = PolicyTerms {
        crowding: milli(249),
        ..policy(&terms, owner)
    };
    let error = terms.sender(bob).tighten_policy(wide).motsu_unwrap_err();
    assert_eq!(
        error,
        TermsError::from(TooLoose {
            asset: 255,
            field: 11
        })
    );
    let unlisted = terms
        .sender(bob)
        .tighten_asset(1, class_of(&class), own())
        .motsu_unwrap_err();
    assert_eq!(unlisted, TermsError::from(NotListed { asset: 1 }));
    terms
        .sender(owner)
        .set_asset(0, MAJOR, own())
        .motsu_unwrap();
}

#[motsu::test]
fn upg_1_initialize_runs_once(
    terms: Contract<Terms>,
    owner: Address,
    oracle: Address,
    bob: Address,
) {
    let zero = terms
        .sender(owner)
        .initialize(owner, Address::ZERO)
        .motsu_unwrap_err();
    assert_eq!(zero, TermsError::from(ZeroAddress {}));
    open(&terms, owner, oracle);
    let again = terms.sender(bob).initialize(bob, oracle).motsu_unwrap_err();
    assert_eq!(again, TermsError::from(AlreadyInitialized {}));
    terms.sender(owner).transfer_ownership(bob).motsu_unwrap();
    assert_eq!(terms.sender(bob).pending_owner(), bob);
    terms.sender(bob).accept_ownership().motsu_unwrap();
    assert_eq!(terms.sender(bob).owner(), bob);
}

#[motsu::test]
fn sources_are_contracts(terms: Contract<Terms>, owner: Address, oracle: Address) {
    open(&terms, owner, oracle);
    let bare = Address::repeat_byte(0x77);
    let error = terms
        .sender(owner)
        .set_sources(Address::ZERO, bare)
        .motsu_unwrap_err();
    assert_eq!(error, TermsError::from(NoCode { account: bare }));
    terms
        .sender(owner)
        .set_sources(terms.address(), Address::ZERO)
        .motsu_unwrap();
    assert_eq!(terms.sender(owner).vault(), terms.address());
    assert_eq!(terms.sender(owner).clearing(), Address::ZERO);
}

fn class_of(class: &ClassTerms) -> ClassTerms {
    ClassTerms { ..*class }
}
