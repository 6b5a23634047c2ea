// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

import {AggregatorV3Interface} from
    "@chainlink/contracts/src/v0.8/shared/interfaces/AggregatorV3Interface.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IMargin} from "plimsoll-abi/IMargin.sol";

/// A lender that keeps its own collateral and has Plimsoll say how much of it may be lent. What an account may owe is the
/// smaller of two: what Plimsoll's margin leaves of the collateral, and the collateral times a loan-to-value that falls as
/// Plimsoll's volatility feed rises. Nobody sets either. An example: no interest, one owner who lists tokens.
contract MarginLender {
    using SafeERC20 for IERC20;

    error NotOwner(address caller);
    error NotListed(uint8 asset);
    error AlreadyListed(uint8 asset);
    error TooManyDecimals(uint8 decimals);
    error PriceNotLive(uint16 notLive);
    error VolatilityTooOld(uint256 updatedAt);
    error AboveLimit(uint256 debt, uint256 limit);
    error Healthy(uint256 health);

    event Deposited(address indexed account, uint8 indexed asset, uint256 amount);
    event Withdrawn(address indexed account, uint8 indexed asset, uint256 amount);
    event Borrowed(address indexed account, uint256 amount, uint256 debt);
    event Repaid(address indexed account, uint256 amount, uint256 debt);
    event Liquidated(address indexed account, uint8 indexed asset, address indexed buyer, uint256 repaid, uint256 seized);

    uint256 private constant WAD = 1e18;
    /// No calm makes more than this of the collateral a loan.
    uint256 public constant MAX_LOAN_TO_VALUE = 0.9e18;
    /// A buyer at a liquidation gets collateral for 5 % more than it pays.
    uint256 public constant BONUS = 0.05e18;

    address public immutable owner;
    IERC20 public immutable cash;
    IMargin public immutable margin;
    AggregatorV3Interface public immutable volatility;
    /// What a unit of volatility per year takes off the loan-to-value, WAD: 0.2 survives 3.8 standard deviations of a day.
    uint256 public immutable reach;
    uint256 public immutable maxAge;
    /// One unit of the cash as USD WAD.
    uint256 private immutable _cashUnit;

    uint8[] private _assets;
    mapping(uint8 => IERC20) public tokenOf;
    /// One unit of the token at 18 decimals.
    mapping(uint8 => uint256) private _unitOf;
    mapping(address => mapping(uint8 => uint256)) public collateral;
    mapping(address => uint256) public debt;

    constructor(IERC20 cash_, IMargin margin_, AggregatorV3Interface volatility_, uint256 reach_, uint256 maxAge_) {
        owner = msg.sender;
        (cash, margin, volatility) = (cash_, margin_, volatility_);
        (reach, maxAge) = (reach_, maxAge_);
        _cashUnit = _unit(address(cash_));
    }

    /// Accepts a token under Plimsoll's index of its asset.
    function list(uint8 asset, IERC20 token) external {
        if (msg.sender != owner) revert NotOwner(msg.sender);
        if (_unitOf[asset] != 0) revert AlreadyListed(asset);
        _assets.push(asset);
        (tokenOf[asset], _unitOf[asset]) = (token, _unit(address(token)));
    }

    /// Credits what arrives.
    function deposit(uint8 asset, uint256 amount) external {
        IERC20 token = tokenOf[asset];
        if (_unitOf[asset] == 0) revert NotListed(asset);
        uint256 before = token.balanceOf(address(this));
        token.safeTransferFrom(msg.sender, address(this), amount);
        amount = token.balanceOf(address(this)) - before;
        collateral[msg.sender][asset] += amount;
        emit Deposited(msg.sender, asset, amount);
    }

    /// Without debt nobody is asked.
    function withdraw(uint8 asset, uint256 amount) external {
        collateral[msg.sender][asset] -= amount;
        _check(msg.sender);
        emit Withdrawn(msg.sender, asset, amount);
        tokenOf[asset].safeTransfer(msg.sender, amount);
    }

    function borrow(uint256 amount) external {
        debt[msg.sender] += amount;
        _check(msg.sender);
        emit Borrowed(msg.sender, amount, debt[msg.sender]);
        cash.safeTransfer(msg.sender, amount);
    }

    function repay(address account, uint256 amount) external {
        amount = Math.min(amount, debt[account]);
        debt[account] -= amount;
        emit Repaid(account, amount, debt[account]);
        cash.safeTransferFrom(msg.sender, address(this), amount);
    }

    /// Sells collateral of an account that Plimsoll finds below its maintenance margin, at Plimsoll's value.
    function liquidate(address account, uint8 asset, uint256 amount) external returns (uint256 repaid, uint256 seized) {
        IMargin.Holding[] memory held = _portfolio(account);
        IMargin.Verdict memory verdict = _assess(-int256(debt[account] * _cashUnit), held);
        if (verdict.health >= WAD) revert Healthy(verdict.health);
        IMargin.Holding[] memory one = new IMargin.Holding[](1);
        one[0] = IMargin.Holding(asset, WAD);
        uint256 price = uint256(_assess(0, one).equity);
        repaid = Math.min(amount, debt[account]);
        seized = Math.mulDiv(repaid * _cashUnit, WAD + BONUS, price) / _unitOf[asset];
        if (seized > collateral[account][asset]) {
            seized = collateral[account][asset];
            repaid = Math.ceilDiv(Math.mulDiv(seized * _unitOf[asset], price, WAD + BONUS, Math.Rounding.Ceil), _cashUnit);
        }
        debt[account] -= repaid;
        collateral[account][asset] -= seized;
        emit Liquidated(account, asset, msg.sender, repaid, seized);
        cash.safeTransferFrom(msg.sender, address(this), repaid);
        tokenOf[asset].safeTransfer(msg.sender, seized);
    }

    /// The part of the collateral's value that may be lent at today's volatility, WAD, rounded down. Its age is that of the
    /// fact, not of the round.
    function loanToValue() public view returns (uint256) {
        (, int256 answer,, uint256 updatedAt,) = volatility.latestRoundData();
        if (block.timestamp - updatedAt > maxAge) revert VolatilityTooOld(updatedAt);
        uint256 perYear = uint256(answer) * 10 ** (18 - volatility.decimals());
        uint256 taken = Math.mulDiv(reach, perYear, WAD, Math.Rounding.Ceil);
        return taken < WAD ? Math.min(WAD - taken, MAX_LOAN_TO_VALUE) : 0;
    }

    /// What an account may owe now, in units of the cash, rounded down; by its collateral's margin and by the loan-to-value.
    function limits(address account) public view returns (uint256 byMargin, uint256 byVolatility) {
        IMargin.Verdict memory verdict = _assess(0, _portfolio(account));
        if (verdict.notLive != 0) revert PriceNotLive(verdict.notLive);
        uint256 value = uint256(verdict.equity);
        byMargin = (value - Math.min(value, verdict.initialMargin)) / _cashUnit;
        byVolatility = Math.mulDiv(value, loanToValue(), WAD) / _cashUnit;
    }

    function limit(address account) public view returns (uint256) {
        (uint256 byMargin, uint256 byVolatility) = limits(account);
        return Math.min(byMargin, byVolatility);
    }

    function _check(address account) private view {
        uint256 owed = debt[account];
        if (owed == 0) return;
        uint256 most = limit(account);
        if (owed > most) revert AboveLimit(owed, most);
    }

    function _portfolio(address account) private view returns (IMargin.Holding[] memory held) {
        uint256 kinds;
        for (uint256 i = 0; i < _assets.length; i++) {
            if (collateral[account][_assets[i]] != 0) kinds++;
        }
        held = new IMargin.Holding[](kinds);
        for (uint256 i = _assets.length; i > 0; i--) {
            uint8 asset = _assets[i - 1];
            uint256 amount = collateral[account][asset];
            if (amount != 0) held[--kinds] = IMargin.Holding(asset, amount * _unitOf[asset]);
        }
    }

    function _assess(int256 usd, IMargin.Holding[] memory held) private view returns (IMargin.Verdict memory verdict) {
        (verdict,) = margin.assess(usd, held, new IMargin.Leg[](0));
    }

    function _unit(address token) private view returns (uint256) {
        uint8 decimals = IERC20Metadata(token).decimals();
        if (decimals > 18) revert TooManyDecimals(decimals);
        return 10 ** (18 - decimals);
    }
}
