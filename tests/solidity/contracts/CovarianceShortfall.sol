// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";

/// Expected Shortfall by covariance, as `risk::parametric::twin::twin_loss_up` computes it, as cheap as the EVM
/// allows: the triangle is walked once, every other term is taken twice, one root for each deviation, no check of a
/// sum. Exposures up to 1e27 (a billion USD) and daily variances up to 1 cannot overflow.
contract CovarianceShortfall {
    struct Terms {
        uint256 horizon;
        uint256 factor;
        uint256 multiplier;
        uint256 correlationStress;
        uint256 sigmaFloor;
    }

    uint256 private constant WAD = 1e18;

    /// Loss in USD WAD and the gas of the arithmetic. `triangle`: lower triangle of the daily covariance, row by row, scale
    /// 1e-36; `exposures`: USD WAD.
    function lossUp(int256[] memory triangle, int256[] memory exposures, Terms memory terms)
        external
        view
        returns (uint256 spent, uint256 loss)
    {
        spent = gasleft();
        loss = _lossUp(triangle, exposures, terms);
        unchecked {
            spent -= gasleft();
        }
    }

    function _lossUp(int256[] memory triangle, int256[] memory exposures, Terms memory terms)
        private
        pure
        returns (uint256 loss)
    {
        unchecked {
            (uint256 deviation, uint256 together, uint256 squares, uint256 gross) = _sums(triangle, exposures);
            deviation = _rootUp(deviation);
            uint256 worst = FixedPointMathLib.max(together, _rootUp(squares));
            if (worst > deviation) deviation += _mulWadUp(terms.correlationStress, worst - deviation);
            deviation = FixedPointMathLib.max(deviation, _mulWadUp(terms.sigmaFloor, gross));
            uint256 daysAhead = (terms.horizon * WAD + 86_399) / 86_400;
            loss = _rootUp(_mulWadUp(deviation * deviation, daysAhead));
            loss = _mulWadUp(_mulWadUp(loss, terms.factor), terms.multiplier);
        }
    }

    /// `w' S w` (up), `|sum w sigma|` (up), `sum (w sigma)^2` and `sum |w| sigma`.
    function _sums(int256[] memory triangle, int256[] memory exposures)
        private
        pure
        returns (uint256 variance, uint256 together, uint256 squares, uint256 gross)
    {
        unchecked {
            // The sums of swings, from above and from below, of longs less shorts and the other way round.
            int256 long;
            int256 short;
            uint256 entry;
            uint256 first;
            assembly ("memory-safe") {
                entry := add(triangle, 32)
                first := add(exposures, 32)
            }
            uint256 end = first + 32 * exposures.length;
            for (uint256 place = first; place != end; place += 32) {
                int256 exposure;
                uint256 own;
                assembly ("memory-safe") {
                    let row := 0
                    for { let other := first } lt(other, place) { other := add(other, 32) } {
                        row := add(row, mul(mload(entry), mload(other)))
                        entry := add(entry, 32)
                    }
                    exposure := mload(place)
                    own := mload(entry)
                    entry := add(entry, 32)
                    row := sdiv(add(shl(1, row), mul(own, exposure)), 1000000000000000000)
                    variance := add(variance, mul(row, exposure))
                }
                uint256 below = FixedPointMathLib.sqrt(own);
                uint256 size = uint256(exposure < 0 ? -exposure : exposure);
                uint256 above;
                assembly ("memory-safe") {
                    above := add(below, lt(mul(below, below), own))
                    above := mul(above, size)
                    above := div(add(above, 999999999999999999), 1000000000000000000)
                    below := div(mul(below, size), 1000000000000000000)
                    gross := add(gross, above)
                    squares := add(squares, mul(above, above))
                    switch slt(exposure, 0)
                    case 0 {
                        long := add(long, above)
                        short := sub(short, below)
                    }
                    default {
                        short := add(short, above)
                        long := sub(long, below)
                    }
                }
            }
            together = uint256(long > short ? long : short);
            if (int256(together) < 0) together = 0;
            // What the truncations above may have lost.
            variance = uint256(int256(variance) / 1e18) + 2 + exposures.length;
        }
    }

    function _mulWadUp(uint256 x, uint256 y) private pure returns (uint256 z) {
        assembly ("memory-safe") {
            z := div(add(mul(x, y), 999999999999999999), 1000000000000000000)
        }
    }

    function _rootUp(uint256 x) private pure returns (uint256 z) {
        z = FixedPointMathLib.sqrt(x);
        assembly ("memory-safe") {
            z := add(z, lt(mul(z, z), x))
        }
    }
}
