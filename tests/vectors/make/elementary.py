"""ln, log2, sqrt, exp, 2^x, the normal functions, erfc, the arc tangent and powers in three formats.

Points: ends of the domain, powers of two and the root of two with their neighbours, borders of the quarter steps of an
exponent, borders of common rational approximations, and arguments whose value lies next to an integer or next to a tie.
"""
import random

import math

from mpmath import mp, mpf
from scipy import special, stats

from distributions import density, probability, quantile
from number import decimal, floor, nearest, write

FORMATS = [("fixed_point_wad.json", 10**18, 2**255 - 1, 140), ("fixed_point_q64.json", 2**64, 2**127 - 1, 60), ("fixed_point_q96.json", 2**96, 2**255 - 1, 44)]


def peer(f, x, x2):
    """Double precision, or None where a double cannot hold the argument."""
    x = float(x)
    try:
        return {"ln": lambda: math.log(x), "log2": lambda: math.log2(x), "sqrt": lambda: math.sqrt(x), "exp": lambda: math.exp(x), "exp2": lambda: 2.0**x, "norm_pdf": lambda: stats.norm.pdf(x),
                "norm_cdf": lambda: special.ndtr(x), "erfc": lambda: special.erfc(x), "atan": lambda: math.atan(x), "norm_inv": lambda: special.ndtri(x), "pow": lambda: x ** float(x2)}[f]()
    except (OverflowError, ValueError):
        return None


def spread(rng, low, high):
    """Even in the logarithm."""
    return int(mp.exp(mpf(rng.random()) * mp.log(mpf(high) / low)) * low)


def around(points, low, high):
    """Each point and its neighbours, inside the domain, without repetition."""
    near = (point + step for point in points for step in (-1, 0, 1))
    return list(dict.fromkeys(point for point in near if low <= point <= high))


def hard(rng, one, value, draw, count):
    """Of forty times as many draws, those whose value is nearest to a tie or to an integer."""
    def distance(x):
        with mp.workdps(100):
            part = value(mpf(x) / one) * one
            part = abs(part - mp.floor(part) - mpf(1) / 2)
            return min(part, mpf(1) / 2 - part)
    return sorted((draw() for _ in range(40 * count)), key=distance)[:count]


def points(rng, one, top, count):
    """Arguments of each function."""
    up = lambda low, high: lambda: spread(rng, low, high)
    even = lambda low, high: lambda: rng.randrange(low, high)
    pick = lambda listed, low, high: rng.sample(listed, min(len(listed), count * 2 // 3)) + [low, high]
    bits = top.bit_length()
    powers = [2**bit for bit in range(1, bits, 3)] + [int(mp.sqrt(2) * mpf(2) ** bit) for bit in range(4, bits - 1, 7)]
    powers += [one, one // 3, one * 7, one * 1000]
    logarithm = around(powers, 1, top)
    for name, value in (("ln", mp.log), ("log2", lambda x: mp.log(x, 2)), ("sqrt", mp.sqrt)):
        chosen = pick(logarithm, 1, top) + hard(rng, one, value, up(one // 1000 + 1, one * 1000), count // 8)
        yield name, value, chosen, up(1, top)
    for name, value, step in (("exp", mp.exp, mp.log(2)), ("exp2", lambda x: mpf(2) ** x, mpf(1))):
        low, high = int(mp.ceil(-mp.log(mpf(4) * one) / mp.log(2) * step * one)), int(mp.floor(mp.log(mpf(top) / one) / mp.log(2) * step * one))
        quarters = around([int(step * one * quarter / 4) for quarter in range(-120, 121)] + [int(step * one / 2**k) for k in range(1, 40)], low, high)
        yield name, value, pick(quarters, low, high) + hard(rng, one, value, even(-4 * one, 4 * one), count // 8), even(low, high)
    whole = around([sign * one * part // 16 for sign in (1, -1) for part in (0, 1, 8, 16, 23, 27, 31, 40, 48, 90, 120, 139, 141, 200)] + [int(mpf("1.2247") * one), 707106781 * one // 10**9], -40 * one, 40 * one)
    for name, value in (("norm_pdf", density), ("norm_cdf", probability)):
        yield name, value, pick(whole, 0, 9 * one) + hard(rng, one, value, even(-6 * one, 6 * one), count // 8), even(-7 * one, 7 * one)
    shares = around([one // 2**k for k in range(1, one.bit_length() - 1, 3)] + [one - one // 2**k for k in range(2, 40, 3)] + [one * k // 40 for k in (1, 2, 3, 4, 20, 37, 38, 39)], 1, one - 1)
    tails = lambda: rng.choice((lambda low: low, lambda low: one - low))(spread(rng, 1, one // 2))
    yield "norm_inv", quantile, pick(shares, 1, one - 1), tails


def later(rng, one, top, count, wide):
    """Arguments of the complementary error function, and of the arc tangent, which is there in WAD only."""
    whole = around([sign * one * part // 16 for sign in (1, -1) for part in (0, 1, 7, 8, 15, 16, 17, 32, 48, 64, 90)] + [one * 46875 // 10**5, one * 5307 // 10**3], -9 * one, 9 * one)
    yield "erfc", mp.erfc, rng.sample(whole, min(len(whole), count * 2 // 3)) + [0, 9 * one] + hard(rng, one, mp.erfc, lambda: rng.randrange(-4 * one, 4 * one), count // 8), lambda: rng.randrange(-6 * one, 6 * one)
    if wide:
        turns = around([sign * one * 2**k // 16 for sign in (1, -1) for k in range(0, 60, 3)] + [0, int((mp.sqrt(2) - 1) * one), int((mp.sqrt(2) + 1) * one)], 1 - 2**127, 2**127 - 1)
        draw = lambda: rng.choice((-1, 1)) * spread(rng, 1, 10**9 * one)
        yield "atan", mp.atan, rng.sample(turns, min(len(turns), count * 2 // 3)) + [1 - 2**127, 2**127 - 1] + hard(rng, one, mp.atan, lambda: rng.randrange(-5 * one, 5 * one), count // 8), draw


def main():
    for place, (name, one, top, count) in enumerate(FORMATS):
        rng = random.Random(71 + place)
        cases = []

        def add(f, x, y, x2=None):
            other = peer(f, mpf(x) / one, x2 and mpf(x2) / one)
            # A double near 1 has lost the small tail; near a zero of the function, the digits of its argument.
            fair = other is not None and 1e-290 < abs(other) < 1e290 and abs(y) > 1e-3 and not (f == "norm_inv" and 2 * x > one)
            assert not fair or abs(float(y) / other - 1) < 1e-8, (f, x, y, other)
            case = {"f": f, "x": str(x)} | ({"x2": str(x2)} if x2 is not None else {})
            # Past the last unit of the format a dozen digits more.
            digits = max(40, len(str(floor(abs(y), one))) + 12)
            cases.append(case | {"y": decimal(y, digits), "y_floor": str(floor(y, one)), "y_nearest": str(nearest(y, one))})

        for f, value, chosen, draw in points(rng, one, top, count):
            while len(chosen) < count:
                chosen.append(draw())
            for x in dict.fromkeys(chosen):
                add(f, x, value(mpf(x) / one))
        grid = [(base * one // 100, one * hours // 24) for base in (80, 90, 94, 97, 99) for hours in (0, 1, 7, 24, 100)] + [(one, 3 * one), (one - 1, one), (one // 2, one + 1), (one // 2, 40 * one)]
        while len(grid) < count:
            grid.append((rng.randrange(one // 2, one), spread(rng, one // 10**5 + 1, 100 * one)))
        for base, exponent in grid[:count]:
            add("pow", base, (mpf(base) / one) ** (mpf(exponent) / one), exponent)
        for f, value, chosen, draw in later(rng, one, top, count, place == 0):
            while len(chosen) < count:
                chosen.append(draw())
            for x in dict.fromkeys(chosen):
                add(f, x, value(mpf(x) / one))
        write(name, "x and y_* are integers of the scale; y is the value", cases, one=str(one))
