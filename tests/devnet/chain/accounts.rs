//! The ten funded accounts that every development chain shares.

use std::sync::LazyLock;

use alloy::primitives::Address;
use alloy::signers::local::{coins_bip39::English, MnemonicBuilder, PrivateKeySigner};

/// Phrase from which the keys are derived at m/44'/60'/0'/0/0 to 9. Public: never use it where value is.
pub const MNEMONIC: &str = "test test test test test test test test test test test junk";

static SIGNERS: LazyLock<[PrivateKeySigner; 10]> = LazyLock::new(|| {
    std::array::from_fn(|index| {
        MnemonicBuilder::<English>::default()
            .phrase(MNEMONIC)
            .index(index as u32)
            .and_then(|builder| builder.build())
            .expect("the phrase is valid and ten indices are in range")
    })
});

/// Addresses of the ten accounts, in the order of their derivation.
pub static ACCOUNTS: LazyLock<[Address; 10]> =
    LazyLock::new(|| std::array::from_fn(|index| SIGNERS[index].address()));

/// Keys of the ten accounts, in the order of their derivation.
pub fn signers() -> &'static [PrivateKeySigner; 10] {
    &SIGNERS
}

/// Key of `account`, if it is one of the ten.
pub fn signer(account: Address) -> Option<&'static PrivateKeySigner> {
    SIGNERS.iter().find(|signer| signer.address() == account)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloy::primitives::address;

    /// First and last address that Hardhat and Anvil print for the same phrase.
    #[test]
    fn the_addresses_are_the_usual_ones() {
        assert_eq!(
            ACCOUNTS[0],
            address!("f39Fd6e51aad88F6F4ce6aB8827279cffFb92266")
        );
        assert_eq!(
            ACCOUNTS[9],
            address!("a0Ee7A142d267C1f36714E4a8F75612F20a79720")
        );
    }
}
