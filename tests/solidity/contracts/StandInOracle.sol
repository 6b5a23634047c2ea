// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

/// What a feed reads of the oracle and of its depth desk, saying what it is told to say.
contract StandInOracle {
    struct DepthInfo {
        address source;
        uint8 kind;
        uint32 heartbeat;
        uint8 decimals;
        uint256 base;
        uint256 depth;
        uint256 maintenanceDepth;
        uint256 latest;
        uint256 median;
        uint64 measuredAt;
        uint64 askedAt;
    }

    error UnknownAsset(uint8 asset);

    struct Status {
        uint256 price;
        uint8 state;
        uint8 gate;
        uint64 updatedAt;
    }

    mapping(uint8 => Status) private _status;
    mapping(uint8 => uint256) private _volatility;
    mapping(uint8 => uint256) private _slowVolatility;
    mapping(uint8 => uint256) private _depth;
    mapping(uint8 => uint64) private _measuredAt;

    address public depthDesk;
    uint256 public index;
    uint64 public sampledAt;
    uint64 public dueAt;

    function setStatus(uint8 asset, uint256 price, uint8 state, uint64 updatedAt) external {
        _status[asset] = Status(price, state, 0, updatedAt);
    }

    function setVolatilities(uint8 asset, uint256 fast, uint256 slow) external {
        (_volatility[asset], _slowVolatility[asset]) = (fast, slow);
    }

    function setDepth(uint8 asset, uint256 depth_, uint64 measuredAt) external {
        (_depth[asset], _measuredAt[asset], depthDesk) = (depth_, measuredAt, address(this));
    }

    function setSample(uint256 index_, uint64 sampledAt_, uint64 dueAt_) external {
        (index, sampledAt, dueAt) = (index_, sampledAt_, dueAt_);
    }

    function status(uint8 asset) external view returns (uint256 price, uint8 state, uint8 gate, uint64 updatedAt) {
        Status memory said = _status[asset];
        if (said.updatedAt == 0) revert UnknownAsset(asset);
        return (said.price, said.state, said.gate, said.updatedAt);
    }

    function volatility(uint8 asset) external view returns (uint256) {
        return _volatility[asset];
    }

    function slowVolatility(uint8 asset) external view returns (uint256) {
        return _slowVolatility[asset];
    }

    function depth(uint8 asset) external view returns (uint256) {
        return _depth[asset];
    }

    function info(uint8 asset) external view returns (DepthInfo memory known) {
        // The time by which the source was asked in vain is not that of the snapshot.
        (known.measuredAt, known.askedAt) = (_measuredAt[asset], uint64(block.timestamp));
    }
}
