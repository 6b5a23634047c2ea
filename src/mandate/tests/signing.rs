//! What a signature is good for: one action, once, on one chain, here. (SIG-1, S1, S2, S3)

use super::*;
use crate::abi::*;
use crate::error::MandateError;

/// The digests that an independent implementation signs.
#[motsu::test]
fn sig_1_digests_are_those_that_wallets_sign(owner: Address) {
    for signed in signed() {
        let (mandate, _vault) = start(signed.place, signed.chain);
        let digest = mandate.sender(owner).digest(
            signed.account,
            plain(&signed.call),
            number(signed.nonce),
            number(signed.deadline),
        );
        assert_eq!(digest, signed.digest);
    }
}

fn execute(
    mandate: &Contract<Mandate>,
    relayer: Address,
    signed: &Signed,
    signature: &[u8],
) -> Result<Vec<u8>, MandateError> {
    mandate
        .sender(relayer)
        .execute(
            signed.account,
            plain(&signed.call),
            number(signed.nonce),
            number(signed.deadline),
            stylus_sdk::abi::Bytes(signature.to_vec()),
        )
        .motsu_res()
        .map(|bytes| bytes.0)
}

/// Brought by anybody, done for the owner, and answered with what the vault answers.
#[motsu::test]
fn sig_1_executed_once(relayer: Address) {
    let (mandate, _vault) = start(PLACE, CHAIN);
    let [first, second, ..] = signed();

    assert_eq!(
        execute(&mandate, relayer, &first, &first.signature),
        Ok(vec![])
    );
    let call = actCall {
        actor: OWNER,
        call: Bytes::new(),
    };
    assert_eq!(calls(), [call.abi_encode()]);
    mandate.assert_emitted(&NonceUsed {
        account: ACCOUNT,
        nonce: U256::ZERO,
    });
    assert_eq!(mandate.sender(relayer).nonce(ACCOUNT), number(1));
    // S1: again.
    let refused = WrongNonce {
        account: ACCOUNT,
        expected: number(1),
    };
    assert_eq!(
        execute(&mandate, relayer, &first, &first.signature),
        Err(refused.into())
    );

    // S3: a gap, closed by cancelling the numbers before.
    let refused = WrongNonce {
        account: SEVENTH,
        expected: U256::ZERO,
    };
    assert_eq!(
        execute(&mandate, relayer, &second, &second.signature),
        Err(refused.into())
    );
    assert_eq!(
        mandate.sender(relayer).cancel(SEVENTH).motsu_unwrap_err(),
        NotAccountOwner {
            account: SEVENTH,
            caller: relayer
        }
        .into()
    );
    for next in 1..=3 {
        assert_eq!(
            mandate.sender(OWNER).cancel(SEVENTH).motsu_unwrap(),
            number(next)
        );
    }
    assert_eq!(
        execute(&mandate, relayer, &second, &second.signature),
        Ok(second.call.to_vec())
    );
    let call = actCall {
        actor: OWNER,
        call: second.call.clone(),
    };
    assert_eq!(calls(), [call.abi_encode()]);
}

/// S3: a cancelled number is used up.
#[motsu::test]
fn s3_a_cancelled_number_is_used_up(relayer: Address) {
    let (mandate, _vault) = start(PLACE, CHAIN);
    let [first, ..] = signed();
    mandate.sender(OWNER).cancel(ACCOUNT).motsu_unwrap();
    mandate.assert_emitted(&NonceUsed {
        account: ACCOUNT,
        nonce: U256::ZERO,
    });
    let refused = WrongNonce {
        account: ACCOUNT,
        expected: number(1),
    };
    assert_eq!(
        execute(&mandate, relayer, &first, &first.signature),
        Err(refused.into())
    );
    assert!(calls().is_empty());
}

/// S3: the deadline is the last second.
#[motsu::test]
fn s3_not_past_the_deadline(relayer: Address) {
    let (mandate, _vault) = start(PLACE, CHAIN);
    let [first, ..] = signed();
    let late = Signed {
        deadline: NOW - 1,
        ..first
    };
    let refused = Expired {
        deadline: number(NOW - 1),
    };
    assert_eq!(
        execute(&mandate, relayer, &late, &late.signature),
        Err(refused.into())
    );
    let on_time = Signed {
        deadline: NOW,
        ..late
    };
    assert!(execute(&mandate, relayer, &on_time, &on_time.signature).is_ok());
}

/// S1: of another chain, another contract; SIG-1: with any field changed.
#[motsu::test]
fn sig_1_for_nothing_but_what_was_signed(relayer: Address) {
    let (mandate, _vault) = start(PLACE, CHAIN);
    let [first, second, other_chain, other_place] = signed();
    for signature in [&second, &other_chain, &other_place].map(|other| &other.signature) {
        assert_eq!(
            execute(&mandate, relayer, &first, signature),
            Err(InvalidSignature {}.into())
        );
    }
    let changed = [
        Signed {
            account: SEVENTH,
            call: Bytes::new(),
            signature: Bytes::new(),
            ..first
        },
        Signed {
            call: bytes!("00"),
            signature: Bytes::new(),
            ..first
        },
        Signed {
            deadline: NOW + 1,
            call: Bytes::new(),
            signature: Bytes::new(),
            ..first
        },
    ];
    for changed in changed {
        assert_eq!(
            execute(&mandate, relayer, &changed, &first.signature),
            Err(InvalidSignature {}.into())
        );
    }
    // An account of nobody is not opened by a signature of nobody.
    let nobodys = Signed {
        account: B256::ZERO,
        call: Bytes::new(),
        signature: Bytes::new(),
        ..first
    };
    let mut nothing = [0; 65];
    nothing[64] = 27;
    for signature in [&nothing[..], &first.signature] {
        assert_eq!(
            execute(&mandate, relayer, &nobodys, signature),
            Err(InvalidSignature {}.into())
        );
    }
    assert!(calls().is_empty());
    assert_eq!(mandate.sender(relayer).nonce(ACCOUNT), U256::ZERO);
    assert!(execute(&mandate, relayer, &first, &first.signature).is_ok());
}

/// S2: one encoding.
#[motsu::test]
fn s2_one_encoding(relayer: Address) {
    let (mandate, _vault) = start(PLACE, CHAIN);
    let [first, ..] = signed();
    let good = first.signature.to_vec();
    // The other half: order minus s, and the other v. A recovery that does not look would accept it.
    let mut twin = good.clone();
    twin[32..64].copy_from_slice(
        &b256!("e211152c08024c12d6e3b081d2d57403d2be007d1ec999623f2d3fb15c701c83").0,
    );
    twin[64] = 27;
    let mut refused = vec![twin, Vec::new(), good[..64].to_vec()];
    for v in [0, 1, 26, 27, 29, 255] {
        let mut other = good.clone();
        other[64] = v;
        refused.push(other);
    }
    for length in [0, 63, 64] {
        refused.push(good[..length].to_vec());
    }
    refused.push([&good[..], &[0]].concat());
    // EIP-2098: r, and s with the parity in its highest bit.
    let mut compact = good[..64].to_vec();
    compact[32] |= 0x80;
    refused.push(compact);
    for word in [0, 32] {
        let mut zero = good.clone();
        zero[word..word + 32].fill(0);
        refused.push(zero);
    }
    for signature in refused {
        assert_eq!(
            execute(&mandate, relayer, &first, &signature),
            Err(InvalidSignature {}.into()),
            "{}",
            Bytes::from(signature)
        );
    }
    assert!(execute(&mandate, relayer, &first, &good).is_ok());
}

/// What the vault refuses is refused as it says; what does not decode, typed. Empty data is a matter of the chain:
/// motsu writes a text into it.
#[motsu::test]
fn rev_1_the_vaults_refusal_is_passed_on(relayer: Address) {
    let (mandate, _vault) = start(PLACE, CHAIN);
    let [first, ..] = signed();
    let typed = vec![1, 2, 3, 4, 5];
    for (answer, expected) in [
        (Err(typed.clone()), MandateError::Vault(typed)),
        (Ok(Vec::new()), VaultCallFailed {}.into()),
        (Ok(vec![0xff; 64]), VaultCallFailed {}.into()),
    ] {
        answer_instead(Some(answer));
        assert_eq!(
            execute(&mandate, relayer, &first, &first.signature),
            Err(expected)
        );
        // Nothing is used up by what did not happen.
        assert_eq!(mandate.sender(relayer).nonce(ACCOUNT), U256::ZERO);
    }
}

/// The permit is that of the caller for the vault; one that fails stops nothing.
#[motsu::test]
fn a_permit_is_tried_and_the_call_made(token: Contract<Mock>, caller: Address) {
    let (mandate, vault) = start(PLACE, CHAIN);
    let answer = mandate
        .sender(caller)
        .permit_and_call(
            token.address(),
            number(5),
            number(6),
            28,
            B256::repeat_byte(7),
            B256::repeat_byte(8),
            plain(&bytes!("010203")),
        )
        .motsu_unwrap();
    assert_eq!(answer.0, [1, 2, 3]);
    let permit = permitCall {
        owner: caller,
        spender: vault.address(),
        value: number(5),
        deadline: number(6),
        v: 28,
        r: B256::repeat_byte(7),
        s: B256::repeat_byte(8),
    };
    let act = actCall {
        actor: caller,
        call: bytes!("010203"),
    };
    assert_eq!(calls(), [permit.abi_encode(), act.abi_encode()]);
}
