// SPDX-License-Identifier: MIT OR Apache-2.0
// Made from the contract by scripts/build.sh --bless. Change the contract, not this file.
pragma solidity ^0.8.4;

/// The clearing: positions of accounts against each other, the markets that change them, and their settlement.
///
/// A market reports trades between accounts that allow it. What a side pays the other gets, to the last digit; sizes and
/// gains sum to zero over all accounts and the pot of the vault. The vault judges accounts with what they have here, as one
/// portfolio with their collateral and debt.
interface IClearing {
    /// What a market reports: `long` buys from `short`.
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
    event Traded(
        address indexed market,
        bytes32 indexed long,
        bytes32 indexed short,
        uint8 asset,
        uint8 kind,
        uint256 strike,
        uint64 expiry,
        uint256 size,
        uint256 price
    );

    /// A market added funding (USD WAD per unit) to a series: longs pay it.
    event Funded(address indexed market, uint8 indexed asset, uint8 kind, uint256 strike, int256 perUnit);

    /// Gains became cash, or losses were paid: units of the cash.
    event Settled(bytes32 indexed account, int256 amount);

    /// What series of an asset with this expiry pay at: USD WAD, once and for all.
    event SettlementPriceSet(uint8 indexed asset, uint64 indexed expiry, uint256 price);

    /// A position was paid out at the settlement price.
    event Expired(
        bytes32 indexed account,
        uint8 indexed asset,
        uint8 kind,
        uint256 strike,
        uint64 expiry,
        int256 size,
        uint256 price
    );

    /// A market may trade from now on, within its caps, and add funding up to `maxFunding` a day.
    event MarketRegistered(address indexed market, uint8 number, uint256 maxFunding);

    /// How much may be open of an asset in a market, 18 decimals. What is open stays.
    event CapSet(address indexed market, uint8 indexed asset, uint256 cap);

    /// Positions in a market may only shrink, or also grow again.
    event PauseSet(address indexed market, bool paused);

    /// Who may pause a market beside the owner.
    event GuardianSet(address indexed guardian);

    /// The owner named a successor, who has yet to accept.
    event OwnershipTransferStarted(address indexed previousOwner, address indexed newOwner);

    /// The owner changed.
    event OwnershipTransferred(address indexed previousOwner, address indexed newOwner);

    /// `initialize` runs once.
    error AlreadyInitialized();

    /// The caller is not the owner, nor the named successor where ownership is accepted.
    error NotOwner(address caller);

    /// The caller is neither the guardian nor the owner.
    error NotGuardian(address caller);

    /// An address of the configuration must not be zero.
    error ZeroAddress();

    /// There is no contract at the address.
    error NoCode(address target);

    /// The terms are outside of their bounds.
    error InvalidTerms();

    /// The address is not a registered market.
    error NotMarket(address market);

    /// The market has a number.
    error AlreadyRegistered(address market);

    /// There are 64 markets.
    error TooManyMarkets();

    /// Positions in the market may only shrink now, on both sides.
    error MarketPaused(address market);

    /// More of the asset would be open in the market than its cap (18 decimals).
    error CapExceeded(uint8 asset, uint256 cap);

    /// No series is like that: see `Trade`.
    error InvalidSeries();

    /// Nothing would happen.
    error ZeroAmount();

    /// Nobody trades with himself.
    error SameAccount(bytes32 account);

    /// The account has not allowed the market to trade for it, in the mandate.
    error NotAllowed(bytes32 account, address market);

    /// An account has at most 32 positions.
    error TooManyLegs(bytes32 account);

    /// More funding than the market may add in the time since it last did (USD WAD per unit).
    error FundingTooLarge(int256 perUnit, uint256 most);

    /// The time has not come.
    error NotExpired(uint64 expiry);

    /// Nobody can say what the price at the expiry was; a day after it, the live one counts.
    error NoSettlementPrice(uint8 asset, uint64 expiry);

    /// At most 32 accounts in a call.
    error TooManyAccounts(uint256 accounts);

    /// The vault did not answer, or not with what its books must say.
    error VaultCallFailed();

    /// The mandate did not answer.
    error MandateCallFailed();

    /// The oracle, or the contract that knows prices, did not answer.
    error OracleCallFailed();

    /// The lock did not answer.
    error LockCallFailed();

    /// A value left the range of the arithmetic.
    error MathFailed();

    /// Sets the owner and the contracts around the clearing, once; the vault must know its cash. Errors:
    /// `AlreadyInitialized`, `ZeroAddress`, `NoCode`, `VaultCallFailed`, `MathFailed` where the cash has more than 18
    /// decimals.
    function initialize(address owner, address vault, address mandate, address lock, address oracle) external;

    /// `long` buys from `short`: size and cost (size times price, USD, exact) move from one account to the other, and the
    /// funding of the series up to now is realised. Registered markets only, for accounts that are the caller's own or
    /// that allow it in the mandate. Both sides must then be at their initial margin; one that only shrinks may instead be
    /// no nearer to its maintenance margin, or no further below it, than before. Errors: `NotMarket`, `Reentrant`,
    /// `ZeroAmount`, `SameAccount`, `InvalidSeries`, `NotAllowed`, `TooManyLegs`, `MarketPaused` unless both sides shrink,
    /// `CapExceeded`, `MathFailed`, those of the vault (`BelowInitialMargin`, `PriceNotLive`).
    function trade(Trade calldata trade) external;

    /// Adds funding to a series of the calling market that never expires: for each unit, longs pay `perUnit` (USD WAD)
    /// and shorts get it, or the other way round where negative. At most `maxFunding` of the live price a day, for the
    /// time since it was last added to, a day of it at most. Errors: `NotMarket`, `Reentrant`, `MarketPaused`,
    /// `InvalidSeries`, `FundingTooLarge`, those of the oracle where the price is not live.
    function addFunding(uint8 asset, uint8 kind, uint256 strike, int256 perUnit) external;

    /// Turns the gains and losses of at most 32 accounts into cash, linear positions at the live prices: losers pay into
    /// the pot of the vault, their own cash first, then a loan; then winners are paid from it, as far as it goes. Losers
    /// round up, winners down, what is left over stays. Premiums count, the worth of options does not. Errors:
    /// `Reentrant`, `TooManyAccounts`, those of the oracle where a price is not live, those of the vault.
    function settle(bytes32[] calldata accounts) external;

    /// The settlement price of an asset at an expiry (USD WAD), kept for good by the first call: the price in force then;
    /// where there was none to rely on, the live one from a day later on. Errors: `Reentrant`, `NotExpired`,
    /// `NoSettlementPrice`, those of the oracle.
    function fixPrice(uint8 asset, uint64 expiry) external returns (uint256 price);

    /// Pays out what has expired of at most 32 accounts at the settlement prices, exactly, and removes it. Errors:
    /// `Reentrant`, `TooManyAccounts`, those of `fixPrice`.
    function expire(bytes32[] calldata accounts) external;

    /// What an account has here as its health counts it: gains and losses that are not cash yet, all funding included
    /// (USD WAD, rounded down), and its positions. Error: `Reentrant`.
    function legsOf(bytes32 account) external view returns (int256 variation, Leg[] memory legs);

    /// The positions of an account with their markets and the funding that each has gathered. Error: `Reentrant`.
    function positionsOf(bytes32 account) external view returns (Position[] memory positions);

    /// How many positions an account has.
    function legCount(bytes32 account) external view returns (uint8);

    /// What is open of the assets in `mask`, ascending, in all markets, at 18 decimals: every unit is long in one account
    /// and short in another.
    function totals(uint16 mask) external view returns (uint256[] memory long, uint256[] memory short);

    /// The accumulator of funding of a series of a market that never expires (USD WAD per unit), and when it was last
    /// added to (Unix seconds). Error: `InvalidSeries`.
    function funding(
        address market,
        uint8 asset,
        uint8 kind,
        uint256 strike
    ) external view returns (int256 index, uint64 at);

    /// The settlement price of an asset at an expiry, USD WAD; zero where it is not fixed.
    function settlementPrice(uint8 asset, uint64 expiry) external view returns (uint256);

    /// What is open of an asset in a market, and its cap, 18 decimals.
    function openInterest(address market, uint8 asset) external view returns (uint256 open, uint256 cap);

    /// A market.
    function market(address market) external view returns (MarketInfo memory info);

    /// The market of a number, from 1; zero where there is none.
    function marketAt(uint8 number) external view returns (address);

    /// How many markets there are.
    function marketCount() external view returns (uint256);

    /// Registers a market, which may then trade within its caps (none yet), and add funding up to `maxFunding` of the
    /// price a day (WAD, at most one). Answers its number. Errors: `NotOwner`, `ZeroAddress`, `AlreadyRegistered`,
    /// `TooManyMarkets`, `InvalidTerms`.
    function registerMarket(address market, uint256 maxFunding) external returns (uint8 number);

    /// Sets how much may be open of an asset in a market: 18 decimals, at most 2^112. What is open stays. Errors:
    /// `NotOwner`, `NotMarket`, `InvalidTerms`.
    function setCap(address market, uint8 asset, uint256 cap) external;

    /// Names who may pause markets beside the owner, or nobody. Error: `NotOwner`.
    function setGuardian(address guardian) external;

    /// Positions in a market may only shrink from now on. The guardian or the owner. Errors: `NotGuardian`,
    /// `NotMarket`.
    function pause(address market) external;

    /// Ends it. Owner only. Errors: `NotGuardian`, `NotMarket`.
    function unpause(address market) external;

    /// The vault.
    function vault() external view returns (address);

    /// The contract that knows who may act for an account.
    function mandate() external view returns (address);

    /// The lock of the house.
    function lock() external view returns (address);

    /// The oracle.
    function oracle() external view returns (address);

    /// Who may pause markets beside the owner.
    function guardian() external view returns (address);

    /// The owner.
    function owner() external view returns (address);

    /// The successor that the owner has named.
    function pendingOwner() external view returns (address);

    /// Names a successor, or nobody. Error: `NotOwner`.
    function transferOwnership(address newOwner) external;

    /// Takes over. Error: `NotOwner` unless the caller is the named successor.
    function acceptOwnership() external;
}
