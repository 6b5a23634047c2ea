"""Value at Risk and Expected Shortfall per unit of scale; Student-t density, probability and quantile."""
import random

from mpmath import mp, mpf
from scipy import integrate, stats

from distributions import normal_shortfall, quantile, t_density, t_probability, t_quantile, t_shortfall, t_tail
from number import WAD, agree, decimal, floor, nearest, wad, real, write

CONFIDENCES = ["0.925", "0.955", "0.9725", "0.985", "0.99", "0.9935", "0.9985"]
FREEDOMS = ["2.25", "3", "3.75", "4", "5", "6", "6.5", "8", "10", "13", "40"]


def factors():
    for confidence in CONFIDENCES:
        q, e = quantile(confidence), normal_shortfall(confidence)
        agree(q, stats.norm.ppf(float(confidence)), 1e-12, "normal")
        yield {"dist": "normal", "conf": confidence} | {key: decimal(value, 50) for key, value in (("var_raw", q), ("es_raw", e), ("var_unit", q), ("es_unit", e))}
        for nu in FREEDOMS:
            n = mpf(nu)
            q, e, scale = t_quantile(confidence, n), t_shortfall(confidence, n), mp.sqrt((n - 2) / n)
            agree(q, stats.t.ppf(float(confidence), float(nu)), 1e-10, "t")
            tail = integrate.quad(lambda x: stats.t.ppf(x, float(nu)), float(confidence), 1, epsabs=1e-12, limit=400)[0]
            agree(e, tail / (1 - float(confidence)), 1e-4, "t shortfall")
            values = (("var_raw", q), ("es_raw", e), ("var_unit", q * scale), ("es_unit", e * scale))
            yield {"dist": "t", "nu": nu, "conf": confidence} | {key: decimal(value, 50) for key, value in values}


def functions():
    rng = random.Random(73)
    for nu in range(3, 11):
        def case(f, x, y):
            return {"f": f, "nu": nu, "x": str(x), "y": decimal(y, 50), "y_floor": str(floor(y)), "y_nearest": str(nearest(y))}

        border = [WAD // 8, WAD // 2 - 1, WAD // 2 + 1, WAD * 39 // 40, WAD * 99 // 100, WAD * 3 // 1000, 10**10, WAD - 10**11]
        for p in border + [rng.randrange(WAD // 10**6, WAD - WAD // 10**6) for _ in range(8)]:
            y = t_quantile(real(wad(p)), nu)
            if 10**12 < p < WAD - 10**12 and abs(y) > 1e-3:
                agree(y, stats.t.ppf(p / WAD, nu), 1e-9, "t quantile")
            yield case("t_inv", p, y)
        for x in [3, -WAD // 7, WAD // 3, -3 * WAD, 8 * WAD, -60 * WAD] + [int(rng.gauss(0, 3) * 1e9) * 10**9 + rng.randrange(10**9) for _ in range(6)]:
            at = real(wad(x))
            below = t_probability(at, nu)
            assert abs(below - (t_tail(at, nu) if at <= 0 else 1 - t_tail(at, nu))) < mpf(10) ** -100
            agree(below, stats.t.cdf(float(at), nu), 1e-10, "t probability")
            agree(t_density(at, nu), stats.t.pdf(float(at), nu), 1e-10, "t density")
            yield case("t_cdf", x, below)
            yield case("t_pdf", x, t_density(at, nu))


def main():
    write("tail_factors.json", "quantile and mean beyond it of a loss, raw and of unit variance", list(factors()))
    write("t_functions.json", "Student-t of whole degrees of freedom; x and y_* have 18 decimals", list(functions()))
