"""Historical simulation, plain and filtered: quantiles, Expected Shortfall and its Euler parts."""
import math
from fractions import Fraction

import numpy
from mpmath import mp, mpf

from number import decimal, nearest, real, strings, wad, write
from synthetic import dates, log_returns, mean_square, prices

CONFIDENCES = ["0.95", "0.975", "0.99", "0.995"]
NAMES = ["one", "two", "three"]
PORTFOLIOS = [[70_000, 40_000, 12_500], [-90_000, 85_000, 15_000], [25_000, -60_000, -1], [0, 0, 3]]


def judge(parts, confidence):
    """Statistics of the losses that are the sums over assets of `parts[asset][scenario]`."""
    losses = [sum(column) for column in zip(*parts)]
    count = len(losses)
    share = 1 - Fraction(confidence)
    tail = count * share
    whole = math.floor(tail)
    order = sorted(range(count), key=lambda scenario: (-losses[scenario], scenario))
    exact = isinstance(losses[0], Fraction)
    number = (lambda value: value) if exact else real
    # Weight of each scenario in the tail: whole ones, a part of the next, none.
    weights = [number(min(Fraction(1), max(Fraction(0), tail - rank))) / number(tail) for rank in range(whole + 1)]
    mean = lambda values: sum(weight * values[scenario] for weight, scenario in zip(weights, order))
    place = Fraction(confidence) * (count - 1)
    low, part = math.floor(place), number(place - math.floor(place))
    rising = [losses[scenario] for scenario in reversed(order)]
    top = max(1, whole)
    found = {"var_inv_cdf": losses[order[whole]], "var_upper": losses[order[max(1, math.ceil(tail)) - 1]], "var_linear": rising[low] + (rising[min(low + 1, count - 1)] - rising[low]) * part,
             "es": mean(losses), "es_upper": sum(losses[scenario] for scenario in order[:top]) / top}
    double = numpy.array([float(loss) for loss in losses])
    near = 1e-9 * max(1.0, numpy.abs(double).max())
    assert abs(numpy.quantile(double, float(confidence)) - float(found["var_linear"])) < near
    assert abs(numpy.quantile(double, float(confidence), method="higher") - float(found["var_linear"])) < numpy.ptp(double)
    # Rockafellar and Uryasev: the least over v of v + E[(L - v)+] / share, which a loss attains.
    least = min(value + numpy.maximum(double - value, 0).mean() / float(share) for value in double)
    assert abs(least - float(found["es"])) < near
    return {"conf": confidence, "m": str(tail)} | {key: decimal(value) for key, value in found.items()} | {"component_es": [decimal(mean(part)) for part in parts]}


def exposures(portfolio):
    return [str(value * 10**18) for value in portfolio]


def historical():
    cases, shared = [], {}
    for seed, count in ((31, 97), (32, 250), (33, 256), (34, 500)):
        paths, day = prices(seed, count, [27000.0, 1900.0, 7.0], decimals=4), dates(count + 1)[-1]
        returns = [[nearest(Fraction(after) / Fraction(before) - 1) for before, after in zip(path, path[1:])] for path in paths]
        shared[f"{day}/{count}"] = [list(map(str, row)) for row in returns]
        for portfolio in PORTFOLIOS[: 2 if count == 500 else 4]:
            parts = [[-weight * wad(value) for value in row] for weight, row in zip(portfolio, returns)]
            cases.append({"as_of": day, "N": count, "assets": NAMES, "exposure_wad": exposures(portfolio), "returns_ref": f"{day}/{count}", "results": [judge(parts, confidence) for confidence in CONFIDENCES]})
    write("historical_var_es.json", "loss = -sum of exposure times simple return; m = N (1 - conf)", cases, returns_wad=shared)


def filtered():
    cases, shared, burn = [], {}, 40
    for seed, count, lambda_ in ((35, 120, "0.95"), (36, 250, "0.94"), (37, 256, "0.97")):
        paths, day, weight = prices(seed, count + burn, [27000.0, 1900.0, 7.0], decimals=4), dates(count + burn + 1)[-1], mpf(lambda_)
        returns = [log_returns(path) for path in paths]
        shared[f"{day}/{count + burn}"] = [list(map(str, row)) for row in returns]
        starts, residuals, sigmas = [], [], []
        for row in returns:
            starts.append(mean_square(row[:burn]))
            variance, standardised = real(starts[-1]), []
            for value in row:
                value = real(wad(value))
                standardised.append(value / mp.sqrt(variance))
                variance = weight * variance + (1 - weight) * value * value
            residuals.append(standardised[burn:])
            sigmas.append(mp.sqrt(variance))
        moves = [[mp.exp(residual * sigma) - 1 for residual in row] for row, sigma in zip(residuals, sigmas)]
        for place, portfolio in enumerate(PORTFOLIOS[:3]):
            parts = [[-mpf(size) * move for move in row] for size, row in zip(portfolio, moves)]
            case = {"as_of": day, "N": count, "lambda": lambda_, "burn": burn, "assets": NAMES, "exposure_wad": exposures(portfolio), "init_var": strings(starts, 50), "returns_ref": f"{day}/{count + burn}",
                    "sigma_next": strings(sigmas), "z_first5": [strings(row[:5], 30) for row in residuals], "z_last5": [strings(row[-5:], 30) for row in residuals],
                    "z_mean": [decimal(sum(row) / count, 30) for row in residuals], "z_second_moment": [decimal(sum(z * z for z in row) / count, 30) for row in residuals],
                    "results": [judge(parts, confidence) for confidence in CONFIDENCES]}
            if place == 0 and count == 120:
                case["losses"] = strings([sum(column) for column in zip(*parts)], 30)
            cases.append(case)
    write("fhs_var_es.json", "z = r / sigma with sigma known before r; scenario return = exp(z sigma_next) - 1; the first `burn` returns only warm the filter", cases, returns_wad=shared)


def main():
    historical()
    filtered()
