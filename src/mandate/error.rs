//! The ways in which the contract refuses, and how errors and events are packed.

use crate::abi::*;

crate::words::errors! {
    /// Every error of the contract, as its Solidity caller sees it.
    MandateError passing Vault {
        AlreadyInitialized {}
        NoCode { account }
        NotAccountOwner { account, caller }
        UnknownCapabilities { capabilities }
        Expired { deadline }
        WrongNonce { account, expected }
        InvalidSignature {}
        VaultCallFailed {}
        Reentrant {}
    }
}

crate::words::events! {
    VaultSet { vault; }
    OperatorSet { account, operator; capabilities, until }
    NonceUsed { account; nonce }
}
