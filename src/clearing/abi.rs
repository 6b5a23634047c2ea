//! What the clearing declares in Solidity: its structs, its events and its errors.

// What the macro derives from the declarations carries no text of its own.
#![allow(missing_docs)]

use alloy_sol_types::sol;

sol! {
    /// What a market reports: `long` buys from `short`.
    #[derive(Debug, PartialEq, Eq)]
    struct Trade {
        /// The account that buys.
        bytes32 long;
        /// The account that sells.
        bytes32 short;
        /// Index of the underlying.
        uint8 asset;
        /// 0 linear, 1 call, 2 put, 3 everlasting call, 4 everlasting put.
        uint8 kind;
        /// USD WAD; zero of a linear series.
        uint256 strike;
        /// Unix seconds; zero where it never expires. Calls and puts expire, within five years; a linear series may.
        uint64 expiry;
        /// Units of the underlying, 18 decimals, at most 2^112.
        uint256 size;
        /// What the buyer pays for one whole unit, USD WAD, at most 2^112 - 1: the price of a linear series, the premium of an
        /// option.
        uint256 price;
    }

    /// A position as the risk model sees it.
    #[derive(Debug, PartialEq, Eq)]
    struct Leg {
        /// Index of the underlying.
        uint8 asset;
        /// As in `Trade`.
        uint8 kind;
        /// Units of the underlying, 18 decimals; negative is short.
        int256 size;
        /// USD WAD; zero of a linear series, whose cost is in the variation.
        uint256 strike;
        /// Unix seconds; zero where it never expires.
        uint64 expiry;
    }

    /// A position as its market and its owner see it.
    #[derive(Debug, PartialEq, Eq)]
    struct Position {
        /// Its market.
        address market;
        /// As in `Leg`.
        uint8 asset;
        uint8 kind;
        int256 size;
        uint256 strike;
        uint64 expiry;
        /// Funding since its last trade, USD WAD, rounded down; negative is owed.
        int256 funding;
    }

    /// A market.
    #[derive(Debug, PartialEq, Eq)]
    struct MarketInfo {
        /// Its number, from 1; zero where it is not registered.
        uint8 number;
        /// Whether positions may only shrink.
        bool paused;
        /// When it was registered, Unix seconds.
        uint64 since;
        /// The most funding it may add a day, as a part of the price of the underlying, WAD.
        uint256 maxFunding;
    }

    /// Two accounts traded. `cost` per unit is `price`; USD WAD, sizes at 18 decimals.
    #[derive(Debug, PartialEq, Eq)]
    event Traded(address indexed market, bytes32 indexed long, bytes32 indexed short, uint8 asset, uint8 kind, uint256 strike, uint64 expiry, uint256 size, uint256 price);
    /// A market added funding (USD WAD per unit) to a series: longs pay it.
    #[derive(Debug, PartialEq, Eq)]
    event Funded(address indexed market, uint8 indexed asset, uint8 kind, uint256 strike, int256 perUnit);
    /// Gains became cash, or losses were paid: units of the cash.
    #[derive(Debug, PartialEq, Eq)]
    event Settled(bytes32 indexed account, int256 amount);
    /// What series of an asset with this expiry pay at: USD WAD, once and for all.
    #[derive(Debug, PartialEq, Eq)]
    event SettlementPriceSet(uint8 indexed asset, uint64 indexed expiry, uint256 price);
    /// A position was paid out at the settlement price.
    #[derive(Debug, PartialEq, Eq)]
    event Expired(bytes32 indexed account, uint8 indexed asset, uint8 kind, uint256 strike, uint64 expiry, int256 size, uint256 price);
    /// A market may trade from now on, within its caps, and add funding up to `maxFunding` a day.
    #[derive(Debug, PartialEq, Eq)]
    event MarketRegistered(address indexed market, uint8 number, uint256 maxFunding);
    /// How much may be open of an asset in a market, 18 decimals. What is open stays.
    #[derive(Debug, PartialEq, Eq)]
    event CapSet(address indexed market, uint8 indexed asset, uint256 cap);
    /// Positions in a market may only shrink, or also grow again.
    #[derive(Debug, PartialEq, Eq)]
    event PauseSet(address indexed market, bool paused);
    /// Who may pause a market beside the owner.
    #[derive(Debug, PartialEq, Eq)]
    event GuardianSet(address indexed guardian);
    /// The owner named a successor, who has yet to accept.
    #[derive(Debug, PartialEq, Eq)]
    event OwnershipTransferStarted(address indexed previousOwner, address indexed newOwner);
    /// The owner changed.
    #[derive(Debug, PartialEq, Eq)]
    event OwnershipTransferred(address indexed previousOwner, address indexed newOwner);

    /// `initialize` runs once.
    #[derive(Debug, PartialEq, Eq)]
    error AlreadyInitialized();
    /// The caller is not the owner, nor the named successor where ownership is accepted.
    #[derive(Debug, PartialEq, Eq)]
    error NotOwner(address caller);
    /// The caller is neither the guardian nor the owner.
    #[derive(Debug, PartialEq, Eq)]
    error NotGuardian(address caller);
    /// An address of the configuration must not be zero.
    #[derive(Debug, PartialEq, Eq)]
    error ZeroAddress();
    /// There is no contract at the address.
    #[derive(Debug, PartialEq, Eq)]
    error NoCode(address target);
    /// The terms are outside of their bounds.
    #[derive(Debug, PartialEq, Eq)]
    error InvalidTerms();
    /// The address is not a registered market.
    #[derive(Debug, PartialEq, Eq)]
    error NotMarket(address market);
    /// The market has a number.
    #[derive(Debug, PartialEq, Eq)]
    error AlreadyRegistered(address market);
    /// There are 64 markets.
    #[derive(Debug, PartialEq, Eq)]
    error TooManyMarkets();
    /// Positions in the market may only shrink now, on both sides.
    #[derive(Debug, PartialEq, Eq)]
    error MarketPaused(address market);
    /// More of the asset would be open in the market than its cap (18 decimals).
    #[derive(Debug, PartialEq, Eq)]
    error CapExceeded(uint8 asset, uint256 cap);
    /// No series is like that: see `Trade`.
    #[derive(Debug, PartialEq, Eq)]
    error InvalidSeries();
    /// Nothing would happen.
    #[derive(Debug, PartialEq, Eq)]
    error ZeroAmount();
    /// Nobody trades with himself.
    #[derive(Debug, PartialEq, Eq)]
    error SameAccount(bytes32 account);
    /// The account has not allowed the market to trade for it, in the mandate.
    #[derive(Debug, PartialEq, Eq)]
    error NotAllowed(bytes32 account, address market);
    /// An account has at most 32 positions.
    #[derive(Debug, PartialEq, Eq)]
    error TooManyLegs(bytes32 account);
    /// More funding than the market may add in the time since it last did (USD WAD per unit).
    #[derive(Debug, PartialEq, Eq)]
    error FundingTooLarge(int256 perUnit, uint256 most);
    /// The time has not come.
    #[derive(Debug, PartialEq, Eq)]
    error NotExpired(uint64 expiry);
    /// Nobody can say what the price at the expiry was; a day after it, the live one counts.
    #[derive(Debug, PartialEq, Eq)]
    error NoSettlementPrice(uint8 asset, uint64 expiry);
    /// At most 32 accounts in a call.
    #[derive(Debug, PartialEq, Eq)]
    error TooManyAccounts(uint256 accounts);
    /// The vault did not answer, or not with what its books must say.
    #[derive(Debug, PartialEq, Eq)]
    error VaultCallFailed();
    /// The mandate did not answer.
    #[derive(Debug, PartialEq, Eq)]
    error MandateCallFailed();
    /// The oracle, or the contract that knows prices, did not answer.
    #[derive(Debug, PartialEq, Eq)]
    error OracleCallFailed();
    /// The lock did not answer.
    #[derive(Debug, PartialEq, Eq)]
    error LockCallFailed();
    /// A value left the range of the arithmetic.
    #[derive(Debug, PartialEq, Eq)]
    error MathFailed();
}

crate::words::events! {
    Traded { market, long, short; asset, kind, strike, expiry, size, price }
    Funded { market, asset; kind, strike, perUnit }
    Settled { account; amount }
    SettlementPriceSet { asset, expiry; price }
    Expired { account, asset; kind, strike, expiry, size, price }
    MarketRegistered { market; number, maxFunding }
    CapSet { market, asset; cap }
    PauseSet { market; paused }
    GuardianSet { guardian; }
    OwnershipTransferStarted { previousOwner, newOwner; }
    OwnershipTransferred { previousOwner, newOwner; }
}

crate::words::structs! {
    Trade { long: B256, short: B256, asset: u8, kind: u8, strike: U256, expiry: u64, size: U256, price: U256 }
}

impl Item for Leg {
    fn add_to(&self, words: &mut Vec<B256>) {
        put(words, self.asset.to_word());
        put(words, self.kind.to_word());
        put(words, self.size.to_word());
        put(words, self.strike.to_word());
        put(words, self.expiry.to_word());
    }
}

use crate::words::{put, Item, Word};
use alloc::vec::Vec;
use alloy_primitives::{B256, U256};

/// The types of a signature, and the name for the printed interface.
impl stylus_sdk::abi::AbiType for Trade {
    type SolType = Self;

    const ABI: stylus_sdk::abi::ConstString = stylus_sdk::abi::ConstString::new(
        "(bytes32,bytes32,uint8,uint8,uint256,uint64,uint256,uint256)",
    );
    const EXPORT_ABI_ARG: stylus_sdk::abi::ConstString =
        stylus_sdk::abi::ConstString::new("Trade memory");
    const EXPORT_ABI_RET: stylus_sdk::abi::ConstString = Self::EXPORT_ABI_ARG;
}

// For the printed interface.
#[cfg(feature = "export-abi")]
mod printed {
    use super::{Leg, MarketInfo, Position, Trade};
    use stylus_sdk::abi::{export::internal::InnerTypes, AbiType, ConstString};

    impl InnerTypes for Trade {}

    macro_rules! printed {
        ($($name:ident, $ret:literal;)*) => {$(
            impl AbiType for $name {
                type SolType = Self;

                const ABI: ConstString = ConstString::new(stringify!($name));
                const EXPORT_ABI_ARG: ConstString = ConstString::new($ret);
                const EXPORT_ABI_RET: ConstString = Self::EXPORT_ABI_ARG;
            }

            impl InnerTypes for $name {}
        )*};
    }

    printed! {
        Leg, "Leg memory";
        Position, "Position memory";
        MarketInfo, "MarketInfo memory";
    }
}
