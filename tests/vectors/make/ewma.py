"""Exponentially weighted variance and covariance, over even and uneven steps, and refresh times of several feeds."""
import random

import numpy
from mpmath import mp, mpf

from number import agree, decimal, real, strings, wad, write
from synthetic import dates, log_returns, mean_square, prices

DAY = 86400
# What the recursions in double precision agree to.
PEER = "1e-11"


def regular():
    for seed, steps, lambda_, daily, decimals in ((11, 130, "0.94", 0.04, 2), (12, 130, "0.985", 0.09, 4), (13, 100, "0.90", 0.0006, 7)):
        path = prices(seed, steps, [1.0 if decimals == 7 else 2500.0], daily=daily, decimals=decimals)[0]
        returns = log_returns(path)
        start, weight = mean_square(returns[:20]), mpf(lambda_)
        variances = [real(start)]
        for value in returns:
            variances.append(weight * variances[-1] + (1 - weight) * real(wad(value)) ** 2)
        squares = numpy.array([float(wad(value)) ** 2 for value in returns])
        weights = float(weight) ** numpy.arange(steps - 1, -1, -1)
        direct = float(start) * float(weight) ** steps + (1 - float(weight)) * (weights * squares).sum()
        agree(variances[-1], direct, 1e-11, "regular")
        yield {"series": f"synthetic {seed}", "lambda": lambda_, "init_var": decimal(start, 50), "date": dates(steps), "price": path[1:], "price0": path[0], "r_wad": list(map(str, returns)),
               "var_forecast": strings(variances[:-1]), "var_next": decimal(variances[-1]), "vol_next_annual_365": decimal(mp.sqrt(variances[-1] * 365)), "peer_max_rel_diff": PEER}


def irregular():
    rng = random.Random(14)
    for seed, half_life, clip, daily in ((15, 3600, 3, 0.05), (16, 4 * 3600, 5, 0.03), (17, DAY, 4, 0.08)):
        path = prices(seed, 80, [40000.0], daily=daily, days=1 / 288, jump=0.04)[0]
        times = [1_925_000_000]
        for _ in path[1:]:
            times.append(times[-1] + rng.choice((60, 61, 97, 300, 301, 613, 3600)) + (rng.random() < 0.03) * 9 * half_life)
        returns, start = log_returns(path), mpf("0.0021")
        plain = clipped = start
        upper = lower = ticks = ticked = mpf(0)
        columns = {name: [] for name in ("weight", "recursive", "clipped", "clip_hit", "kernel", "tick_mean")}
        for value, before, after in zip(returns, times, times[1:]):
            seconds = mpf(after - before)
            weight, square = mpf(2) ** (-seconds / half_life), real(wad(value)) ** 2
            rate, most = square * DAY / seconds, clip * clip * clipped
            plain = weight * plain + (1 - weight) * rate
            clipped = weight * clipped + (1 - weight) * min(rate, most)
            upper, lower = weight * upper + square, weight * lower + seconds / DAY
            ticks, ticked = weight * ticks + 1, weight * ticked + rate
            for name, entry in zip(columns, (decimal(weight), decimal(plain), decimal(clipped), int(rate > most), decimal(upper / lower), decimal(ticked / ticks))):
                columns[name].append(entry)
        assert sum(columns["clip_hit"]) > 0
        # Each as a sum over the whole past.
        ages = numpy.exp2(-(times[-1] - numpy.array(times, dtype=float)) / half_life)
        spans, squares = numpy.diff(numpy.array(times, dtype=float)), numpy.array([float(wad(value)) ** 2 for value in returns])
        agree(plain, float(start) * ages[0] + (numpy.diff(ages) * squares * DAY / spans).sum(), 1e-10, "recursive")
        agree(upper / lower, (ages[1:] * squares).sum() / (ages[1:] * spans).sum() * DAY, 1e-10, "kernel")
        agree(ticked / ticks, (ages[1:] * squares * DAY / spans).sum() / ages[1:].sum(), 1e-10, "tick mean")
        yield {"series": f"synthetic {seed}", "half_life_s": half_life, "clip_k": clip, "init_var_per_day": decimal(start, 20), "t": times, "price": path, "r_wad": list(map(str, returns)),
               **columns, "peer_max_rel_diff": "1e-10"}


def outer(count):
    return [(i, j) for i in range(count) for j in range(i, count)]


def matrix(entries, pairs, count):
    whole = numpy.zeros((count, count))
    for (i, j), entry in zip(pairs, entries):
        whole[i, j] = whole[j, i] = float(entry)
    return whole


def least(entries, pairs, count):
    """The least eigenvalue, held to numpy."""
    whole = mp.zeros(count)
    for (i, j), entry in zip(pairs, entries):
        whole[i, j] = whole[j, i] = entry
    value = min(mp.eigsy(whole, eigvals_only=True))
    assert value > 0 and abs(float(value) - numpy.linalg.eigvalsh(matrix(entries, pairs, count))[0]) < 1e-12
    return decimal(value, 16)


def covariance():
    for seed, steps, lambda_, tie in ((18, 60, "0.93", 0.9), (19, 60, "0.98", 0.5)):
        paths = prices(seed, steps, [61000.0, 3300.0, 14.0], tie=tie, decimals=3)
        returns, weight = [log_returns(path) for path in paths], mpf(lambda_)
        pairs, real_returns = outer(3), []
        for row in returns:
            real_returns.append([real(wad(value)) for value in row])
        unit = mpf(10) ** 36
        entries = [mp.floor(sum(x * y for x, y in zip(real_returns[i][:20], real_returns[j][:20])) / 20 * unit) / unit for i, j in pairs]
        history = [entries]
        for step in range(steps):
            entries = [weight * entry + (1 - weight) * real_returns[i][step] * real_returns[j][step] for entry, (i, j) in zip(entries, pairs)]
            history.append(entries)
        rows = numpy.array(real_returns, dtype=float) * numpy.sqrt((1 - float(weight)) * float(weight) ** numpy.arange(steps - 1, -1, -1))
        peer = float(weight) ** steps * matrix(history[0], pairs, 3) + rows @ rows.T
        assert numpy.abs(peer / matrix(entries, pairs, 3) - 1).max() < 1e-9
        diagonal = [entries[pairs.index((i, i))] for i in range(3)]
        yield {"series": [f"synthetic {seed}/{place}" for place in range(3)], "lambda": lambda_, "pairs": pairs, "init": strings(history[0], 50), "date": dates(steps), "price0": [path[0] for path in paths],
               "price": [path[1:] for path in paths], "r_wad": [list(map(str, row)) for row in returns], "S": [strings(row) for row in history[:-1]], "S_next": strings(entries),
               "corr_next": [decimal(entry / mp.sqrt(diagonal[i] * diagonal[j])) for entry, (i, j) in zip(entries, pairs)], "min_eig_next": least(entries, pairs, 3), "peer_max_rel_diff": PEER}


def refresh():
    rng = random.Random(20)
    for seed, half_life, chances in ((21, 5 * 3600, (0.9, 0.5, 0.35)), (22, DAY, (0.7, 0.6, 0.5, 0.25))):
        count, start = len(chances), 1_930_000_000
        paths = prices(seed, 150, [(3000.0, 60000.0, 15.0, 0.4)[place] for place in range(count)], days=1 / 96, decimals=4)
        feeds = [[(start + 900 * step, price) for step, price in enumerate(path) if step == 0 or rng.random() < chance] for path, chance in zip(paths, chances)]
        # The next refresh is the latest of the feeds' first updates after the last one.
        times, quotes, now = [], [], start - 1
        while all(feed[-1][0] > now for feed in feeds):
            now = max(next(time for time, _ in feed if time > now) for feed in feeds)
            times.append(now)
            quotes.append([next(price for time, price in reversed(feed) if time <= now) for feed in feeds])
        returns = [log_returns([row[place] for row in quotes]) for place in range(count)]
        pairs = outer(count)
        first = [mpf("0.0016") if i == j else mpf("0.0007") for i, j in pairs]
        entries, history = first, []
        for step, (before, after) in enumerate(zip(times, times[1:])):
            weight = mpf(2) ** (-mpf(after - before) / half_life)
            gain = (1 - weight) * DAY / (after - before)
            entries = [weight * entry + gain * real(wad(returns[i][step]) * wad(returns[j][step])) for entry, (i, j) in zip(entries, pairs)]
            history.append(strings(entries))
        yield {"series": [f"synthetic {seed}/{place}" for place in range(count)], "half_life_s": half_life, "pairs": pairs, "init_per_day": strings(first, 10), "updates": feeds, "refresh_t": times,
               "refresh_price": quotes, "r_wad": [list(map(str, row)) for row in returns], "cov_per_day": history, "min_eig_final": least(entries, pairs, count)}


def main():
    write("ewma_regular.json", "v' = lambda v + (1 - lambda) r^2; var_forecast is known before the return beside it", list(regular()))
    write("ewma_irregular.json", "variance per day with w = 2^(-dt/H); weight, recursion, clipped recursion, kernel and mean over ticks", list(irregular()))
    write("ewma_covariance.json", "S' = lambda S + (1 - lambda) r r', upper triangle in the order of pairs", list(covariance()))
    write("refresh_time.json", "times at which every feed has ticked again, last prices then, covariance per day", list(refresh()))
