"""Normal and Student-t distributions to 120 digits, each held to scipy where it is used."""
from functools import lru_cache

from mpmath import mp, mpf
from scipy import special, stats


def density(x):
    return mp.exp(-mpf(x) ** 2 / 2) / mp.sqrt(2 * mp.pi)


def probability(x):
    return mp.erfc(-mpf(x) / mp.sqrt(2)) / 2


def newton(root, probability_, density_, target):
    """From a root good to 1e-9 or better: each round doubles the digits."""
    for _ in range(7):
        root -= (probability_(root) - target) / density_(root)
    assert abs(probability_(root) - target) < mpf(10) ** -90 * target, (root, target)
    return root


@lru_cache(None)
def quantile(p):
    """The smaller tail is solved for: its digits are all there."""
    p = mpf(p)
    tail = min(p, 1 - p)
    root = newton(mpf(float(special.ndtri(float(tail)))), probability, density, tail) if tail != mpf(1) / 2 else mpf(0)
    return root if p < mpf(1) / 2 else -root


def t_density(x, nu):
    nu = mpf(nu)
    scale = mp.gamma((nu + 1) / 2) / (mp.sqrt(nu * mp.pi) * mp.gamma(nu / 2))
    return scale * (1 + mpf(x) ** 2 / nu) ** (-(nu + 1) / 2)


def t_tail(x, nu):
    """P(X <= -|x|) by the incomplete beta function."""
    nu, x = mpf(nu), mpf(x)
    return mp.betainc(nu / 2, mpf(1) / 2, 0, nu / (nu + x * x), regularized=True) / 2


def t_probability(x, nu):
    """Abramowitz and Stegun 26.7.3 and 26.7.4: finite sums where nu is whole; otherwise by the beta function."""
    x = mpf(x)
    if nu != int(nu):
        return t_tail(x, nu) if x <= 0 else 1 - t_tail(x, nu)
    nu = int(nu)
    share = nu / (nu + x * x)
    term, total = mpf(1), mpf(1)
    if nu % 2 == 0:
        for k in range(1, nu // 2):
            term *= share * (2 * k - 1) / (2 * k)
            total += term
        return mpf(1) / 2 + x / mp.sqrt(nu + x * x) * total / 2
    angle = mp.atan(x / mp.sqrt(nu))
    for k in range(1, (nu - 1) // 2):
        term *= share * (2 * k) / (2 * k + 1)
        total += term
    total = total if nu > 1 else mpf(0)
    return mpf(1) / 2 + (angle + mp.sin(angle) * mp.cos(angle) * total) / mp.pi


@lru_cache(None)
def t_quantile(p, nu):
    p = mpf(p)
    tail = min(p, 1 - p)
    if tail == mpf(1) / 2:
        return mpf(0)
    below = lambda x: t_probability(x, nu)
    root = newton(mpf(float(stats.t.ppf(float(tail), float(nu)))), below, lambda x: t_density(x, nu), tail)
    return root if p < mpf(1) / 2 else -root


def normal_shortfall(confidence):
    return density(quantile(confidence)) / (1 - mpf(confidence))


def t_shortfall(confidence, nu):
    q = t_quantile(confidence, nu)
    return t_density(q, nu) / (1 - mpf(confidence)) * (nu + q * q) / (mpf(nu) - 1)


def unit_factors(nu, confidence):
    """Quantile and shortfall of unit variance; normal where `nu` is None."""
    if nu is None:
        return quantile(confidence), normal_shortfall(confidence)
    scale = mp.sqrt((mpf(nu) - 2) / nu)
    return t_quantile(confidence, nu) * scale, t_shortfall(confidence, nu) * scale
