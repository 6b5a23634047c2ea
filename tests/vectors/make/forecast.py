"""Forecasts of variance: GARCH(1,1), HAR, a panel of experts; and estimators of realised variance."""
import numpy
from fractions import Fraction

from mpmath import mp, mpf

from number import agree, decimal, real, strings, wad, write
from synthetic import dates, log_returns, mean_square, prices

DIGITS = 36


def garch():
    fits = [("normal", "0.0172030001", "0.0981000002", "0.8890000003", None), ("t", "0.3530000000", "0.1200000000", "0.8650000000", "4.7000000000"), ("t", "0.0900000000", "0.1500000000", "0.8500000000", "3.2000000000"),
            ("normal", "0.0000050000", "0.0400000000", "0.9300000000", None)]
    for place, (dist, omega, alpha, beta, nu) in enumerate(fits):
        count, skipped = 110, 30 + place
        returns = log_returns(prices(60 + place, count + skipped, [1500.0], daily=0.03 if place < 3 else 0.0005, decimals=3)[0])[skipped:]
        w, a, b = mpf(omega), mpf(alpha), mpf(beta)
        start = mpf(decimal(sum((100 * real(wad(value))) ** 2 for value in returns[:25]) / 25, DIGITS))
        variances = [start]
        for value in returns:
            variances.append(w + a * (100 * real(wad(value))) ** 2 + b * variances[-1])
        squares = numpy.array([(100 * float(wad(value))) ** 2 for value in returns])
        powers = float(b) ** numpy.arange(count - 1, -1, -1)
        agree(variances[-1], float(start) * float(b) ** count + (powers * (float(w) + float(a) * squares)).sum(), 1e-11, "garch")
        likelihood = mp.mpf(0)
        for value, variance in zip(returns, variances):
            square = (100 * real(wad(value))) ** 2 / variance
            if nu is None:
                likelihood -= (mp.log(2 * mp.pi * variance) + square) / 2
            else:
                n = mpf(nu)
                likelihood += mp.loggamma((n + 1) / 2) - mp.loggamma(n / 2) - (mp.log(mp.pi * (n - 2) * variance) + (n + 1) * mp.log(1 + square / (n - 2))) / 2
        days = dates(count + skipped)
        case = {"series": f"synthetic {60 + place}", "dist": dist, "n_obs": count + skipped, "params": {"omega": omega, "alpha[1]": alpha, "beta[1]": beta} | ({"nu": nu} if nu else {}), "loglik": f"{float(likelihood):.6f}",
                "start_index": skipped, "h_start": decimal(start, DIGITS), "r_wad": list(map(str, returns)), "h": strings(variances[:-1], DIGITS), "h_next": decimal(variances[-1], DIGITS), "first_date": days[skipped],
                "last_date": days[-1], "peer_max_rel_diff": "1e-11"}
        if Fraction(alpha) + Fraction(beta) < 1:
            level, pace = w / (1 - a - b), a + b
            case["vbar"], case["half_life_days"] = decimal(level, DIGITS), decimal(-mp.log(2) / mp.log(pace), DIGITS)
            case["k_step"] = {str(step): decimal(level + pace ** (step - 1) * (variances[-1] - level), DIGITS) for step in (1, 5, 10, 30)}
        yield case


def har():
    for place, (week, month) in enumerate(((5, 22), (7, 30), (7, 30))):
        count = 110
        hourly = log_returns(prices(65 + place, 24 * count, [60000.0], daily=0.04, days=1 / 24, jump=0.002, decimals=3)[0])
        scaled = [sum(value * value for value in hourly[24 * day : 24 * day + 24]) // 10**12 for day in range(count)]
        variances = [mpf(value) / 10**24 for value in scaled]
        mean = lambda day, days: sum(variances[day - days + 1 : day + 1]) / days
        row = lambda day: [mpf(1), variances[day], mean(day, week), mean(day, month)]
        inputs, targets = [row(day) for day in range(month - 1, count - 1)], variances[month:]
        # Normal equations, which 120 digits can afford.
        left = mp.matrix(inputs)
        betas = mp.lu_solve(left.T * left, left.T * mp.matrix(targets))
        peer = numpy.linalg.lstsq(numpy.array(inputs, dtype=float), numpy.array(targets, dtype=float), rcond=None)[0]
        for beta, other in zip(betas, peer):
            assert abs(float(beta) - other) < 1e-7 * max(1e-3, abs(other)), (beta, other)
        fitted = [sum(beta * entry for beta, entry in zip(betas, entries)) for entries in inputs]
        ratios = [target / max(value, mpf(10) ** -8) for target, value in zip(targets, fitted)]
        yield {"series": f"synthetic {65 + place}", "windows": [1, week, month], "date": dates(count), "rv_e24": list(map(str, scaled)), "beta": strings(betas, DIGITS), "fitted_last20": strings(fitted[-20:], DIGITS),
               "forecast_next": decimal(sum(beta * entry for beta, entry in zip(betas, row(count - 1))), DIGITS), "qlike_mean": decimal(sum(z - mp.log(z) - 1 for z in ratios) / len(ratios), DIGITS)}


def experts():
    panels = [("0.02040816326530612", "8", "0", ["0.80", "0.90", "0.94", "0.97", "0.99"]), ("0.02040816326530612", "8", "0.01", ["0.80", "0.90", "0.94", "0.97", "0.99"]), ("0.25", "3", "0.002", ["0.70", "0.95", "0.98"]),
              ("0.5", "8", "0.001", ["0.85", "0.99"])]
    for place, (rate, cap, share, lambdas) in enumerate(panels):
        returns = log_returns(prices(70 + place, 72, [1500.0], daily=(0.04, 0.01, 0.1, 0.0008)[place], jump=0.05, decimals=4)[0])
        count, eta, most, mixing = len(lambdas), mpf(rate), mpf(cap), mpf(share)
        start = mean_square(returns[:30])
        start = mpf(decimal(start, 30))
        variances, weights = [start] * count, [mpf(1) / count] * count
        history, mixes, mixed, single = [], [], mpf(0), [mpf(0)] * count
        for value in returns:
            square = real(wad(value)) ** 2
            mix = 1 / sum(weight / variance for weight, variance in zip(weights, variances))
            history.append(strings(weights, 24))
            mixes.append(decimal(mix, DIGITS))
            capped = min(square, most * min(variances))
            losses = [capped / variance + mp.log(variance) for variance in variances]
            mixed += capped / mix + mp.log(mix)
            single = [total + loss for total, loss in zip(single, losses)]
            raised = [weight * mp.exp(-eta * loss) for weight, loss in zip(weights, losses)]
            weights = [(1 - mixing) * weight / sum(raised) + mixing / count for weight in raised]
            variances = [mpf(lambda_) * variance + (1 - mpf(lambda_)) * square for lambda_, variance in zip(lambdas, variances)]
        if share == "0":
            # Without sharing the weights are those of the total losses, and the regret is bounded.
            final = numpy.array([-float(eta) * float(total - min(single)) for total in single])
            assert numpy.abs(numpy.exp(final) / numpy.exp(final).sum() - numpy.array(weights, dtype=float)).max() < 1e-12
            assert eta * (most - 1) ** 2 <= 1 and mixed <= min(single) + mp.log(count) / eta
        yield {"series": f"synthetic {70 + place}", "experts_lambda": lambdas, "eta": rate, "zmax": cap, "share": share, "init_var": decimal(start, 30), "r_wad": list(map(str, returns)), "weights": history,
               "weights_final": strings(weights, 24), "h_mix": mixes, "cum_loss_mix": decimal(mixed, DIGITS), "cum_loss_experts": strings(single, DIGITS)}


def realised():
    for place in range(18):
        path = prices(75 + place, 96, [(60000.0, 3000.0, 0.8)[place % 3]], daily=(0.04, 0.08, 0.01)[place % 3], days=1 / 96, jump=0.02, decimals=(2, 3, 6)[place % 3])[0]
        first, last, high, low = path[0], path[-1], max(path, key=mpf), min(path, key=mpf)
        # The range of a day reaches past the closes of its bars.
        high, low = str(round(float(high) * (1 + 0.001 * (place % 4)), 6)), str(round(float(low) * (1 - 0.0007 * (place % 3)), 6))
        opened, top, bottom, closed = (mp.log(mpf(price)) for price in (first, high, low, last))
        moves = [mp.log(mpf(after) / mpf(before)) for before, after in zip(path, path[1:])]
        count = len(moves)
        sizes = [abs(move) for move in moves]
        variance = sum(size**2 for size in sizes)
        bipower = mp.pi / 2 * count / (count - 1) * sum(x * y for x, y in zip(sizes, sizes[1:]))
        median = mp.pi / (6 - 4 * mp.sqrt(3) + mp.pi) * count / (count - 2) * sum(sorted(triple)[1] ** 2 for triple in zip(sizes, sizes[1:], sizes[2:]))
        grids = []
        for offset in range(4):
            steps = [mp.log(mpf(after) / mpf(before)) for before, after in zip(path[offset::4], path[offset + 4 :: 4])]
            grids.append(sum(step**2 for step in steps) * count / (4 * len(steps)))
        logs = numpy.diff(numpy.log(numpy.array(path, dtype=float)))
        agree(variance, (logs**2).sum(), 1e-8, "realised variance")
        autocovariance = variance + 2 * sum(x * y for x, y in zip(moves, moves[1:]))
        yield {"series": f"synthetic {75 + place}", "date": dates(18)[place], "open": first, "high": high, "low": low, "close": last, "prices_15m": path, "parkinson": decimal((top - bottom) ** 2 / (4 * mp.log(2)), DIGITS),
               "garman_klass": decimal((top - bottom) ** 2 / 2 - (2 * mp.log(2) - 1) * (closed - opened) ** 2, DIGITS), "rogers_satchell": decimal((top - closed) * (top - opened) + (bottom - closed) * (bottom - opened), DIGITS),
               "rv_15m": decimal(variance, DIGITS), "bipower": decimal(bipower, DIGITS), "autocov1": decimal(autocovariance, DIGITS), "med_rv": decimal(median, DIGITS), "rv_60m_subsampled": decimal(sum(grids) / 4, DIGITS)}


def main():
    write("garch.json", "h' = omega + alpha e^2 + beta h with e = 100 r; parameters are given, not fitted", list(garch()))
    write("har.json", "least squares of the next day's realised variance on one, its day, week and month; rv_e24 = variance times 1e24", list(har()))
    write("experts.json", "weighted precisions under the QLIKE loss with a common cap, and fixed share", list(experts()))
    write("realised.json", "range and realised variance of a day of 15-minute prices", list(realised()))
