"""Cost and time of leaving a position, and margins that do not chase the market."""
import math
import random
from fractions import Fraction

from mpmath import mp, mpf
from scipy import stats

from distributions import quantile
from number import WAD, agree, ceiling, decimal, nearest, real, strings, wad, write
from synthetic import dates, log_returns, prices


def costs():
    rng = random.Random(51)
    # Even in the logarithm, with whole powers of ten now and then.
    draw = lambda low, high: int(10 ** rng.uniform(math.log10(low), math.log10(high)) * 1e6) * 10**12 + rng.randrange(10**9) * (rng.random() < 0.7)
    value = lambda integer: real(wad(integer))
    for place in range(26):
        size, mean, deviation, k = draw(1, 1e9), draw(1e-5, 0.02), 0 if place == 0 else draw(1e-5, 0.03), rng.choice((2, 3, 4)) * WAD + rng.randrange(3) * WAD // 4
        cost = wad(size) / 2 * (wad(mean) + wad(k) * wad(deviation))
        yield {"f": "spread_cost", "value": str(size), "mu_s": str(mean), "sigma_s": str(deviation), "k": str(k), "cost": decimal(cost, 50), "cost_ceil": str(ceiling(cost))}
    for place in range(26):
        size, volume, scale, deviation = draw(1e-5, 1e7), draw(1, 1e10), draw(0.3, 2), draw(0.001, 0.2)
        if place < 3:
            # The root is rational, so the result may be exact: a ceiling must not add a unit to it.
            base = volume // 10**6
            size, volume = base * (place + 1) ** 2, base * (10 + place) ** 2
        impact = value(scale) * value(deviation) * mp.sqrt(mpf(size) / volume)
        agree(impact**2, float(wad(scale) * wad(deviation)) ** 2 * size / volume, 1e-12, "impact")
        rounded = ceiling(wad(scale) * wad(deviation) * Fraction(place + 1, 10 + place)) if place < 3 else ceiling(impact)
        yield {"f": "sqrt_impact", "q": str(size), "adv": str(volume), "Y": str(scale), "sigma_d": str(deviation), "impact": decimal(impact, 50), "impact_ceil": str(rounded)}
    for _ in range(26):
        size, volume, share, horizon, count = draw(1, 1e7), draw(1e2, 1e9), draw(0.01, 0.3), draw(0.01, 5), rng.choice((1, 3, 4, 12, 50))
        days = wad(size) / (wad(share) * wad(volume))
        even = wad(horizon) + days / 3
        # Tranche j is held j steps: the sum of the squares of what remains, times the step.
        steps = wad(horizon) + sum((Fraction(left, count) ** 2 for left in range(1, count + 1)), Fraction(0)) * days / count
        yield {"f": "unwind_linear", "q": str(size), "adv": str(volume), "rho": str(share), "h_days": str(horizon), "T_days": decimal(days, 50), "sigma_factor": decimal(mp.sqrt(real(even)), 50),
               "n_tranches": count, "sigma_factor_discrete": decimal(mp.sqrt(real(steps)), 50)}
    for _ in range(26):
        price, size, volume = draw(0.1, 1e5), draw(1e-3, 1e6), draw(1, 1e7)
        share, horizon, deviation, scale, mean, spread, k = draw(0.02, 0.3), draw(0.04, 2), draw(0.005, 0.15), draw(0.5, 1.5), draw(1e-5, 0.01), draw(1e-5, 0.01), 3 * WAD
        held = value(price) * value(size)
        days = wad(size) / (wad(share) * wad(volume))
        market = quantile("0.99") * value(deviation) * held * mp.sqrt(real(wad(horizon) + days / 3))
        spread_cost = held / 2 * (value(mean) + value(k) * value(spread))
        impact = held * value(scale) * value(deviation) * mp.sqrt(mpf(size) / volume)
        agree(market, stats.norm.ppf(0.99) * float(value(deviation) * held) * math.sqrt(float(wad(horizon) + days / 3)), 1e-12, "market")
        yield {"f": "lvar", "conf": "0.99", "price": str(price), "q": str(size), "adv": str(volume), "rho": str(share), "h_days": str(horizon), "sigma_d": str(deviation), "Y": str(scale), "mu_s": str(mean),
               "sigma_s": str(spread), "k": str(k), "market": decimal(market, 50), "spread": decimal(spread_cost, 50), "impact": decimal(impact, 50), "total": decimal(market + spread_cost + impact, 50)}
    for _ in range(20):
        size, volume, shares, days, deviation = draw(1e2, 1e6), draw(1e5, 1e8), draw(1e7, 1e10), draw(0.05, 3), draw(0.005, 0.08)
        permanent = mpf("0.314") * value(deviation) * mpf(size) / volume * (mpf(shares) / volume) ** (mpf(1) / 4)
        temporary = mpf("0.142") * value(deviation) * (mpf(size) / volume / value(days)) ** (mpf(3) / 5)
        yield {"f": "almgren_2005", "x": str(size), "v": str(volume), "theta": str(shares), "t_days": str(days), "sigma_d": str(deviation), "gamma": "0.314", "eta": "0.142", "permanent": decimal(permanent, 50),
               "temporary": decimal(temporary, 50), "J": decimal(permanent / 2 + temporary, 50)}
    horizons = [10, 20, 40, 60, 120]
    for place in range(20):
        losses = sorted((draw(0.01, 1e6) for _ in horizons), reverse=True)
        if place == 0:
            losses[2:] = [0, 0, 0]
        squares = sum(wad(loss) ** 2 * Fraction(after - before, 10) for loss, before, after in zip(losses, [0] + horizons, horizons))
        yield {"f": "frtb_cascade", "lh": horizons, "es": list(map(str, losses)), "es_total": decimal(mp.sqrt(real(squares)), 50)}


def cut(value):
    """What the files define: each step of a recursion is cut to 1e-36."""
    return Fraction(math.floor(value * 10**36), 10**36)


def measures(path):
    rise = lambda days: max(after - before for before, after in zip(path, path[days:]))
    ratio = lambda days: max(after / before for before, after in zip(path, path[days:])) - 1
    return {"peak_to_trough": decimal(max(path) / min(path), 36), "n_day": {str(days): decimal(rise(days), 36) for days in (1, 5, 30)}, "n_day_rel": {str(days): decimal(ratio(days), 36) for days in (1, 5, 30)},
            "mean": decimal(sum(path) / len(path), 36)}


def procyclicality():
    prefix, count = 120, 90
    for seed, lambda_, daily, jump in ((52, "0.94", 0.04, 0.03), (53, "0.90", 0.09, 0.05), (54, "0.99", 0.012, 0.0)):
        returns = [real(wad(value)) for value in log_returns(prices(seed, prefix + count, [3000.0], daily=daily, jump=jump)[0])]
        weight, z = mpf(lambda_), quantile("0.99")
        variance, margins = sum(value**2 for value in returns[:30]) / 30, []
        for value in returns:
            margins.append(z * mp.sqrt(variance))
            variance = weight * variance + (1 - weight) * value**2
        stress, long_run = nearest(max(margins[:prefix])), nearest(z * mp.sqrt(sum(value**2 for value in returns[:prefix]) / prefix))
        inputs = list(map(nearest, margins[prefix:]))
        raw = list(map(wad, inputs))
        buffer, growth, up, down = Fraction(1, 4), Fraction(1, 100), Fraction(1, 20), Fraction(1, 100)
        buffered, limited = [raw[0] * (1 + buffer)], [raw[0]]
        for margin in raw[1:]:
            buffered.append(cut(max(margin, min(margin * (1 + buffer), buffered[-1] * (1 + growth)))))
            limited.append(cut(min(max(margin, limited[-1] * (1 - down)), limited[-1] * (1 + up))))
        paths = {"stress25": [(3 * margin + wad(stress)) / 4 for margin in raw], "floor": [max(margin, wad(long_run)) for margin in raw], "buffer25": buffered, "speed": limited}
        tools = {"raw": {"path": None} | measures(raw)} | {name: {"path": strings(path, 36)} | measures(path) for name, path in paths.items()}
        tools["speed"]["max_shortfall"] = decimal(max(max(margin - held, Fraction(0)) for margin, held in zip(raw, limited)), 36)
        yield {"series": f"synthetic {seed}", "lambda": lambda_, "date": dates(count), "margin_wad": list(map(str, inputs)), "m_stress_wad": str(stress), "m_long_wad": str(long_run), "b": "0.25", "g": "0.01", "u": "0.05", "d": "0.01",
               "tools": tools}


def main():
    write("liquidity.json", "spread, impact and time of leaving a position; 18 decimals in, decimals out", list(costs()))
    write("procyclicality.json", "buffer, stress weight, floor and speed limits on a path of margins; each step of buffer25 and speed is cut to 1e-36", list(procyclicality()))

