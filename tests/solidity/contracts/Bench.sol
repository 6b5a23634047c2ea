// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {Normal} from "./Normal.sol";

/// What functions cost on the EVM: each in a loop of its own over x, x + step, x + 2 step, ..., with the gas of the
/// loop and the sum of the results. `nothing` is the loop by itself.
contract Bench {
    function nothing(uint256 times, uint256 x, uint256 step) external view returns (uint256 spent, uint256 sum) {
        unchecked {
            uint256 left = gasleft();
            for (; times != 0; --times) {
                sum += x;
                x += step;
            }
            spent = left - gasleft();
        }
    }

    function ln(uint256 times, uint256 x, uint256 step) external view returns (uint256 spent, uint256 sum) {
        unchecked {
            uint256 left = gasleft();
            for (; times != 0; --times) {
                sum += uint256(FixedPointMathLib.lnWad(int256(x)));
                x += step;
            }
            spent = left - gasleft();
        }
    }

    function exp(uint256 times, uint256 x, uint256 step) external view returns (uint256 spent, uint256 sum) {
        unchecked {
            uint256 left = gasleft();
            for (; times != 0; --times) {
                sum += uint256(FixedPointMathLib.expWad(int256(x)));
                x += step;
            }
            spent = left - gasleft();
        }
    }

    function sqrt(uint256 times, uint256 x, uint256 step) external view returns (uint256 spent, uint256 sum) {
        unchecked {
            uint256 left = gasleft();
            for (; times != 0; --times) {
                sum += FixedPointMathLib.sqrt(x);
                x += step;
            }
            spent = left - gasleft();
        }
    }

    function sqrtWad(uint256 times, uint256 x, uint256 step) external view returns (uint256 spent, uint256 sum) {
        unchecked {
            uint256 left = gasleft();
            for (; times != 0; --times) {
                sum += FixedPointMathLib.sqrtWad(x);
                x += step;
            }
            spent = left - gasleft();
        }
    }

    function normal(uint256 times, uint256 x, uint256 step) external view returns (uint256 spent, uint256 sum) {
        unchecked {
            uint256 left = gasleft();
            for (; times != 0; --times) {
                sum += Normal.cdf(int256(x));
                x += step;
            }
            spent = left - gasleft();
        }
    }

    function mulDiv(uint256 times, uint256 x, uint256 step, uint256 y, uint256 d)
        external
        view
        returns (uint256 spent, uint256 sum)
    {
        unchecked {
            uint256 left = gasleft();
            for (; times != 0; --times) {
                sum += FixedPointMathLib.fullMulDiv(x, y, d);
                x += step;
            }
            spent = left - gasleft();
        }
    }
}
