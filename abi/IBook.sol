// SPDX-License-Identifier: MIT OR Apache-2.0
// Made from the contract by scripts/build.sh --bless. Change the contract, not this file.
pragma solidity ^0.8.4;

/// The book: what the oracle remembers from day to day.
///
/// Once in a row time, about daily, the oracle hands over the price of every asset and the variance that it expects.
/// The book makes one joint row of standardised residuals of that, counts whether losses exceeded what had been
/// forecast, and lets a panel of experts learn. Rows lie in a ring of slots until anyone seals them into a page: the
/// code of a data contract, which costs a reader 30 times less than slots. Pages roll: the last 767 rows, each page
/// naming the one before by its hash. A book may begin with a page of history that its owner adopts.
///
/// Nobody can change a row. The owner chooses the history before the first row, and nothing afterwards.
interface IBook {
    /// Where the book stands.
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

    /// A row was written: 16 residuals of 16 bits in 1/1024 of a standard deviation, and a bit for each asset that
    /// fell, or rose, by more than the 99 % Value at Risk of the day before.
    event RowRecorded(uint64 indexed at, uint256 row, uint16 falls, uint16 rises);

    /// The rows since the last page became a new one. `previous` is the hash of the page before, zero where there
    /// was none; its first half is in the new page's header.
    event Sealed(address indexed page, bytes32 hash, bytes32 previous, uint16 rows, uint64 last);

    /// The book begins with a page of history.
    event Adopted(address indexed page, bytes32 hash, uint16 rows, uint64 last);

    /// Who may record.
    event OracleSet(address indexed oracle);

    /// The owner named a successor, who has yet to accept.
    event OwnershipTransferStarted(address indexed previousOwner, address indexed newOwner);

    /// The owner changed.
    event OwnershipTransferred(address indexed previousOwner, address indexed newOwner);

    /// `initialize` runs once.
    error AlreadyInitialized();

    /// The caller is not the owner, nor the named successor where ownership is accepted.
    error NotOwner(address caller);

    /// The caller is not the oracle.
    error NotOracle(address caller);

    /// An address must not be zero.
    error ZeroAddress();

    /// A row must be later than the one before.
    error NotLater(uint64 at, uint64 last);

    /// More assets than a row has room for, or none.
    error WrongAssetCount(uint256 count);

    /// A fact is not a price and a variance.
    error MalformedFact(uint8 asset);

    /// History is adopted once, before the first row.
    error AlreadyRecorded(uint64 last);

    /// The code at the address has another hash.
    error WrongHash(bytes32 expected, bytes32 found);

    /// The code at the address is not a page.
    error MalformedPage(address page);

    /// The page ends in the future.
    error PageOfTheFuture(uint64 last, uint64 time);

    /// There is no row that is not in the page already.
    error NothingToSeal();

    /// The page could not be deployed: too little gas, mostly.
    error SealFailed();

    /// There is no asset of this index.
    error UnknownAsset(uint8 asset);

    /// A value left the range of the arithmetic.
    error MathFailed();

    /// Sets the owner and the oracle, once. Errors: `AlreadyInitialized`, `ZeroAddress`.
    function initialize(address owner, address oracle) external;

    /// Begins the book with a page of history, deployed as code: its owner, once, before the first row. `hash` is what
    /// anyone gets who builds the page again. Errors: `NotOwner`, `AlreadyRecorded`, `WrongHash`, `MalformedPage`,
    /// `PageOfTheFuture`.
    function adopt(address page, bytes32 hash) external;

    /// Writes the row of a time. For each listed asset: bits 0 to 111 the price, USD WAD, zero where it is missing;
    /// bits 128 to 255 the variance per day, scale 1e-36, that the next row is measured against. Answers for each:
    /// in the low half its forecast variance per day, in bits 128 to 135 the surcharge of its backtest in hundredths.
    /// Only the oracle. Errors: `NotOracle`, `NotLater`, `WrongAssetCount`, `MalformedFact`.
    function record(uint64 at, uint256[] calldata facts) external returns (uint256[] memory);

    /// Turns the rows since the last page into a new page: anyone. Errors: `NothingToSeal`, `SealFailed`.
    function seal() external returns (address page);

    /// The page in force: a contract whose code is 32 bytes of header and 32 for each row. Zero before the first.
    function page() external view returns (address);

    /// The rows since that page, oldest first: 16 residuals each, of 16 bits little-endian from the highest byte, in
    /// 1/1024 of a standard deviation; -32,768 where the asset is missing.
    function ring() external view returns (uint256[] memory);

    /// Both at once: all that a simulation runs over.
    function scenarios() external view returns (address page, uint256[] memory ring);

    /// Where the book stands.
    function bookInfo() external view returns (BookInfo memory info);

    /// The record of an asset: the last 250 days on which it fell, and on which it rose, by more than the 99 % Value
    /// at Risk of the day before, a bit each, newest lowest, with one bit above the oldest; and how many did. Error:
    /// `UnknownAsset`.
    function rings(
        uint8 asset
    ) external view returns (uint256 down, uint256 up, uint256 fallsExceeded, uint256 risesExceeded);

    /// What the experts of an asset expect of the next day: a variance, scale 1e-36; zero before the first row. Error:
    /// `UnknownAsset`.
    function forecast(uint8 asset) external view returns (uint256);

    /// The weights of the experts of an asset, WAD: averages of six hours, a day, three, ten and forty days, the term
    /// structure, the autoregression. None before the first row. Error: `UnknownAsset`.
    function weights(uint8 asset) external view returns (uint256[] memory);

    /// What the next row of an asset is measured against: price, its time, variance per day; and the log move of one
    /// day that counts as an exceedance. Error: `UnknownAsset`.
    function remembered(
        uint8 asset
    ) external view returns (uint256 price, uint256 at, uint256 variance, uint256 valueAtRisk);

    /// Who may record.
    function oracle() external view returns (address);

    /// The owner.
    function owner() external view returns (address);

    /// The successor that the owner has named.
    function pendingOwner() external view returns (address);

    /// Names a successor, or nobody. Error: `NotOwner`.
    function transferOwnership(address newOwner) external;

    /// Takes over. Error: `NotOwner` unless the caller is the named successor.
    function acceptOwnership() external;
}
