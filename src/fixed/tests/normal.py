"""Coefficients of the polynomials of normal/polynomial.rs. Needs mpmath.

Each is the Chebyshev interpolation of a smooth function on an interval, written in powers of the distance from the
middle of the interval. Printed: the coefficients as integers, and the bound of what was left out.
"""
from mpmath import mp, mpf, cos, erfc, exp, log, pi, sqrt

mp.dps = 90


def interpolate(f, low, high, terms):
    """Coefficients in powers of `s - middle`, and the sum of the Chebyshev coefficients that were left out."""
    middle, half, points = (low + high) / 2, (high - low) / 2, terms + 24
    nodes = [cos(pi * (k + mpf(1) / 2) / points) for k in range(points)]
    values = [f(middle + half * node) for node in nodes]
    chebyshev = [2 / mpf(points) * sum(v * cos(j * pi * (k + mpf(1) / 2) / points) for k, v in enumerate(values))
                 for j in range(points)]
    chebyshev[0] /= 2
    before, current, powers = [mpf(1)], [mpf(0), mpf(1)], [mpf(0)] * terms
    for j in range(terms):
        for i, c in enumerate(before):
            powers[i] += chebyshev[j] * c
        following = [mpf(0)] + [2 * c for c in current]
        for i, c in enumerate(before):
            following[i] -= c
        before, current = current, following
    return [c / half ** i for i, c in enumerate(powers)], sum(abs(c) for c in chebyshev[terms:])


def literal(value, bits, width):
    number = int(mp.nint(value * mpf(2) ** bits))
    assert abs(number) < 1 << (width - 1), "a coefficient does not fit"
    digits = f"{abs(number):0{width // 4}x}"
    return ("-" if number < 0 else "") + "0x" + "_".join(digits[i:i + 4] for i in range(0, len(digits), 4))


def show(title, coefficients, left_out, half, limit, layout):
    # The sums of Horner's scheme, largest possible, must fit the scale.
    size = mpf(0)
    for c in reversed(coefficients):
        size = abs(c) + size * half
        assert size < limit, (title, size)
    print(f"{title}: left out {mp.nstr(log(left_out, 2), 4)} bits")
    for c, (bits, width) in zip(coefficients, layout):
        print("   ", literal(c, bits, width))


def mills(x):
    return sqrt(pi / 2) * exp(x * x / 2) * erfc(x / sqrt(2))


def quantile(r):
    """x with upper tail probability exp(-r^2 / 2)."""
    x = mp.fabs(r - mpf("0.7"))
    for _ in range(200):
        step = (log(erfc(x / sqrt(2)) / 2) + r * r / 2) * mills(x)
        x += step
        if abs(step) < mpf(10) ** -60:
            return x
    raise ArithmeticError(r)


def scaled(v):
    x = 4 / v - 4
    return mills(x) * (x + 4)


for title, terms, wide in (("Mills, short", 26, 6), ("Mills, long", 45, 45)):
    low = mpf(4) / 16
    coefficients, left_out = interpolate(scaled, low, mpf(1), terms)
    show(title, coefficients, left_out, (1 - low) / 2, 8, [(124, 128) if i < wide else (60, 64) for i in range(terms)])

# From a tail probability of 1/2 to one of 2^-96, in twice the distance from the middle.
low, high = mpf("0.078125"), mpf("0.4609375")
assert low < 1 / (sqrt(2 * 96 * log(2)) + 1) and 1 / (sqrt(2 * log(2)) + 1) < high
coefficients, left_out = interpolate(lambda y: 1 / (y / 2) - 1 - quantile(1 / (y / 2) - 1), 2 * low, 2 * high, 14)
print("middle", (low + high) / 2)
show("quantile", coefficients, left_out, high - low, 64, [(57, 64)] * 14)
