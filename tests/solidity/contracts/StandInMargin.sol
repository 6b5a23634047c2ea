// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

interface IPriced {
    function status(uint8 asset) external view returns (uint256, uint8, uint8, uint64);
}

/// A margin that can be worked out by hand: a fifth of what is exposed in each asset, collateral and positions netted with
/// an option counting as its intrinsic value and, where it has one, in full. Maintenance margin is half of it. It is its
/// own terms, of version 1.
contract StandInMargin {
    struct Holding {
        uint8 asset;
        uint256 amount;
    }

    struct Leg {
        uint8 asset;
        uint8 kind;
        int256 size;
        uint256 strike;
        uint64 expiry;
    }

    struct Portfolio {
        int256 cash;
        Holding[] collateral;
        Leg[] legs;
    }

    struct Verdict {
        int256 equity;
        uint256 initialMargin;
        uint256 maintenanceMargin;
        uint256 bufferMargin;
        uint256 health;
        uint16 notLive;
    }

    IPriced private immutable _oracle;

    constructor(IPriced oracle_) {
        _oracle = oracle_;
    }

    function terms() external view returns (address) {
        return address(this);
    }

    function newest() external pure returns (uint32) {
        return 1;
    }

    function assessMany(uint32, bool, Portfolio[] calldata portfolios) external view returns (Verdict[] memory verdicts) {
        verdicts = new Verdict[](portfolios.length);
        for (uint256 i = 0; i < portfolios.length; i++) verdicts[i] = _judge(portfolios[i]);
    }

    function assess(int256 cash, Holding[] calldata collateral, Leg[] calldata legs)
        external
        view
        returns (Verdict memory, int256[] memory)
    {
        return (_judge(Portfolio(cash, collateral, legs)), new int256[](0));
    }

    function _judge(Portfolio memory portfolio) private view returns (Verdict memory verdict) {
        int256[16] memory exposed;
        verdict.equity = portfolio.cash;
        for (uint256 i = 0; i < portfolio.collateral.length; i++) {
            Holding memory held = portfolio.collateral[i];
            int256 worth = int256(held.amount) * _price(held.asset, verdict) / 1e18;
            verdict.equity += worth;
            exposed[held.asset] += worth;
        }
        for (uint256 i = 0; i < portfolio.legs.length; i++) {
            Leg memory leg = portfolio.legs[i];
            int256 price = _price(leg.asset, verdict);
            int256 unit = price;
            if (leg.kind == 1 || leg.kind == 3) unit = price - int256(leg.strike);
            if (leg.kind == 2 || leg.kind == 4) unit = int256(leg.strike) - price;
            if (unit <= 0) continue;
            verdict.equity += leg.size * unit / 1e18;
            int256 moves = leg.size * price / 1e18;
            exposed[leg.asset] += leg.kind == 2 || leg.kind == 4 ? -moves : moves;
        }
        for (uint256 i = 0; i < 16; i++) {
            verdict.initialMargin += uint256(exposed[i] < 0 ? -exposed[i] : exposed[i]) / 5;
        }
        verdict.maintenanceMargin = verdict.initialMargin / 2;
        verdict.bufferMargin = verdict.initialMargin;
        verdict.health = type(uint256).max;
    }

    function _price(uint8 asset, Verdict memory verdict) private view returns (int256) {
        (uint256 price, uint8 state,,) = _oracle.status(asset);
        if (state != 0) verdict.notLive |= uint16(1 << asset);
        return int256(price);
    }
}
