// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

import {MockToken} from "./MockToken.sol";

/// A token that can be odd in every way that tokens are. Its storage begins as that of MockToken.
contract OddToken is MockToken {
    /// What `transfer` and `transferFrom` do besides moving tokens.
    enum Manner {
        Plain,
        ReturnsNothing,
        FalseWithoutMoving,
        FalseAfterMoving,
        DirtyTrue,
        SixtyFourBytes,
        ThirtyOneBytes,
        ReturnsMuch,
        RevertsMuch,
        RevertsEmpty,
        TakesFee,
        BurnsGas,
        RevertsOnZero
    }

    Manner public manner;
    mapping(address => bool) public blocked;

    error Blocked(address account);
    error Zero();

    constructor(string memory name_, string memory symbol_, uint8 decimals_) MockToken(name_, symbol_, decimals_) {}

    function setManner(Manner manner_) external {
        manner = manner_;
    }

    /// Nothing moves to or from a blocked account any more.
    function setBlocked(address account, bool blocked_) external {
        blocked[account] = blocked_;
    }

    function transfer(address to, uint256 amount) public override returns (bool) {
        if (_before(amount)) super.transfer(to, amount);
        _answer();
    }

    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        if (_before(amount)) super.transferFrom(from, to, amount);
        _answer();
    }

    function _update(address from, address to, uint256 amount) internal override {
        if (blocked[from]) revert Blocked(from);
        if (blocked[to]) revert Blocked(to);
        if (manner == Manner.TakesFee && from != address(0) && to != address(0)) {
            uint256 fee = (amount + 99) / 100;
            super._update(from, address(0), fee);
            amount -= fee;
        }
        super._update(from, to, amount);
    }

    /// Whether tokens move.
    function _before(uint256 amount) private view returns (bool) {
        if (manner == Manner.RevertsOnZero && amount == 0) revert Zero();
        if (manner == Manner.RevertsEmpty) {
            assembly {
                revert(0, 0)
            }
        }
        if (manner == Manner.RevertsMuch) {
            assembly {
                revert(0, 100000)
            }
        }
        if (manner == Manner.BurnsGas) {
            assembly {
                invalid()
            }
        }
        return manner != Manner.FalseWithoutMoving;
    }

    /// Ends the call: nobody gets here but from outside.
    function _answer() private view {
        Manner manner_ = manner;
        uint256 word = 1;
        uint256 length = 32;
        if (manner_ == Manner.ReturnsNothing) length = 0;
        else if (manner_ == Manner.FalseWithoutMoving || manner_ == Manner.FalseAfterMoving) word = 0;
        else if (manner_ == Manner.DirtyTrue) word = 2;
        else if (manner_ == Manner.SixtyFourBytes) length = 64;
        else if (manner_ == Manner.ThirtyOneBytes) length = 31;
        else if (manner_ == Manner.ReturnsMuch) length = 100000;
        assembly {
            mstore(0, word)
            return(0, length)
        }
    }
}
