"""True values of ln, log2, exp, 2^x, sqrt and the decay weight, for true_values.json. Needs mpmath.

Besides round arguments there are hard ones: where the mantissa of a logarithm is next to sqrt 2 (the series converges
slowest and the exponent steps) and the true value lies next to a tie, so that one term less changes the rounded result
by more than the bound of the tests; and where the fraction of a power steps from one quarter to the next.
"""
import json
import os
import random

from mpmath import mp, mpf

mp.dps = 110
random.seed(1)
FORMATS = {"wad": 10**18, "q64": 2**64, "q96": 2**96}
# Distance from a tie in ulp: more than the tests allow, less than the error with one term less.
NEAR = (0.03, 0.15)
rows = {name: [] for name in FORMATS}


def add(name, f, x, y, x2=None):
    row = {"f": f, "x": str(x)}
    if x2 is not None:
        row["x2"] = str(x2)
    row["y"] = mp.nstr(y, 60, min_fixed=-mp.inf, max_fixed=mp.inf)
    rows[name].append(row)


def hard(f, name, one, value, limit):
    """Arguments whose mantissa is within 0.1 % of sqrt 2 and whose value is next to a tie."""
    found = 0
    while found < 24:
        bits = random.randrange(one.bit_length() - 20, limit)
        x = int(mp.sqrt(2) * mpf(2) ** bits * (1 + mpf(random.uniform(-0.001, 0.001)))) + random.randrange(1 << max(bits - 50, 1))
        y = value(x)
        tie = y * one - mp.floor(y * one) - mpf(1) / 2
        if NEAR[0] < abs(tie) < NEAR[1]:
            found += 1
            add(name, f, x, y)


for name, one in FORMATS.items():
    limit = 127 if name == "q64" else 255
    top = 2**limit - 1
    logarithms = {"ln": lambda x: mp.log(mpf(x) / one), "log2": lambda x: mp.log(mpf(x) / one, 2)}
    arguments = [1, 2, 3, one // 10, one // 2, one - 1, one, one + 1, 2 * one - 1, 2 * one, 2 * one + 1, 3 * one, 10 * one,
                 94 * one // 100, 97 * one // 100, 2**100 + 1, 2**126 - 1, 2**126, 2**126 + 1, top]
    for bits in (1, 30, 59, 60, 63, 64, 90, 96, 120, 125, 200, 254):
        root = int(mp.sqrt(2) * mpf(2) ** bits)
        arguments += [x for x in (root, root + 1, 2**bits - 1, 2**bits) if x <= top]
    for f, value in logarithms.items():
        for x in sorted(set(arguments)):
            add(name, f, x, value(x))
        hard(f, name, one, value, limit)
    for x in sorted(set([0] + arguments)):
        add(name, "sqrt", x, mp.sqrt(mpf(x) / one))

    ln2 = mp.log(2)
    for f, unit in (("exp", mpf(1)), ("exp2", ln2)):
        exponents = [0, 1, -1, one, -one, one // 2, -one // 2, 10 * one, -10 * one, 20 * one, -20 * one, 21 * one // 2]
        high = int(mp.log(mpf(top) / one) / unit * one)
        low = int(-mp.log(mpf(one) * 2) / unit * one)
        for quarters in (-13, -6, -3, -2, -1, 1, 2, 3, 4, 5, 6, 7, 9, 14, 101, 150, 151, 152, 153, 154, 155):
            step = int(mp.floor(quarters * ln2 / 4 / unit * one))
            exponents += [step + d for d in (-1, 0, 1) if step < high]
        exponents += [high, high - 1, high - one // 3, low, low + one] + [random.randrange(low, high) for _ in range(16)]
        for x in sorted(set(exponents)):
            add(name, f, x, mp.exp(mpf(x) / one * unit))

for dt, half_life in ((0, 1), (1, 1), (12, 172_800), (60, 172_800), (300, 172_800), (3_600, 172_800), (86_400, 172_800),
                      (172_800, 172_800), (3_600, 86_400), (3_600, 259_200), (1, 2**64 - 1), (2**64 - 1, 2**64 - 1),
                      (18, 1), (59, 1), (604_800, 2_592_000), (31_536_000, 2_592_000), (7, 11),
                      (43_199, 172_800), (43_200, 172_800), (129_599, 172_800), (172_799, 172_800), (172_801, 172_800)):
    add("wad", "decay", dt, mp.power(2, -mpf(dt) / half_life), half_life)

body = ",\n".join(f'"{name}": [\n' + ",\n".join(json.dumps(row) for row in points) + "\n]" for name, points in rows.items())
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "true_values.json"), "w") as file:
    file.write("{\n" + body + "\n}\n")
print({name: len(points) for name, points in rows.items()})
