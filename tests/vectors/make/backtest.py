"""Back-tests: exceptions of a Value at Risk, likelihood ratios, zones, Z2, exceedance residuals, comparison of forecasts."""
import random

import numpy
from mpmath import mp, mpf
from scipy import stats

from distributions import normal_shortfall, quantile, t_quantile, t_shortfall, unit_factors
from number import agree, decimal, real, wad, write
from synthetic import log_returns, mean_square, prices

DIGITS = 30
RECENT = {5: "0.20", 6: "0.26", 7: "0.33", 8: "0.38", 9: "0.42"}
FORMER = {5: "0.40", 6: "0.50", 7: "0.65", 8: "0.75", 9: "0.85"}


def likelihood(hits, misses, chance):
    """Of that many hits and misses; an event that did not happen weighs nothing."""
    return (hits * mp.log(chance) if hits else mpf(0)) + (misses * mp.log(1 - chance) if misses else mpf(0))


def share(part, whole):
    return mpf(part) / whole if whole else mpf(0)


def tidy(value):
    return mpf(0) if abs(value) < mpf(10) ** -90 else value


def kupiec(count, hits, chance):
    return tidy(2 * (likelihood(hits, count - hits, share(hits, count)) - likelihood(hits, count - hits, mpf(chance))))


def christoffersen(n00, n01, n10, n11):
    joint = likelihood(n01 + n11, n00 + n10, share(n01 + n11, n00 + n01 + n10 + n11))
    return tidy(2 * (likelihood(n01, n00, share(n01, n00 + n01)) + likelihood(n11, n10, share(n11, n10 + n11)) - joint))


def beyond(statistic, freedom):
    """P(chi-square > statistic) for one or two degrees of freedom."""
    statistic = max(statistic, mpf(0))
    value = mp.erfc(mp.sqrt(statistic / 2)) if freedom == 1 else mp.exp(-statistic / 2)
    assert abs(float(value) - stats.chi2.sf(float(statistic), freedom)) < 1e-10
    return value


def zone(hits):
    name = "green" if hits <= 4 else "amber" if hits <= 9 else "red"
    return {"zone": name, "plus_mar32": "0" if hits <= 4 else RECENT.get(hits, "0.50"), "plus_1996": "0" if hits <= 4 else FORMER.get(hits, "1.00")}


def forecasts(returns, start, weight):
    variances = [start]
    for value in returns[:-1]:
        variances.append(weight * variances[-1] + (1 - weight) * value**2)
    return variances


def backtests():
    cases, inputs = [], {}
    for seed, count, lambda_ in ((91, 520, "0.94"), (92, 510, "0.94")):
        raw = log_returns(prices(seed, count, [2000.0], daily=0.03, nu=4 if seed == 91 else 9, jump=0.02 if seed == 91 else 0.0, decimals=4)[0])
        returns, name = [real(wad(value)) for value in raw], f"synthetic {seed}"
        variances = forecasts(returns, mpf(decimal(mean_square(raw[:40]), 40)), mpf(lambda_))
        deviations = [mp.sqrt(variance) for variance in variances]
        ratios = [value**2 / variance for value, variance in zip(returns, variances) if value]
        inputs[name] = {"r_wad": list(map(str, raw)), "h_first": decimal(variances[0]), "h_last": decimal(variances[-1]), "qlike_mean": decimal(sum(z - mp.log(z) - 1 for z in ratios) / len(ratios), DIGITS)}
        for side, dist, nu, confidence in ((side, dist, nu, confidence) for side in ("long", "short") for dist, nu in (("normal", None), ("t", 5)) for confidence in ("0.99", "0.975")):
            at_risk, shortfall = unit_factors(nu, confidence)
            losses = [-value if side == "long" else value for value in returns]
            hits = [int(loss > at_risk * deviation) for loss, deviation in zip(losses, deviations)]
            total, chance = sum(hits), 1 - mpf(confidence)
            pairs = {"n00": 0, "n01": 0, "n10": 0, "n11": 0}
            for before, after in zip(hits, hits[1:]):
                pairs[f"n{before}{after}"] += 1
            coverage, independence = kupiec(count, total, chance), christoffersen(**pairs)
            z2 = 1 - sum(loss / deviation for loss, deviation, hit in zip(losses, deviations, hits) if hit) / (chance * shortfall * count)
            excess = [loss / deviation - shortfall for loss, deviation, hit in zip(losses, deviations, hits) if hit]
            mean = sum(excess) / len(excess) if excess else mpf(0)
            spread = mp.sqrt(sum((value - mean) ** 2 for value in excess) / (len(excess) - 1)) if len(excess) > 1 else mpf(0)
            case = {"series": name, "side": side, "dist": dist, "nu": nu, "conf": confidence, "lambda": lambda_, "T": count, "var_factor": decimal(at_risk), "es_factor": decimal(shortfall), "exceptions": total,
                    "exception_index": [place for place, hit in enumerate(hits) if hit], "lr_pof": decimal(coverage, DIGITS), "p_pof": decimal(beyond(coverage, 1), DIGITS), **pairs, "lr_ind": decimal(independence, DIGITS),
                    "p_ind": decimal(beyond(independence, 1), DIGITS), "lr_cc": decimal(coverage + independence, DIGITS), "p_cc": decimal(beyond(coverage + independence, 2), DIGITS), "z2": decimal(z2, DIGITS),
                    "mcneil_frey": {"n": len(excess), "mean": decimal(mean, DIGITS), "t_stat": decimal(mean * mp.sqrt(len(excess)) / spread, DIGITS) if spread else "0"}}
            if len(excess) > 2:
                agree(mean / spread * mp.sqrt(len(excess)), stats.ttest_1samp([float(value) for value in excess], 0).statistic, 1e-6, "t statistic")
            if confidence == "0.99":
                case["basel"] = [{"from": start, "exceptions": sum(hits[start : start + 250])} | zone(sum(hits[start : start + 250])) for start in range(0, count - 249, 250)]
                case["max_exceptions_in_any_250"] = max(sum(hits[start : start + 250]) for start in range(count - 249))
            cases.append(case)
    write("backtests.json", "h[0] = h_first, h' = lambda h + (1 - lambda) r^2; an exception is a loss above VaR", cases, inputs=inputs)


def ratios():
    rng = random.Random(93)
    grid = [(250, hits, "0.01") for hits in (0, 3, 6, 7, 9, 12, 249, 250)] + [(500, hits, "0.025") for hits in (7, 12, 13, 19, 20)] + [(1, 0, "0.01"), (1, 1, "0.5"), (2, 1, "0.5"), (3000, 30, "0.01")]
    while len(grid) < 45:
        count, chance = rng.choice((120, 250, 365, 700, 2000)), rng.choice(("0.01", "0.02", "0.025", "0.05"))
        grid.append((count, min(count, rng.randrange(int(3 * count * float(chance)) + 2)), chance))
    for count, hits, chance in grid:
        statistic = kupiec(count, hits, chance)
        cumulative = sum(mp.binomial(count, k) * mpf(chance) ** k * (1 - mpf(chance)) ** (count - k) for k in range(hits + 1))
        agree(cumulative, stats.binom.cdf(hits, count, float(chance)), 1e-8, "binomial")
        yield {"f": "kupiec", "T": count, "x": hits, "p": chance, "lr": decimal(statistic, DIGITS), "p_value": decimal(beyond(statistic, 1), DIGITS), "cum_binom": decimal(cumulative, DIGITS)}
    for place in range(30):
        n01 = rng.randrange(25)
        n10, n11, n00 = max(0, n01 + rng.choice((-1, 0, 1))), rng.choice((0, 0, 1, 3, rng.randrange(12))), rng.randrange(80, 1500)
        if place == 0:
            n01 = n10 = n11 = 0
        statistic = christoffersen(n00, n01, n10, n11)
        if n01 and n10 and n11:
            agree(statistic, stats.chi2_contingency([[n00, n01], [n10, n11]], correction=False, lambda_="log-likelihood").statistic, 1e-6, "independence")
        yield {"f": "christoffersen", "n00": n00, "n01": n01, "n10": n10, "n11": n11, "lr": decimal(statistic, DIGITS), "p_value": decimal(beyond(statistic, 1), DIGITS)}


def comparisons():
    for seed, one, other in ((94, "0.94", "0.97"), (94, "0.94", "0.90"), (95, "0.85", "0.98")):
        raw, skip = log_returns(prices(seed, 200, [2000.0], daily=0.04, decimals=4)[0]), 30
        returns, start = [real(wad(value)) for value in raw], mpf(decimal(mean_square(raw[:30]), 30))
        losses = [[value**2 / variance + mp.log(variance) for value, variance in zip(returns, forecasts(returns, start, mpf(weight)))][skip:] for weight in (one, other)]
        gaps = [left - right for left, right in zip(*losses)]
        count, mean = len(gaps), sum(gaps) / len(gaps)
        rest = [gap - mean for gap in gaps]
        lagged = [sum(after * before for before, after in zip(rest, rest[lag:])) / count for lag in range(6)]
        long_run = lagged[0] + 2 * sum((1 - mpf(lag) / 6) * lagged[lag] for lag in range(1, 6))
        agree(lagged[0], numpy.var([float(gap) for gap in gaps]), 1e-8, "variance of differences")
        yield {"series": f"synthetic {seed}", "lambda1": one, "lambda2": other, "init_var": decimal(start, 30), "skip": skip, "r_wad": list(map(str, raw)), "mean_diff": decimal(mean, DIGITS),
               "dm_lag0": decimal(mean / mp.sqrt(lagged[0] / count), DIGITS), "dm_nw5": decimal(mean / mp.sqrt(long_run / count), DIGITS)}


def critical():
    replications, length = 20_000, 250
    generator = numpy.random.default_rng(96)
    for nu in (None, 3, 4, 6, 12):
        for confidence in ("0.975", "0.99"):
            losses = generator.standard_normal((replications, length)) if nu is None else generator.standard_t(nu, (replications, length))
            at_risk, shortfall = (quantile(confidence), normal_shortfall(confidence)) if nu is None else (t_quantile(confidence, nu), t_shortfall(confidence, nu))
            sums = numpy.where(losses > float(at_risk), losses, 0.0).sum(axis=1)
            z2 = 1 - sums / (length * (1 - float(confidence)) * float(shortfall))
            assert abs(z2.mean()) < 0.03
            yield {"dist": "normal" if nu is None else "t", "nu": nu, "conf": confidence, "T": length, "crit_5pct": f"{numpy.quantile(z2, 0.05):.3f}", "crit_0.01pct": f"{numpy.quantile(z2, 0.0001):.3f}", "mean": f"{z2.mean():.4f}"}


def main():
    backtests()
    write("lr_only.json", "likelihood ratios of given counts; 0 ln 0 = 0; cum_binom = P(X <= x)", list(ratios()), chi2_1_95=decimal(quantile("0.975") ** 2), chi2_2_95=decimal(-2 * mp.log(mpf("0.05"))))
    write("dm.json", "difference of QLIKE losses of two EWMA, its mean over its deviation: plain and Newey-West with 5 lags", list(comparisons()))
    write("z2_mc.json", "quantiles of Z2 under the null by simulation; sampling error 0.01 at 5 %, 0.2 at 0.01 %", list(critical()))
