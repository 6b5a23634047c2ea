// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {IClearing} from "plimsoll-abi/IClearing.sol";
import {IOracle} from "plimsoll-abi/IOracle.sol";

/// A perpetual future on one asset between two parties: one signs an order, or places it here; the other fills it. The
/// clearing keeps the positions and judges both sides; this contract only decides who trades with whom, and what
/// funding is: the average premium of its trades over the oracle's price, paid over eight hours.
contract PerpetualMarket is EIP712 {
    /// What an owner of an account agrees to.
    struct Order {
        bytes32 account;
        bool buys;
        uint256 size;
        /// The most a buyer pays, the least a seller gets, and what they trade at: USD WAD.
        uint256 price;
        uint256 nonce;
        uint256 deadline;
    }

    error NotOwner(bytes32 account, address caller);
    error NotAgreed(bytes32 order);
    error Expired(uint256 deadline);
    error TooMuch(uint256 size, uint256 left);

    event Placed(bytes32 indexed order, bytes32 indexed account);
    event Filled(bytes32 indexed order, bytes32 indexed taker, uint256 size);
    event Funding(int256 perUnit, int256 premium);

    bytes32 private constant ORDER = keccak256(
        "Order(bytes32 account,bool buys,uint256 size,uint256 price,uint256 nonce,uint256 deadline)"
    );
    /// A premium that stays is paid once in that many seconds.
    int256 public constant FUNDING_PERIOD = 8 hours;
    /// Most of it that counts: a part of the price, WAD.
    int256 public constant MOST_PREMIUM = 0.01e18;

    IClearing public immutable clearing;
    IOracle public immutable oracle;
    uint8 public immutable asset;

    mapping(bytes32 => bool) public placed;
    mapping(bytes32 => uint256) public filled;

    /// What the last trade paid over the oracle's price, USD WAD, and how long premiums have lasted: their sum times time.
    int256 public premium;
    int256 private _premiumSeconds;
    uint256 private _since;
    uint256 private _fundedAt;

    constructor(IClearing clearing_, IOracle oracle_, uint8 asset_) EIP712("Plimsoll perpetual", "1") {
        (clearing, oracle, asset) = (clearing_, oracle_, asset_);
        (_since, _fundedAt) = (block.timestamp, block.timestamp);
    }

    /// What the owner of the order's account signs.
    function digest(Order calldata order) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(ORDER, order)));
    }

    /// Agrees without a signature.
    function place(Order calldata order) external {
        _requireOwner(order.account, msg.sender);
        bytes32 id = digest(order);
        placed[id] = true;
        emit Placed(id, order.account);
    }

    /// No more of the order is filled.
    function cancel(Order calldata order) external {
        _requireOwner(order.account, msg.sender);
        filled[digest(order)] = order.size;
    }

    /// The owner of `taker` takes the other side of so much of an order that is signed, or placed where the signature is
    /// empty.
    function fill(Order calldata order, bytes calldata signature, bytes32 taker, uint256 size) external {
        _requireOwner(taker, msg.sender);
        if (block.timestamp > order.deadline) revert Expired(order.deadline);
        bytes32 id = digest(order);
        bool agreed = signature.length == 0 ? placed[id] : ECDSA.recover(id, signature) == _ownerOf(order.account);
        if (!agreed) revert NotAgreed(id);
        uint256 left = order.size - filled[id];
        if (size > left) revert TooMuch(size, left);
        filled[id] += size;
        _accumulate();
        premium = _bounded(int256(order.price) - int256(oracle.price(asset)));
        (bytes32 long, bytes32 short) = order.buys ? (order.account, taker) : (taker, order.account);
        emit Filled(id, taker, size);
        clearing.trade(IClearing.Trade(long, short, asset, 0, 0, 0, size, order.price));
    }

    /// Adds the funding since it was last added: longs pay where trades were above the oracle's price. Anybody may call.
    function fund() external returns (int256 perUnit) {
        _accumulate();
        int256 elapsed = int256(block.timestamp - _fundedAt);
        if (elapsed == 0) return 0;
        perUnit = _premiumSeconds / FUNDING_PERIOD;
        (_premiumSeconds, _fundedAt) = (0, block.timestamp);
        emit Funding(perUnit, premium);
        clearing.addFunding(asset, 0, 0, perUnit);
    }

    function _accumulate() private {
        _premiumSeconds += premium * int256(block.timestamp - _since);
        _since = block.timestamp;
    }

    function _bounded(int256 premium_) private view returns (int256) {
        int256 most = int256(oracle.price(asset)) * MOST_PREMIUM / 1e18;
        if (premium_ > most) return most;
        return premium_ < -most ? -most : premium_;
    }

    function _ownerOf(bytes32 account) private pure returns (address) {
        return address(uint160(uint256(account)));
    }

    function _requireOwner(bytes32 account, address caller) private pure {
        if (_ownerOf(account) != caller) revert NotOwner(account, caller);
    }
}
