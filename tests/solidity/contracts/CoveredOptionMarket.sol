// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

import {IClearing} from "plimsoll-abi/IClearing.sol";
import {IMargin} from "plimsoll-abi/IMargin.sol";
import {IVault} from "plimsoll-abi/IVault.sol";

/// Calls that their writers cover: whoever writes one has as much of the underlying in the vault, where it stays as
/// collateral of the same account. The buyer's premium is cash at once. At the expiry the clearing pays.
contract CoveredOptionMarket {
    /// What a writer offers.
    struct Offer {
        bytes32 writer;
        uint256 strike;
        uint64 expiry;
        /// For one whole unit, USD WAD.
        uint256 premium;
        /// What is left of it, 18 decimals.
        uint256 size;
    }

    error NotOwner(bytes32 account, address caller);
    error NotCovered(uint256 written, uint256 held);
    error TooMuch(uint256 size, uint256 left);

    event Offered(uint256 indexed id, bytes32 indexed writer, uint256 strike, uint64 expiry, uint256 premium, uint256 size);
    event Bought(uint256 indexed id, bytes32 indexed buyer, uint256 size);

    IClearing public immutable clearing;
    IVault public immutable vault;
    IMargin public immutable margin;
    uint8 public immutable asset;
    uint256 private immutable _scale;

    Offer[] public offers;

    constructor(IClearing clearing_, IVault vault_, IMargin margin_, uint8 asset_, uint8 decimals) {
        (clearing, vault, margin, asset) = (clearing_, vault_, margin_, asset_);
        _scale = 10 ** (18 - decimals);
    }

    /// Offers calls; the owner of the writing account.
    function offer(bytes32 writer, uint256 strike, uint64 expiry, uint256 premium, uint256 size)
        external
        returns (uint256 id)
    {
        _requireOwner(writer);
        id = offers.length;
        offers.push(Offer(writer, strike, expiry, premium, size));
        emit Offered(id, writer, strike, expiry, premium, size);
    }

    /// Takes back what is left of an offer.
    function withdraw(uint256 id) external {
        _requireOwner(offers[id].writer);
        offers[id].size = 0;
    }

    /// Buys; the owner of the buying account. The premium moves from its cash to the writer's in the same transaction.
    function buy(uint256 id, bytes32 buyer, uint256 size) external {
        _requireOwner(buyer);
        Offer storage it = offers[id];
        if (size > it.size) revert TooMuch(size, it.size);
        it.size -= size;
        emit Bought(id, buyer, size);
        clearing.trade(
            IClearing.Trade(buyer, it.writer, asset, 1, it.strike, it.expiry, size, it.premium)
        );
        uint256 written = writtenBy(it.writer);
        uint256 held = vault.collateral(it.writer, asset) * _scale;
        if (written > held) revert NotCovered(written, held);
        bytes32[] memory both = new bytes32[](2);
        (both[0], both[1]) = (buyer, it.writer);
        clearing.settle(both);
    }

    /// Calls that an account has written here and that are not settled, 18 decimals.
    function writtenBy(bytes32 account) public view returns (uint256 written) {
        IClearing.Position[] memory positions = clearing.positionsOf(account);
        for (uint256 i = 0; i < positions.length; i++) {
            IClearing.Position memory position = positions[i];
            if (position.market == address(this) && position.size < 0) written += uint256(-position.size);
        }
    }

    /// Initial margins, `cash` USD (WAD) beside each: of the underlying alone, of it with as many calls written, and of the
    /// calls without it.
    function margins(uint256 size, uint256 strike, uint64 expiry, int256 cash)
        external
        view
        returns (uint256 held, uint256 covered, uint256 naked)
    {
        IMargin.Leg[] memory none = new IMargin.Leg[](0);
        IMargin.Leg[] memory written = new IMargin.Leg[](1);
        written[0] = IMargin.Leg(asset, 1, -int256(size), strike, expiry);
        IMargin.Holding[] memory nothing = new IMargin.Holding[](0);
        IMargin.Holding[] memory underlying = new IMargin.Holding[](1);
        underlying[0] = IMargin.Holding(asset, size);
        held = _initialMargin(cash, underlying, none);
        covered = _initialMargin(cash, underlying, written);
        naked = _initialMargin(cash, nothing, written);
    }

    function _initialMargin(int256 cash, IMargin.Holding[] memory holdings, IMargin.Leg[] memory legs)
        private
        view
        returns (uint256)
    {
        (IMargin.Verdict memory verdict,) = margin.assess(cash, holdings, legs);
        return verdict.initialMargin;
    }

    function _requireOwner(bytes32 account) private view {
        if (address(uint160(uint256(account))) != msg.sender) revert NotOwner(account, msg.sender);
    }
}
