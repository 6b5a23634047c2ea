// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

import {AggregatorV3Interface} from
    "@chainlink/contracts/src/v0.8/shared/interfaces/AggregatorV3Interface.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

/// A lender with one fixed loan-to-value for all collateral and all weather: debt may be up to 80 % of the
/// collateral's value, and past that anybody may repay it for collateral at a bonus of 5 %. For comparison
/// only: no interest, no caps, no care about its feeds.
contract StaticLtvLender {
    using SafeERC20 for IERC20;

    error NotListed(address token);
    error AboveLoanToValue(uint256 debt, uint256 limit);
    error Healthy(uint256 debt, uint256 limit);

    event Deposited(address indexed account, address indexed token, uint256 amount);
    event Borrowed(address indexed account, uint256 amount, uint256 debt);
    event Repaid(address indexed account, uint256 amount, uint256 debt);
    event Liquidated(
        address indexed account, address indexed token, address indexed buyer, uint256 repaid, uint256 seized
    );

    uint256 public constant LOAN_TO_VALUE_PERCENT = 80;
    uint256 public constant BONUS_PERCENT = 5;

    IERC20 public immutable cash;
    uint256 private immutable _cashUnit;

    address[] public tokens;
    mapping(address => AggregatorV3Interface) public feedOf;
    mapping(address => mapping(address => uint256)) public collateral;
    mapping(address => uint256) public debt;

    constructor(address cash_) {
        cash = IERC20(cash_);
        _cashUnit = 10 ** IERC20Metadata(cash_).decimals();
    }

    function list(address token, address feed) external {
        if (address(feedOf[token]) == address(0)) tokens.push(token);
        feedOf[token] = AggregatorV3Interface(feed);
    }

    function deposit(address token, uint256 amount) external {
        if (address(feedOf[token]) == address(0)) revert NotListed(token);
        collateral[msg.sender][token] += amount;
        emit Deposited(msg.sender, token, amount);
        IERC20(token).safeTransferFrom(msg.sender, address(this), amount);
    }

    function borrow(uint256 amount) external {
        debt[msg.sender] += amount;
        uint256 limit = borrowLimit(msg.sender);
        if (debt[msg.sender] > limit) revert AboveLoanToValue(debt[msg.sender], limit);
        emit Borrowed(msg.sender, amount, debt[msg.sender]);
        cash.safeTransfer(msg.sender, amount);
    }

    function repay(address account, uint256 amount) external {
        if (amount > debt[account]) amount = debt[account];
        debt[account] -= amount;
        emit Repaid(account, amount, debt[account]);
        cash.safeTransferFrom(msg.sender, address(this), amount);
    }

    /// Repays up to `amount` of the account's debt for collateral worth 5 % more.
    function liquidate(address account, address token, uint256 amount)
        external
        returns (uint256 repaid, uint256 seized)
    {
        uint256 limit = borrowLimit(account);
        if (debt[account] <= limit) revert Healthy(debt[account], limit);
        repaid = amount < debt[account] ? amount : debt[account];
        uint256 unitPrice = valueOf(token, 1e18);
        seized = repaid * (100 + BONUS_PERCENT) / 100 * 1e18 / unitPrice;
        if (seized > collateral[account][token]) {
            seized = collateral[account][token];
            repaid = seized * unitPrice / 1e18 * 100 / (100 + BONUS_PERCENT);
        }
        debt[account] -= repaid;
        collateral[account][token] -= seized;
        emit Liquidated(account, token, msg.sender, repaid, seized);
        cash.safeTransferFrom(msg.sender, address(this), repaid);
        IERC20(token).safeTransfer(msg.sender, seized);
    }

    /// Value of `amount` of the token in units of cash. For a price of 18-decimal precision ask for 1e18.
    function valueOf(address token, uint256 amount) public view returns (uint256) {
        AggregatorV3Interface feed = feedOf[token];
        (, int256 answer,,,) = feed.latestRoundData();
        uint256 scale = 10 ** (uint256(feed.decimals()) + IERC20Metadata(token).decimals());
        return amount * uint256(answer) * _cashUnit / scale;
    }

    function collateralValue(address account) public view returns (uint256 value) {
        for (uint256 i = 0; i < tokens.length; i++) {
            value += valueOf(tokens[i], collateral[account][tokens[i]]);
        }
    }

    /// Debt that the account may have, in units of cash.
    function borrowLimit(address account) public view returns (uint256) {
        return collateralValue(account) * LOAN_TO_VALUE_PERCENT / 100;
    }
}
