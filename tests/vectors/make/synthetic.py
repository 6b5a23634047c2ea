"""Prices that no market made: GARCH variance, Student-t residuals, jumps, a common factor. Seeded.

Prices are rounded to few decimals, so that the last bits of a platform's mathematics do not show.
"""
import datetime
import math
import random
from fractions import Fraction

from mpmath import mp, mpf

from number import WAD, nearest


def student(rng, nu):
    """Of unit variance."""
    square = sum(rng.gauss(0, 1) ** 2 for _ in range(nu))
    return rng.gauss(0, 1) / math.sqrt(square / nu) * math.sqrt((nu - 2) / nu)


def prices(seed, steps, starts, daily=0.04, days=1.0, nu=5, tie=0.75, jump=0.01, decimals=2):
    """`steps + 1` prices of each asset as decimal strings, `days` apart, correlated by about `tie` squared."""
    rng = random.Random(seed)
    paths = [[start] for start in starts]
    level = daily * daily * days
    variance, past = level, 0.0
    for _ in range(steps):
        variance = 0.04 * level + 0.10 * past * past + 0.86 * variance
        common = student(rng, nu)
        shock = rng.choice((-1, 1)) * rng.uniform(3, 8) if rng.random() < jump else 0.0
        past = math.sqrt(variance) * (common + shock)
        for place, path in enumerate(paths):
            own = tie * (common + shock) + math.sqrt(1 - tie * tie) * student(rng, nu)
            path.append(path[-1] * math.exp(math.sqrt(variance) * own * (1 + 0.3 * place)))
    return [[f"{price:.{decimals}f}" for price in path] for path in paths]


def log_returns(path):
    """To the nearest 1e-18."""
    return [nearest(mp.log(mpf(after) / mpf(before))) for before, after in zip(path, path[1:])]


def dates(count, first="2031-01-01"):
    """That many days in a row."""
    start = datetime.date.fromisoformat(first)
    return [(start + datetime.timedelta(days=day)).isoformat() for day in range(count)]


def mean_square(returns):
    """Mean of squared returns, cut to a whole number of 1e-36."""
    return Fraction(sum(value * value for value in returns) // len(returns), WAD * WAD)
