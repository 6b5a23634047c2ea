// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";

/// The normal distribution, for the benchmarks: no published package under a permissive licence has one.
library Normal {
    /// Phi(x) of a WAD value, in WAD, within 2e-15. The formula of `fixed::lane::normal`:
    /// `e^(-x^2/2) Q(4 / (4 + x))` with a polynomial of degree 12, which costs less here than the two branches of a
    /// rational approximation as exact as this.
    function cdf(int256 x) internal pure returns (uint256 p) {
        unchecked {
            uint256 z = uint256(x < 0 ? -x : x);
            if (z < 9e18) {
                p = uint256(FixedPointMathLib.expWad(-int256(z * z / 2e18)));
                assembly ("memory-safe") {
                    let t := div(73786976294838206464000000000000000000, add(4000000000000000000, z))
                    let q := 24868721775302738
                    q := sub(sar(64, mul(q, t)), 246756566998278360)
                    q := add(sar(64, mul(q, t)), 1065188117529922746)
                    q := sub(sar(64, mul(q, t)), 2585540888291436097)
                    q := add(sar(64, mul(q, t)), 3867798641011560367)
                    q := sub(sar(64, mul(q, t)), 3895213445967095812)
                    q := add(sar(64, mul(q, t)), 3004827691686104198)
                    q := sub(sar(64, mul(q, t)), 1412431264523854965)
                    q := add(sar(64, mul(q, t)), 795126033118306180)
                    q := add(sar(64, mul(q, t)), 46922068083714375)
                    q := add(sar(64, mul(q, t)), 261556484986002584)
                    q := add(sar(64, mul(q, t)), 226389327859285505)
                    q := add(sar(64, mul(q, t)), 186584337314717)
                    p := shr(61, mul(p, q))
                }
            }
            if (x >= 0) p = 1e18 - p;
        }
    }
}
