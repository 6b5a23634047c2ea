// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

import {MockToken} from "./MockToken.sol";
import {ERC20, ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";

/// A token with signed allowances (EIP-2612).
contract PermitToken is MockToken, ERC20Permit {
    constructor(uint8 decimals_) MockToken("Permit", "PERMIT", decimals_) ERC20Permit("Permit") {}

    function decimals() public view override(ERC20, MockToken) returns (uint8) {
        return MockToken.decimals();
    }
}
