//! Whom an owner lets act, with what, for how long. (GOV-1, UPG-1)

use super::*;
use crate::abi::*;

#[motsu::test]
fn an_operator_has_what_the_owner_gave_and_no_longer(operator: Address, other: Address) {
    let (mandate, _vault) = start(PLACE, CHAIN);
    for caller in [operator, other] {
        assert_eq!(
            mandate
                .sender(caller)
                .set_operator(ACCOUNT, operator, 1, NOW)
                .motsu_unwrap_err(),
            NotAccountOwner {
                account: ACCOUNT,
                caller
            }
            .into()
        );
    }
    for unknown in [64, 65, u32::MAX] {
        assert_eq!(
            mandate
                .sender(OWNER)
                .set_operator(ACCOUNT, operator, unknown, NOW)
                .motsu_unwrap_err(),
            UnknownCapabilities {
                capabilities: unknown
            }
            .into()
        );
    }
    let allows = |account, who, wanted| mandate.sender(other).allows(account, who, wanted);

    mandate
        .sender(OWNER)
        .set_operator(ACCOUNT, operator, 2 | 16, NOW)
        .motsu_unwrap();
    mandate.assert_emitted(&OperatorSet {
        account: ACCOUNT,
        operator,
        capabilities: 18,
        until: NOW,
    });
    assert_eq!(
        mandate.sender(other).capabilities(ACCOUNT, operator),
        (18, NOW)
    );
    for wanted in 0..64 {
        let expected = wanted != 0 && wanted & !18 == 0;
        assert_eq!(allows(ACCOUNT, operator, wanted), expected, "{wanted}");
        // Nobody else, no other account; the owner is no operator.
        assert!(!allows(ACCOUNT, other, wanted));
        assert!(!allows(ACCOUNT, OWNER, wanted));
        assert!(!allows(SEVENTH, operator, wanted));
    }
    assert!(!allows(ACCOUNT, operator, 64) && !allows(ACCOUNT, operator, 2 | 64));

    // Its last second is over.
    mandate
        .sender(OWNER)
        .set_operator(ACCOUNT, operator, 63, NOW - 1)
        .motsu_unwrap();
    assert!((0..64).all(|wanted| !allows(ACCOUNT, operator, wanted)));
    assert_eq!(
        mandate.sender(other).capabilities(ACCOUNT, operator),
        (63, NOW - 1)
    );
    // For good, and at an end.
    mandate
        .sender(OWNER)
        .set_operator(ACCOUNT, operator, 63, u64::MAX)
        .motsu_unwrap();
    assert!((1..64).all(|wanted| allows(ACCOUNT, operator, wanted)));
    assert_eq!(
        mandate.sender(other).capabilities(ACCOUNT, operator),
        (63, u64::MAX)
    );
    mandate
        .sender(OWNER)
        .set_operator(ACCOUNT, operator, 0, u64::MAX)
        .motsu_unwrap();
    assert!((0..64).all(|wanted| !allows(ACCOUNT, operator, wanted)));
}

/// Nobody has the account of nobody.
#[motsu::test]
fn an_account_without_an_owner_has_no_operator(eve: Address) {
    let (mandate, _vault) = start(PLACE, CHAIN);
    assert_eq!(
        mandate
            .sender(eve)
            .set_operator(B256::ZERO, eve, 1, NOW)
            .motsu_unwrap_err(),
        NotAccountOwner {
            account: B256::ZERO,
            caller: eve
        }
        .into()
    );
}

#[motsu::test]
fn upg_1_the_vault_is_set_once_and_is_a_contract(eve: Address, alice: Address) {
    let mandate = Contract::<Mandate>::new();
    for account in [Address::ZERO, eve] {
        assert_eq!(
            mandate.sender(eve).initialize(account).motsu_unwrap_err(),
            NoCode { account }.into()
        );
    }
    let (vault, other) = (Contract::<Mock>::new(), Contract::<Mock>::new());
    mandate
        .sender(alice)
        .initialize(vault.address())
        .motsu_unwrap();
    mandate.assert_emitted(&VaultSet {
        vault: vault.address(),
    });
    for caller in [alice, eve] {
        assert_eq!(
            mandate
                .sender(caller)
                .initialize(other.address())
                .motsu_unwrap_err(),
            AlreadyInitialized {}.into()
        );
    }
    assert_eq!(mandate.sender(eve).vault(), vault.address());
}
