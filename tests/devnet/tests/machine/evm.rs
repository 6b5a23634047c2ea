//! EVM code by hand.

use super::text::Kind;
use revm::primitives::hex;

/// The same four words as `text::who`: ADDRESS, CALLER, CALLVALUE, CALLDATASIZE.
pub(crate) fn who() -> Vec<u8> {
    // Each: push, PUSH1 offset, MSTORE; then PUSH1 128, PUSH1 0, RETURN.
    hex!("3060005233602052346040523660605260806000f3").to_vec()
}

/// Calls the address in the first word of its call data with the rest of it, and its value where the
/// kind has one; returns or reverts with what comes back.
pub(crate) fn relay(kind: Kind) -> Vec<u8> {
    // size = CALLDATASIZE - 32; CALLDATACOPY(0, 32, size)
    let mut code = hex!("602036038060206000 37").to_vec();
    // PUSH1 0, PUSH1 0, DUP3, PUSH1 0
    code.extend(hex!("6000 6000 82 6000"));
    if kind == Kind::Call {
        code.push(0x34);
    }
    // CALLDATALOAD(0), GAS, the call
    code.extend(hex!("600035 5a"));
    code.push(match kind {
        Kind::Call => 0xf1,
        Kind::Delegate => 0xf4,
        Kind::Static => 0xfa,
    });
    // RETURNDATACOPY(0, 0, RETURNDATASIZE)
    code.extend(hex!("3d 6000 6000 3e"));
    // JUMPI over REVERT(0, RETURNDATASIZE): PUSH1 to, JUMPI, RETURNDATASIZE, PUSH1 0, REVERT
    let to = code.len() as u8 + 7;
    code.extend([0x60, to, 0x57]);
    code.extend(hex!("3d 6000 fd"));
    // JUMPDEST, RETURN(0, RETURNDATASIZE)
    assert_eq!(code.len() as u8, to);
    code.extend(hex!("5b 3d 6000 f3"));
    code
}

/// SSTORE of the second word of the call data under the first.
pub(crate) fn set() -> Vec<u8> {
    hex!("602035 600035 55 00").to_vec()
}

/// Returns the slot of the first word of the call data.
pub(crate) fn get() -> Vec<u8> {
    hex!("600035 54 600052 60206000f3").to_vec()
}

/// Stores 7 in slot 1, logs nothing but the fact, reverts with the word 42.
pub(crate) fn set_and_revert() -> Vec<u8> {
    // PUSH1 7, PUSH1 1, SSTORE; LOG0(0, 0); MSTORE(0, 42); REVERT(0, 32)
    hex!("6007600155 60006000a0 602a600052 60206000fd").to_vec()
}

/// Returns the gas left, after the two of GAS itself.
pub(crate) fn gas() -> Vec<u8> {
    hex!("5a600052 60206000f3").to_vec()
}

/// Init code that deploys `code`.
pub(crate) fn deploying(code: &[u8]) -> Vec<u8> {
    // PUSH2 size, DUP1, PUSH1 11, PUSH1 0, CODECOPY, PUSH1 0, RETURN
    let mut init = vec![0x61];
    init.extend((code.len() as u16).to_be_bytes());
    init.extend(hex!("80 600c 6000 39 6000 f3"));
    assert_eq!(init.len(), 12);
    init.extend(code);
    init
}
