"""Numbers as the files hold them: integers of a scale, decimals of a stated length, and lists of cases."""
import json
import math
from fractions import Fraction
from pathlib import Path

from mpmath import mp, mpf

WAD = 10**18
# Enough for a value of 2^255 in its last unit and the ties of its rounding.
mp.dps = 120
FOLDER = Path(__file__).resolve().parent.parent / "values"


def real(value):
    """An exact number as one of 120 digits."""
    return mpf(value.numerator) / value.denominator if isinstance(value, Fraction) else mpf(value)


def wad(integer):
    """What an integer of 18 decimals stands for, exactly."""
    return Fraction(integer, WAD)


def decimal(value, digits=40):
    """A decimal string without exponent; below 1e-60 it is 0."""
    if isinstance(value, int):
        return str(value)
    value = real(value)
    if abs(value) < mpf(10) ** -60:
        return "0"
    text = mp.nstr(value, digits, strip_zeros=True, min_fixed=-mp.inf, max_fixed=mp.inf)
    return text.removesuffix(".0")


def floor(value, scale=WAD):
    """The largest integer of that scale that is not above."""
    return math.floor(value * scale) if isinstance(value, Fraction) else int(mp.floor(mpf(value) * scale))


def ceiling(value, scale=WAD):
    """The smallest integer of that scale that is not below."""
    return -floor(-value, scale)


def nearest(value, scale=WAD):
    """The nearest integer of that scale; ties go up."""
    return floor(value + Fraction(1, 2 * scale) if isinstance(value, Fraction) else mpf(value) + mpf(1) / (2 * scale), scale)


def strings(values, digits=40):
    return [decimal(value, digits) for value in values]


def agree(got, peer, bound, what):
    """Holds a value to what an independent package in double precision says."""
    got, peer = float(got), float(peer)
    assert abs(got - peer) <= bound * max(1e-300, abs(peer)), (what, got, peer)


def write(name, says, cases, **more):
    """Writes one file: what it says, whatever the cases share, and a case per line."""
    FOLDER.mkdir(exist_ok=True)
    compact = lambda value: json.dumps(value, separators=(",", ":"))
    parts = [f' "meta":{compact({"description": says})}'] + [f' "{key}":{compact(value)}' for key, value in more.items()]
    parts.append(' "cases":[\n' + ",\n".join(compact(case) for case in cases) + "\n ]")
    text = "{\n" + ",\n".join(parts) + "\n}\n"
    (FOLDER / name).write_text(text)
    print(f"{name:28} {len(cases):6} cases {len(text):8} bytes")
