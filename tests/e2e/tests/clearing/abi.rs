//! The published interfaces.

#![allow(missing_docs, clippy::too_many_arguments)]

use alloy::sol;

macro_rules! interfaces {
    ($($name:ident, $file:literal;)*) => {$(
        sol!(
            #[derive(Debug, PartialEq)]
            $name,
            $file
        );
    )*};
}

interfaces! {
    IClearing, "../../abi/Clearing.json";
    ILock, "../../abi/Lock.json";
    IMandate, "../../abi/Mandate.json";
    IOracle, "../../abi/Oracle.json";
    IPool, "../../abi/Pool.json";
    IPrices, "../../abi/Prices.json";
    IVault, "../../abi/Vault.json";
}
