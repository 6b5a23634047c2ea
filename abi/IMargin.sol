// SPDX-License-Identifier: MIT OR Apache-2.0
// Made from the contract by scripts/build.sh --bless. Change the contract, not this file.
pragma solidity ^0.8.4;

/// Judgement: what a portfolio is worth, and what it must be worth.
///
/// The contract keeps no accounts and no parameters, has no owner, and is told once whom it asks: the oracle for the
/// market, the terms for what governs, and the judge, who asks the pricer for options and the simulator for what the
/// book's scenarios say. All of its questions are views that anybody may ask about any portfolio, real or hypothetical; the vault asks before it lets
/// risk rise, the planner before it proposes what to sell. The answers come from the crate `risk` on one snapshot.
///
/// Rounding is against the account: equity down, every requirement up. Where pricer, simulator, book or a variance is
/// missing, the static table of the assets speaks; where the oracle or the terms are, nothing is judged.
interface IMargin {
    /// Collateral of one asset.
    struct Holding {
        /// The oracle's index of the asset.
        uint8 asset;
        /// Amount at 18 decimals, whatever the token's own are.
        uint256 amount;
    }

    /// A derivative position.
    struct Leg {
        /// The oracle's index of the underlying.
        uint8 asset;
        /// 0 linear, 1 call, 2 put, 3 everlasting call, 4 everlasting put.
        uint8 kind;
        /// Units of the underlying at 18 decimals; negative is short.
        int256 size;
        /// Strike, or the entry price of a linear leg, USD WAD.
        uint256 strike;
        /// Unix seconds; 0 where it never expires.
        uint64 expiry;
    }

    /// Everything that an account is.
    struct Portfolio {
        /// USD WAD; negative is debt.
        int256 cash;
        /// At most one of an asset.
        Holding[] collateral;
        /// At most 32.
        Leg[] legs;
    }

    /// What a portfolio is worth and what it must be worth. USD WAD.
    struct Verdict {
        /// Cash, collateral and profit of the legs, rounded down.
        int256 equity;
        /// Below this no risk may be added, rounded up.
        uint256 initialMargin;
        /// Below this the account may be liquidated, rounded up.
        uint256 maintenanceMargin;
        /// To this a liquidation restores the account, rounded up.
        uint256 bufferMargin;
        /// Equity over maintenance margin, WAD, rounded down: 0 where equity is not positive, 2^128 - 1
        /// where nothing is required.
        uint256 health;
        /// Bit `a` is set where the price of asset `a` is not live, and for every asset of the portfolio where a
        /// sample has been due for ten minutes: `poke` the oracle.
        uint16 notLive;
    }

    /// What a requirement is made of. USD WAD, rounded up.
    struct Parts {
        /// Expected Shortfall over the scenarios; 0 where they say nothing.
        uint256 simulation;
        /// The worst stress row.
        uint256 stress;
        /// The parametric twin. The core is the largest of the three.
        uint256 twin;
        /// Cost of leaving.
        uint256 liquidity;
        /// What the crowd adds to it.
        uint256 crowding;
        /// Jumps and lost pegs.
        uint256 quality;
        /// What prices may be off by.
        uint256 oracle;
        /// The static table of the assets of which something is missing.
        uint256 table;
        /// The static table of all assets where no simulation spoke: the requirement is not below it. Otherwise 0.
        uint256 least;
        /// The requirement.
        uint256 total;
    }

    /// `initialize` runs once.
    error AlreadyInitialized();

    /// The address has no code.
    error NoCode(address target);

    /// The oracle reverted, or answered with something that is not a snapshot of the assets asked for.
    error OracleCallFailed();

    /// The terms reverted, or answered with something that is not terms of the assets asked for.
    error TermsCallFailed();

    /// A contract that is asked failed on less gas than it is entitled to: the answer would be the caller's choice.
    error NotEnoughGas();

    /// What the contract answered is not what a judge answers.
    error MalformedAnswer(address callee);

    /// There is no asset of this index.
    error UnknownAsset(uint8 asset);

    /// The portfolio lists the same collateral twice.
    error DuplicateAsset(uint8 asset);

    /// More than 16 kinds of collateral.
    error TooManyHoldings(uint64 count);

    /// More than 32 legs.
    error TooManyLegs(uint64 count);

    /// More than 32 portfolios, or prices.
    error TooManyPortfolios(uint64 count);

    /// There is no leg of this kind.
    error UnsupportedLeg(uint8 kind);

    /// A number of the portfolio or a result is wider than 128 bits, beyond 1.7e20 USD or units; or a price past 112.
    error ValueTooLarge();

    /// Judges a portfolio under the newest terms: cash in USD WAD (negative is debt), collateral at 18 decimals, legs.
    ///
    /// Answers the verdict and what each holding, then each leg, adds to maintenance margin (USD WAD, signed:
    /// a hedge is negative); these sum to it exactly. What is held counts at the collateral price, what is short
    /// at the liability price. An asset whose price is not live is named in `notLive`: what follows from that is
    /// the caller's decision. While a sample has been due for ten minutes, initial margin looks further ahead and every
    /// asset is named.
    function assess(
        int256 cash,
        Holding[] calldata collateral,
        Leg[] calldata legs
    ) external view returns (Verdict memory verdict, int256[] memory attribution);

    /// Judges portfolios, at most 32, in one market, under the terms of a version; 0 is the newest. With
    /// `favourSuspects` each price that is suspect counts in the account's favour: what is held at the higher one, what
    /// is owed at the lower.
    function assessMany(
        uint32 version,
        bool favourSuspects,
        Portfolio[] calldata portfolios
    ) external view returns (Verdict[] memory verdicts);

    /// Judges a portfolio once for each of at most 32 prices (USD WAD) that one asset might have, everything else being
    /// as it is, under the terms of a version. A price past 112 bits is `ValueTooLarge`.
    function assessAt(
        uint32 version,
        Portfolio calldata portfolio,
        uint8 asset,
        uint256[] calldata prices
    ) external view returns (Verdict[] memory verdicts);

    /// What initial margin, then maintenance margin, of a portfolio is made of, under the terms of a version.
    function parts(uint32 version, Portfolio calldata portfolio) external view returns (Parts[] memory requirements);

    /// Says whom to ask. Once; whoever deploys does it and looks at it. Errors: `AlreadyInitialized`, `NoCode`.
    function initialize(
        address oracle,
        address terms,
        address book,
        address judge,
        address simulator,
        address pricer
    ) external;

    /// The oracle whose snapshots are judged by.
    function oracle() external view returns (address);

    /// Where the terms are.
    function terms() external view returns (address);

    /// The book whose scenarios are simulated.
    function book() external view returns (address);

    /// Who judges.
    function judge() external view returns (address);

    /// Who simulates.
    function simulator() external view returns (address);

    /// Who values options.
    function pricer() external view returns (address);
}
