//! The ways in which the lock refuses, and how errors and events are packed.

use crate::abi::*;

crate::words::errors! {
    /// Every error of the lock, as its Solidity caller sees it.
    LockError {
        AlreadyInitialized {}
        NotOwner { caller }
        ZeroAddress {}
        NoCode { account }
        NotMember { caller }
        NotHolder { caller }
        Reentrant {}
    }
}

crate::words::events! {
    MemberSet { member; isMember }
    OwnershipTransferStarted { previousOwner, newOwner; }
    OwnershipTransferred { previousOwner, newOwner; }
}
