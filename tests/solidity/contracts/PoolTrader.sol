// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

import {IUniswapV3Pool} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Pool.sol";
import {MockToken} from "./MockToken.sol";

/// Provides liquidity to pools and trades with them, in tokens that anybody may mint; and asks others while the
/// pool is where it put it. For tests only.
contract PoolTrader {
    /// What is called while the pool waits for the tokens of a swap.
    address private _target;
    bytes private _data;
    /// How that call ended, and with what.
    bool public succeeded;
    bytes public answer;

    function mint(IUniswapV3Pool pool, int24 lower, int24 upper, uint128 liquidity) public {
        pool.mint(address(this), lower, upper, liquidity, "");
    }

    function burn(IUniswapV3Pool pool, int24 lower, int24 upper, uint128 liquidity) public {
        pool.burn(lower, upper, liquidity);
    }

    /// Positive amounts are paid, negative ones received.
    function swap(IUniswapV3Pool pool, bool zeroForOne, int256 amount, uint160 limit)
        public
        returns (int256, int256)
    {
        return pool.swap(address(this), zeroForOne, amount, limit, "");
    }

    /// Moves the price to `limit`, calls, and moves it back: one transaction.
    function flash(IUniswapV3Pool pool, uint160 limit, address target, bytes calldata data) external {
        (uint160 before,,,,,,) = pool.slot0();
        swap(pool, limit < before, type(int128).max, limit);
        _call(target, data);
        swap(pool, limit > before, type(int128).max, before);
    }

    /// Provides liquidity, calls, and takes it back: one transaction.
    function justInTime(
        IUniswapV3Pool pool,
        int24 lower,
        int24 upper,
        uint128 liquidity,
        address target,
        bytes calldata data
    ) external {
        mint(pool, lower, upper, liquidity);
        _call(target, data);
        burn(pool, lower, upper, liquidity);
    }

    /// Calls while the pool waits for what it is owed.
    function within(IUniswapV3Pool pool, uint160 limit, address target, bytes calldata data) external {
        (_target, _data) = (target, data);
        (uint160 before,,,,,,) = pool.slot0();
        swap(pool, limit < before, type(int128).max, limit);
        _target = address(0);
    }

    function uniswapV3MintCallback(uint256 owed0, uint256 owed1, bytes calldata) external {
        _pay(owed0, owed1);
    }

    function uniswapV3SwapCallback(int256 owed0, int256 owed1, bytes calldata) external {
        if (_target != address(0)) (succeeded, answer) = _target.call(_data);
        _pay(owed0 > 0 ? uint256(owed0) : 0, owed1 > 0 ? uint256(owed1) : 0);
    }

    function _pay(uint256 owed0, uint256 owed1) private {
        IUniswapV3Pool pool = IUniswapV3Pool(msg.sender);
        MockToken(pool.token0()).mint(msg.sender, owed0);
        MockToken(pool.token1()).mint(msg.sender, owed1);
    }

    function _call(address target, bytes calldata data) private {
        (succeeded, answer) = target.call(data);
    }
}
