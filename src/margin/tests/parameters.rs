//! Who may set what, within which bounds, and how it is kept.

use super::*;
use crate::abi::*;
use crate::host::load;

fn ratio(millionths: u128) -> U256 {
    wad(millionths * 10u128.pow(12))
}

fn standard() -> Terms {
    Terms {
        horizon: 86_400,
        // 2.823871251815416195, rounded up to nine decimals
        shortfallFactor: wad(2_823_871_252_000_000_000),
        modelMultiplier: ratio(1_200_000),
        maintenanceRatio: ratio(800_000),
        bufferRatio: ratio(150_000),
        correlationStress: ratio(250_000),
        sigmaFloor: ratio(100_000),
    }
}

#[motsu::test]
fn gov_1_initialises_once(
    margin: Contract<Margin>,
    oracle: Contract<MockOracle>,
    alice: Address,
    bob: Address,
) {
    let nobody = error_of(
        margin
            .sender(alice)
            .initialize(Address::ZERO, oracle.address()),
    );
    assert_eq!(
        nobody,
        NotOwner {
            caller: Address::ZERO
        }
        .into()
    );
    let no_code = error_of(margin.sender(alice).initialize(alice, bob));
    assert_eq!(no_code, NoCode { target: bob }.into());

    margin
        .sender(bob)
        .initialize(alice, oracle.address())
        .unwrap();
    assert_eq!(
        (margin.sender(bob).owner(), margin.sender(bob).oracle()),
        (alice, oracle.address())
    );
    assert_eq!(margin.sender(bob).terms().unwrap(), standard());
    margin.assert_emitted(&OwnershipTransferred {
        previousOwner: Address::ZERO,
        newOwner: alice,
    });
    margin.assert_emitted(&TermsSet { terms: standard() });

    let again = error_of(margin.sender(alice).initialize(bob, oracle.address()));
    assert_eq!(again, AlreadyInitialized {}.into());
}

#[motsu::test]
fn gov_1_only_the_owner_sets_terms(
    margin: Contract<Margin>,
    oracle: Contract<MockOracle>,
    alice: Address,
    bob: Address,
) {
    set_up(&margin, &oracle, alice);
    let stranger = MarginError::from(NotOwner { caller: bob });
    assert_eq!(error_of(margin.sender(bob).set_terms(standard())), stranger);
    assert_eq!(
        error_of(
            margin
                .sender(bob)
                .set_asset_terms(0, U256::ZERO, U256::ZERO)
        ),
        stranger
    );
    assert_eq!(
        error_of(margin.sender(bob).transfer_ownership(bob)),
        stranger
    );
}

#[motsu::test]
fn gov_1_keeps_terms_inside_their_bounds(
    margin: Contract<Margin>,
    oracle: Contract<MockOracle>,
    alice: Address,
) {
    set_up(&margin, &oracle, alice);
    type Field = fn(&mut Terms) -> &mut U256;
    let fields: [(&str, Field, u128, u128); 6] = [
        (
            "shortfall factor",
            |terms| &mut terms.shortfallFactor,
            WAD,
            4 * WAD,
        ),
        (
            "model multiplier",
            |terms| &mut terms.modelMultiplier,
            WAD,
            3 * WAD,
        ),
        (
            "maintenance ratio",
            |terms| &mut terms.maintenanceRatio,
            WAD / 2,
            WAD,
        ),
        (
            "buffer ratio",
            |terms| &mut terms.bufferRatio,
            WAD / 100,
            WAD / 2,
        ),
        (
            "correlation stress",
            |terms| &mut terms.correlationStress,
            0,
            WAD,
        ),
        ("sigma floor", |terms| &mut terms.sigmaFloor, WAD / 100, WAD),
    ];
    for (what, field, least, most) in fields {
        let set = |value: U256| {
            let mut terms = standard();
            *field(&mut terms) = value;
            margin.sender(alice).set_terms(terms)
        };
        for bound in [least, most] {
            set(wad(bound)).unwrap();
            assert_eq!(
                *field(&mut margin.sender(alice).terms().unwrap()),
                wad(bound),
                "{what}"
            );
        }
        assert_eq!(
            error_of(set(wad(most + 1))),
            InvalidTerms {}.into(),
            "{what}"
        );
        assert_eq!(error_of(set(U256::MAX)), InvalidTerms {}.into(), "{what}");
        if least > 0 {
            assert_eq!(
                error_of(set(wad(least - 1))),
                InvalidTerms {}.into(),
                "{what}"
            );
        }
        // Kept to nine decimals, rounded up: never a smaller requirement than asked for.
        set(wad(most - 1)).unwrap();
        assert_eq!(
            *field(&mut margin.sender(alice).terms().unwrap()),
            wad(most),
            "{what}"
        );
    }
    for (horizon, ok) in [
        (3_599, false),
        (3_600, true),
        (864_000, true),
        (864_001, false),
        (0, false),
    ] {
        assert_eq!(
            margin
                .sender(alice)
                .set_terms(Terms {
                    horizon,
                    ..standard()
                })
                .is_ok(),
            ok
        );
    }
}

#[motsu::test]
fn gov_1_keeps_asset_terms_inside_their_bounds(
    margin: Contract<Margin>,
    oracle: Contract<MockOracle>,
    alice: Address,
) {
    set_up(&margin, &oracle, alice);
    let set = |asset, exit_cost: u128, jump: u128| {
        margin
            .sender(alice)
            .set_asset_terms(asset, wad(exit_cost), wad(jump))
    };
    let invalid = MarginError::from(InvalidTerms {});
    set(15, WAD / 2, WAD / 2).unwrap();
    set(14, 0, WAD).unwrap();
    set(13, 0, 0).unwrap();
    set(12, 1, 1).unwrap();
    assert_eq!(error_of(set(11, WAD / 2 + 1, 0)), invalid);
    assert_eq!(error_of(set(11, 0, WAD + 1)), invalid);
    assert_eq!(error_of(set(11, 1, WAD)), invalid);
    assert_eq!(error_of(set(16, 0, 0)), UnknownAsset { asset: 16 }.into());
    assert_eq!(error_of(set(255, 0, 0)), UnknownAsset { asset: 255 }.into());

    let terms = |asset| margin.sender(alice).asset_terms(asset);
    assert_eq!(terms(15).unwrap(), (wad(WAD / 2), wad(WAD / 2)));
    assert_eq!(terms(14).unwrap(), (U256::ZERO, wad(WAD)));
    assert_eq!(terms(13).unwrap(), (U256::ZERO, U256::ZERO));
    assert_eq!(terms(12).unwrap(), (wad(10u128.pow(9)), wad(10u128.pow(9))));
    assert_eq!(terms(2).unwrap(), (wad(WAD / 1_000 * 12), wad(WAD / 50)));
    for unknown in [3, 11, 16, 255] {
        assert_eq!(
            error_of(terms(unknown)),
            UnknownAsset { asset: unknown }.into()
        );
    }
    let (exit_cost, jump) = (wad(10u128.pow(9)), wad(10u128.pow(9)));
    margin.assert_emitted(&AssetTermsSet {
        asset: 12,
        exitCost: exit_cost,
        jump,
    });
}

#[motsu::test]
fn upg_1_keeps_its_layout(
    margin: Contract<Margin>,
    oracle: Contract<MockOracle>,
    alice: Address,
    bob: Address,
) {
    set_up(&margin, &oracle, alice);
    margin.sender(alice).transfer_ownership(bob).unwrap();
    let _entered = margin.sender(alice).owner();
    let slot = |at| U256::from_be_bytes(load(at).0);
    assert_eq!(load(0), alice.into_word());
    assert_eq!(load(1), bob.into_word());
    assert_eq!(load(2), oracle.address().into_word());
    let lanes = [
        2_823_871_252u64 | 1_200_000_000 << 32,
        800_000_000 | 150_000_000 << 32,
        250_000_000 | 100_000_000 << 32,
        86_400,
    ];
    assert_eq!(slot(3), U256::from_limbs(lanes));
    let listed = 1u64 << 63;
    let first = [
        5_000_000 | listed,
        6_000_000 | listed,
        12_000_000 | 20_000_000 << 32 | listed,
        0,
    ];
    assert_eq!(slot(4), U256::from_limbs(first));
    assert_eq!([slot(5), slot(6), slot(7), slot(8)], [U256::ZERO; 4]);
}

#[motsu::test]
fn gov_3_hands_over_in_two_steps(
    margin: Contract<Margin>,
    oracle: Contract<MockOracle>,
    alice: Address,
    bob: Address,
) {
    set_up(&margin, &oracle, alice);
    margin.sender(alice).transfer_ownership(bob).unwrap();
    margin.assert_emitted(&OwnershipTransferStarted {
        previousOwner: alice,
        newOwner: bob,
    });
    assert_eq!(
        (
            margin.sender(bob).owner(),
            margin.sender(bob).pending_owner()
        ),
        (alice, bob)
    );
    assert_eq!(
        error_of(margin.sender(alice).accept_ownership()),
        NotOwner { caller: alice }.into()
    );
    margin.sender(bob).accept_ownership().unwrap();
    margin.assert_emitted(&OwnershipTransferred {
        previousOwner: alice,
        newOwner: bob,
    });
    assert_eq!(
        (
            margin.sender(bob).owner(),
            margin.sender(bob).pending_owner()
        ),
        (bob, Address::ZERO)
    );
    assert_eq!(
        error_of(margin.sender(alice).set_terms(standard())),
        NotOwner { caller: alice }.into()
    );
}
