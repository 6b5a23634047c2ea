//! What goes over the wire, against the declarations: selectors, errors, the domain.

use super::*;
use crate::abi::*;
use crate::error::MandateError;
use alloy_primitives::{FixedBytes, B256};
use alloy_sol_types::SolError;

sol! {
    interface IMandate {
        function allows(bytes32 account, address operator, uint32 capability) returns (bool);
        function capabilities(bytes32 account, address operator) returns (uint32, uint64);
        function setOperator(bytes32 account, address operator, uint32 capabilities, uint64 until);
        function execute(bytes32 account, bytes call, uint256 nonce, uint256 deadline, bytes signature) returns (bytes);
        function nonce(bytes32 account) returns (uint256);
        function cancel(bytes32 account) returns (uint256);
        function permitAndCall(address token, uint256 value, uint256 deadline, uint8 v, bytes32 r, bytes32 s, bytes call) returns (bytes);
        function digest(bytes32 account, bytes call, uint256 nonce, uint256 deadline) returns (bytes32);
        function domainSeparator() returns (bytes32);
        function eip712Domain() returns (bytes1 fields, string name, string version, uint256 chainId, address verifyingContract, bytes32 salt, uint256[] extensions);
        function vault() returns (address);
        function initialize(address vault);
    }
}

fn route(
    mandate: &Contract<Mandate>,
    caller: Address,
    call: &[u8],
) -> Option<Result<Vec<u8>, Vec<u8>>> {
    let (selector, data) = call.split_at(4);
    let selector = u32::from_be_bytes(selector.try_into().unwrap());
    let mut call = mandate.sender(caller);
    <Mandate as Router<Mandate, Mandate>>::route(&mut call, selector, data)
}

#[motsu::test]
fn every_selector_is_routed(anyone: Address) {
    let mandate = Contract::<Mandate>::new();
    for selector in IMandate::IMandateCalls::SELECTORS {
        assert!(
            route(&mandate, anyone, selector).is_some(),
            "{selector:02x?}"
        );
    }
    assert_eq!(IMandate::IMandateCalls::SELECTORS.len(), 12);
}

/// EIP-5267, and the separator of the domain that it describes.
#[motsu::test]
fn sig_1_the_domain_describes_itself(anyone: Address) {
    let (mandate, _vault) = start(PLACE, CHAIN);
    let answer = route(
        &mandate,
        anyone,
        &IMandate::eip712DomainCall {}.abi_encode(),
    );
    let domain = (
        FixedBytes::<1>::new([0x0f]),
        "Plimsoll",
        "1",
        number(CHAIN),
        PLACE,
        B256::ZERO,
        Vec::<U256>::new(),
    );
    assert_eq!(answer, Some(Ok(domain.abi_encode_params())));
    let described = alloy_sol_types::eip712_domain! {
        name: "Plimsoll",
        version: "1",
        chain_id: CHAIN,
        verifying_contract: PLACE,
    };
    assert_eq!(
        mandate.sender(anyone).domain_separator(),
        described.separator()
    );
}

/// What Solidity's encoding of every error is.
#[test]
fn rev_1_errors_are_packed_as_declared() {
    let (account, caller, number) = (SEVENTH, OWNER, U256::from(7));
    fn check<E: SolError + Clone>(error: E)
    where
        MandateError: From<E>,
    {
        let packed: Vec<u8> = MandateError::from(error.clone()).into();
        assert_eq!(packed, error.abi_encode(), "{}", E::SIGNATURE);
    }
    check(AlreadyInitialized {});
    check(NoCode { account: caller });
    check(NotAccountOwner { account, caller });
    check(UnknownCapabilities { capabilities: 9 });
    check(Expired { deadline: number });
    check(WrongNonce {
        account,
        expected: number,
    });
    check(InvalidSignature {});
    check(VaultCallFailed {});
    check(Reentrant {});
}
