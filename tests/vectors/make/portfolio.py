"""Parametric portfolios, the Cornish-Fisher expansion, and quadratic profit and loss."""
import random

import numpy
from mpmath import mp, mpf
from scipy import integrate, stats

from distributions import normal_shortfall, quantile, unit_factors
from number import agree, decimal, real, strings, wad, write


def covariance(rng, count, rank, ties):
    """Integers of 18 decimals, positive semi-definite exactly: the product of an integer matrix with itself."""
    rows = []
    for _ in range(count):
        row = [rng.gauss(0, 1) * (1 - ties) + (3 * ties if place == 0 else 0) for place in range(rank)]
        size = sum(value * value for value in row) ** 0.5
        deviation = rng.choice((rng.uniform(0.01, 0.12), rng.uniform(0.0002, 0.003)))
        rows.append([int(value / size * deviation * 10**9) for value in row])
    return [[sum(x * y for x, y in zip(left, right)) for right in rows] for left in rows]


def parametric():
    rng = random.Random(41)
    for place in range(34):
        count = rng.choice((1, 2, 3, 4, 6, 8))
        entries = covariance(rng, count, count if place % 4 else max(1, count - 1), rng.random())
        weights = [0 if place == 0 else rng.choice((-1, 1)) * rng.randrange(10**8) * 10 ** rng.choice((14, 16)) for _ in range(count)]
        slopes = [sum(wad(entry) * wad(weight) for entry, weight in zip(row, weights)) for row in entries]
        variance = sum(wad(weight) * slope for weight, slope in zip(weights, slopes))
        deviation = mp.sqrt(real(variance))
        vector = numpy.array([float(wad(weight)) for weight in weights])
        peer = vector @ (numpy.array(entries, dtype=float) / 1e18) @ vector
        assert abs(float(variance) - peer) <= 1e-9 * (numpy.abs(vector) ** 2).sum() * max(entries[i][i] for i in range(count)) / 1e18 + 1e-30
        case = {"n": count, "cov_wad": [list(map(str, row)) for row in entries], "exposure_wad": list(map(str, weights)), "variance": decimal(variance, 50), "sigma": decimal(deviation)}
        if variance > 0:
            case["marginal_sigma"] = [decimal(real(slope) / deviation) for slope in slopes]
            case["component_sigma"] = [decimal(real(wad(weight) * slope) / deviation) for weight, slope in zip(weights, slopes)]
        case["results"] = []
        for dist, nu in (("normal", None), ("t", 4), ("t", 6)):
            for confidence in ("0.975", "0.99"):
                value_at_risk, shortfall = unit_factors(nu, confidence)
                case["results"].append({"dist": dist, "nu": nu, "conf": confidence, "var": decimal(deviation * value_at_risk), "es": decimal(deviation * shortfall)})
        days = rng.choice((1, 3, 7, 10, 30))
        yield case | {"horizon": {"days": days, "sigma": decimal(deviation * mp.sqrt(days))}}


def expansion(z, skew, kurtosis):
    return z + (z**2 - 1) * skew / 6 + (z**3 - 3 * z) * kurtosis / 24 - (2 * z**3 - 5 * z) * skew**2 / 36


def rises(skew, kurtosis):
    """Whether the expansion never falls: its derivative in z, a z^2 + b z + c, has no sign change."""
    a, b = kurtosis / 8 - skew**2 / 6, skew / 3
    c = 1 - kurtosis / 8 + 5 * skew**2 / 36
    return (a > 0 and b * b <= 4 * a * c) or (a == 0 == b and c >= 0)


def cornish_fisher():
    rng = random.Random(42)
    pairs = [("0", "0"), ("0", "7.9999"), ("0", "8.0001"), ("0.0001", "0"), ("0.25", "0.0972"), ("0.25", "0.0974"), ("1", "8.875"), ("1", "8.876"), ("-1.5", "3.5779"), ("-1.5", "3.5778"), ("-2", "9"), ("2.4852", "9.6")]
    pairs += [(f"{rng.uniform(-1.4, 1.4):.4f}", f"{rng.uniform(-0.4, 9):.4f}") for _ in range(20)]
    for skew, kurtosis in pairs:
        s, k = mpf(skew), mpf(kurtosis)
        for confidence in ("0.96", "0.975", "0.985", "0.99", "0.9985"):
            z = quantile(confidence)
            shortfall = normal_shortfall(confidence) * (1 + z * s / 6 + (z * z - 1) * k / 24 + (1 - 2 * z * z) * s * s / 36)
            peer = integrate.quad(lambda x: expansion(x, float(s), float(k)) * stats.norm.pdf(x), float(z), 40, epsabs=1e-13)[0] / (1 - float(confidence))
            assert abs(peer - float(shortfall)) < 1e-7 * max(1, abs(peer))
            yield {"skew": skew, "exkurt": kurtosis, "conf": confidence, "quantile": decimal(expansion(z, s, k)), "es": decimal(shortfall), "monotone": bool(rises(s, k))}


def delta_gamma():
    rng = random.Random(43)
    for _ in range(28):
        count = rng.choice((1, 2, 3))
        entries = covariance(rng, count, count, rng.random() / 2)
        delta = [rng.randrange(-(10**6), 10**6) * 10**15 for _ in range(count)]
        gamma = [[0] * count for _ in range(count)]
        for i in range(count):
            for j in range(i + 1):
                gamma[i][j] = gamma[j][i] = rng.randrange(-(10**6), 10**6) * 10 ** (15 if i == j else 14)
        theta = rng.randrange(-150, 150) * 10**15
        column = lambda values: mp.matrix([real(wad(value)) for value in values])
        square = lambda rows: mp.matrix([[real(wad(value)) for value in row] for row in rows])
        trace = lambda rows: sum(rows[i, i] for i in range(count))
        d, spread, curve = column(delta), square(entries), square(gamma)
        step = curve * spread
        # Cumulants by the eigenvalues would be the same numbers: k_n = (n!/2) d'C(GC)^(n-2)d + ((n-1)!/2) tr((GC)^n).
        form = lambda power: (d.T * spread * step**power * d)[0]
        first, second = real(wad(theta)) + trace(step) / 2, form(0) + trace(step**2) / 2
        third, fourth = 3 * form(1) + trace(step**3), 12 * form(2) + 3 * trace(step**4)
        root = numpy.linalg.cholesky(numpy.array(spread.tolist(), dtype=float))
        eigenvalues, axes = numpy.linalg.eigh(root.T @ numpy.array(curve.tolist(), dtype=float) @ root)
        tilt = axes.T @ root.T @ numpy.array([float(value) for value in d])
        near = lambda got, peer: abs(float(got) - peer) <= 1e-7 * (abs(peer) + float(second) ** 1.5)
        assert near(second, (tilt**2).sum() + (eigenvalues**2).sum() / 2) and near(third, 3 * (tilt**2 * eigenvalues).sum() + (eigenvalues**3).sum())
        agree(fourth, 12 * (tilt**2 * eigenvalues**2).sum() + 3 * (eigenvalues**4).sum(), 1e-6, "fourth cumulant")
        deviation = mp.sqrt(second)
        skew, kurtosis = third / deviation**3, fourth / second**2
        results = [{"conf": confidence, "var_cf": decimal(-first + deviation * expansion(quantile(confidence), -skew, kurtosis)), "var_delta_normal": decimal(quantile(confidence) * mp.sqrt(form(0)))} for confidence in ("0.975", "0.99")]
        yield {"n": count, "cov_wad": [list(map(str, row)) for row in entries], "theta_wad": str(theta), "delta_wad": list(map(str, delta)), "gamma_wad": [list(map(str, row)) for row in gamma],
               "k1": decimal(first), "k2": decimal(second), "k3": decimal(third), "k4": decimal(fourth), "skew_pnl": decimal(skew), "exkurt_pnl": decimal(kurtosis), "results": results}


def main():
    write("parametric_portfolio.json", "sigma^2 = w'Cw; VaR and ES with factors of unit variance", list(parametric()))
    write("cornish_fisher.json", "quantile and Expected Shortfall of the expansion for a standardised loss; monotone: it never falls in z", list(cornish_fisher()))
    write("delta_gamma.json", "cumulants of theta + d'x + x'Gx/2, x normal with covariance C; loss quantile by the expansion", list(delta_gamma()))
