//! What the book declares in Solidity: its events, its errors and its struct.

// What the macro derives from the declarations carries no text of its own.
#![allow(missing_docs)]

use alloy_sol_types::sol;

sol! {
    /// A row was written: 16 residuals of 16 bits in 1/1024 of a standard deviation, and a bit for each asset that
    /// fell, or rose, by more than the 99 % Value at Risk of the day before.
    #[derive(Debug, PartialEq, Eq)]
    event RowRecorded(uint64 indexed at, uint256 row, uint16 falls, uint16 rises);
    /// The rows since the last page became a new one. `previous` is the hash of the page before, zero where there
    /// was none; its first half is in the new page's header.
    #[derive(Debug, PartialEq, Eq)]
    event Sealed(address indexed page, bytes32 hash, bytes32 previous, uint16 rows, uint64 last);
    /// The book begins with a page of history.
    #[derive(Debug, PartialEq, Eq)]
    event Adopted(address indexed page, bytes32 hash, uint16 rows, uint64 last);
    /// Who may record.
    #[derive(Debug, PartialEq, Eq)]
    event OracleSet(address indexed oracle);
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
    /// The caller is not the oracle.
    #[derive(Debug, PartialEq, Eq)]
    error NotOracle(address caller);
    /// An address must not be zero.
    #[derive(Debug, PartialEq, Eq)]
    error ZeroAddress();
    /// A row must be later than the one before.
    #[derive(Debug, PartialEq, Eq)]
    error NotLater(uint64 at, uint64 last);
    /// More assets than a row has room for, or none.
    #[derive(Debug, PartialEq, Eq)]
    error WrongAssetCount(uint256 count);
    /// A fact is not a price and a variance.
    #[derive(Debug, PartialEq, Eq)]
    error MalformedFact(uint8 asset);
    /// History is adopted once, before the first row.
    #[derive(Debug, PartialEq, Eq)]
    error AlreadyRecorded(uint64 last);
    /// The code at the address has another hash.
    #[derive(Debug, PartialEq, Eq)]
    error WrongHash(bytes32 expected, bytes32 found);
    /// The code at the address is not a page.
    #[derive(Debug, PartialEq, Eq)]
    error MalformedPage(address page);
    /// The page ends in the future.
    #[derive(Debug, PartialEq, Eq)]
    error PageOfTheFuture(uint64 last, uint64 time);
    /// There is no row that is not in the page already.
    #[derive(Debug, PartialEq, Eq)]
    error NothingToSeal();
    /// The page could not be deployed: too little gas, mostly.
    #[derive(Debug, PartialEq, Eq)]
    error SealFailed();
    /// There is no asset of this index.
    #[derive(Debug, PartialEq, Eq)]
    error UnknownAsset(uint8 asset);
    /// A value left the range of the arithmetic.
    #[derive(Debug, PartialEq, Eq)]
    error MathFailed();

    /// Where the book stands.
    #[derive(Debug, PartialEq, Eq)]
    struct BookInfo {
        /// The page in force; zero before the first.
        address page;
        /// Hash of its code.
        bytes32 hash;
        /// Its rows.
        uint16 rows;
        /// Rows recorded since.
        uint16 ringRows;
        /// Time of the latest row.
        uint64 lastRow;
        /// Seconds between the two latest rows.
        uint32 period;
        /// Bit `a` is set where asset `a` has residuals, in the page or the ring.
        uint16 assets;
        /// How many pages there have been, an adopted one included.
        uint32 pages;
    }
}

// For the printed interface.
#[cfg(feature = "export-abi")]
mod printed {
    use super::BookInfo;
    use stylus_sdk::abi::{export::internal::InnerTypes, AbiType, ConstString};

    impl AbiType for BookInfo {
        type SolType = Self;

        const ABI: ConstString = ConstString::new("BookInfo");
        const EXPORT_ABI_ARG: ConstString = ConstString::new("BookInfo memory");
        const EXPORT_ABI_RET: ConstString = Self::EXPORT_ABI_ARG;
    }

    impl InnerTypes for BookInfo {}
}
