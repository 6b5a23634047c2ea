"""Black-76, Black-Scholes, everlasting options, power perpetuals, and revaluation over grids of scenarios."""
import math
import random
from fractions import Fraction

from mpmath import mp, mpf
from scipy import integrate, special

from distributions import density, probability
from number import WAD, agree, decimal, real, strings, wad, write

YEAR = 31_536_000
value = lambda integer: real(wad(integer))


def black(forward, strike, years, sigma):
    """Undiscounted call and put with their greeks; only the payoff where nothing is left to happen."""
    if years == 0 or sigma == 0:
        return {"call": max(forward - strike, mpf(0)), "put": max(strike - forward, mpf(0))}
    spread = sigma * mp.sqrt(years)
    d1 = mp.log(forward / strike) / spread + spread / 2
    d2 = d1 - spread
    phi = density(d1)
    return {"d1": d1, "d2": d2, "call": forward * probability(d1) - strike * probability(d2), "put": strike * probability(-d2) - forward * probability(-d1), "delta_call": probability(d1), "delta_put": probability(d1) - 1,
            "gamma": phi / (forward * spread), "vega": forward * phi * mp.sqrt(years), "theta": -forward * phi * sigma / (2 * mp.sqrt(years))}


def double(forward, strike, years, sigma):
    spread = sigma * math.sqrt(years)
    d1 = math.log(forward / strike) / spread + spread / 2
    return forward * special.ndtr(d1) - strike * special.ndtr(d1 - spread)


def everlasting(spot, strike, sigma, years):
    """Continuous funding: the closed form of an option whose maturity is exponential with that mean."""
    u = mp.sqrt(1 + 8 / (sigma**2 * years))
    ratio = spot / strike
    side = (u - 1) / 2 if ratio < 1 else -(u + 1) / 2
    time_value = strike / u * ratio ** (side + 1)
    call = time_value + max(spot - strike, mpf(0))
    delta = (u + 1) / (2 * u) * ratio**side if ratio < 1 else 1 - (u - 1) / (2 * u) * ratio**side
    return {"u": u, "call": call, "put": call - (spot - strike), "delta_call": delta, "gamma": (u * u - 1) / (4 * u * strike) * ratio ** (side - 1)}


def european():
    rng = random.Random(81)
    points = [(3000, 3000, 0, 1), (3000, 3000, 86400, 0), (3000, 2999, 0, 0.5), (2500, 2600, 604800, 0)]
    points += [(1800, strike, seconds, sigma) for strike in (600, 1500, 1790, 1800, 1810, 2400, 9000) for seconds, sigma in ((45, 0.9), (5400, 0.35), (10 * 86400, 0.7), (400 * 86400, 1.5))]
    grid = [(forward * WAD, strike * WAD, seconds, int(sigma * 100) * 10**16) for forward, strike, seconds, sigma in points]
    while len(grid) < 64:
        forward = int(10 ** rng.uniform(-2, 5) * 1e6) * 10**12 + rng.randrange(10**6)
        grid.append((forward, int(forward * math.exp(rng.gauss(0, 0.3))), rng.randrange(60, YEAR), rng.randrange(8, 260) * 10**16 + rng.randrange(10**6)))
    for forward, strike, seconds, sigma in grid:
        found = black(value(forward), value(strike), mpf(seconds) / YEAR, value(sigma))
        assert found["call"] - found["put"] - (value(forward) - value(strike)) < mpf(10) ** -90
        if seconds and sigma:
            assert abs(double(float(wad(forward)), float(wad(strike)), seconds / YEAR, float(wad(sigma))) - float(found["call"])) < 1e-10 * float(wad(forward) + wad(strike))
        yield {"f": "black76", "F": str(forward), "K": str(strike), "t_seconds": seconds, "sigma": str(sigma)} | {key: decimal(entry) for key, entry in found.items()}
    for _ in range(26):
        spot = rng.choice((90, 2700, 58000)) * WAD
        strike, seconds, sigma, rate = int(spot * math.exp(rng.gauss(0, 0.2))) // 10**14 * 10**14, rng.randrange(1800, YEAR), rng.randrange(12, 180) * 10**16, rng.choice((0, 2, 4, 9, -1)) * 10**16
        years, r = mpf(seconds) / YEAR, value(rate)
        discount = mp.exp(-r * years)
        at = black(value(spot) / discount, value(strike), years, value(sigma))
        owed, decay = value(strike) * discount, -value(spot) * density(at["d1"]) * value(sigma) / (2 * mp.sqrt(years))
        found = {"call": discount * at["call"], "put": discount * at["put"], "delta_call": at["delta_call"], "delta_put": at["delta_put"], "gamma": at["gamma"] / discount, "vega": discount * at["vega"],
                 "theta_call": decay - r * owed * probability(at["d2"]), "theta_put": decay + r * owed * probability(-at["d2"]), "rho_call": owed * years * probability(at["d2"]), "rho_put": -owed * years * probability(-at["d2"])}
        # The greeks are derivatives: held to differences of prices.
        with mp.workdps(60):
            priced = lambda s, v, t: mp.exp(-r * t) * black(s * mp.exp(r * t), value(strike), t, v)["call"]
            step = mpf(10) ** -15
            agree(found["vega"], (priced(value(spot), value(sigma) + step, years) - priced(value(spot), value(sigma) - step, years)) / (2 * step), 1e-9, "vega")
            agree(found["theta_call"], -(priced(value(spot), value(sigma), years + step) - priced(value(spot), value(sigma), years - step)) / (2 * step), 1e-9, "theta")
            agree(found["delta_call"], (priced(value(spot) + step, value(sigma), years) - priced(value(spot) - step, value(sigma), years)) / (2 * step), 1e-9, "delta")
        yield {"f": "black_scholes", "S": str(spot), "K": str(strike), "t_seconds": seconds, "sigma": str(sigma), "rate_wad": str(rate)} | {key: decimal(entry) for key, entry in found.items()}


def paid(spot, strike, sigma, years, payments):
    """Everlasting with discrete funding: a geometric mixture of maturities."""
    keep = mpf(payments) / (payments + 1)
    terms = math.ceil((60 if payments < 24 else 44) / -math.log(float(keep)))
    total = mpf(0)
    for place in range(1, terms):
        total += keep ** (place - 1) / (payments + 1) * black(spot, strike, place * years / payments, sigma)["call"]
    return total


def perpetual():
    rng = random.Random(82)
    grid = [(spot * WAD, 2000 * WAD, sigma * WAD // 10, days * 86400) for spot in (1000, 1900, 1999, 2000, 2001, 2150, 4000) for sigma, days in ((4, 1), (9, 7))] + [(2000 * WAD - 1, 2000 * WAD, WAD, 86400), (2000 * WAD + 1, 2000 * WAD, WAD, 86400)]
    while len(grid) < 28:
        strike = rng.randrange(1, 5000) * WAD
        grid.append((int(strike * math.exp(rng.gauss(0, 0.15))) // 10**10 * 10**10, strike, rng.randrange(15, 220) * 10**16, rng.choice((1, 3, 7, 30)) * 86400))
    for spot, strike, sigma, seconds in grid:
        years = mpf(seconds) / YEAR
        found = everlasting(value(spot), value(strike), value(sigma), years)
        with mp.workdps(40):
            sums = {str(payments): decimal(paid(value(spot), value(strike), value(sigma), years, payments), 16) for payments in (1, 3, 24)}
        s, k, v, mean = float(wad(spot)), float(wad(strike)), float(wad(sigma)), float(years)
        mixture = integrate.quad(lambda x: math.exp(-x) * double(s, k, x * mean, v), 0, 60, epsabs=1e-10 * k, limit=500, points=[1e-4, 1e-2, 0.1, 1])[0]
        assert abs(mixture - float(found["call"])) < 1e-7 * k, (mixture, found["call"])
        yield {"f": "everlasting", "S": str(spot), "K": str(strike), "sigma": str(sigma), "funding_s": seconds} | {key: decimal(entry) for key, entry in found.items()} | {"call_n_payments": sums}
    for place in range(24):
        spot, sigma, power, seconds, rate = rng.randrange(50, 9000) * WAD, rng.randrange(15, 220) * 10**16, rng.choice((2, 2, 3, -1)), rng.choice((86400, 604800, 1512000, 2592000)), rng.choice((0, 0, 3)) * 10**16
        if place < 2:
            sigma, power, seconds = 400 * 10**16, 3, 2592000
        exponent = mpf(seconds) / YEAR * (power - 1) * (value(rate) + power * value(sigma) ** 2 / 2)
        once, always = 2 * mp.exp(-exponent) - 1, 1 - exponent
        yield {"f": "power_perp", "S": str(spot), "p": power, "sigma": str(sigma), "rate_wad": str(rate), "funding_s": seconds, "price": decimal(value(spot) ** power / once) if once > 0 else None,
               "price_continuous": decimal(value(spot) ** power / always) if always > 0 else None, "converges": bool(once > 0)}


SCAN = [(Fraction(third, 3), way, Fraction(1)) for third in (0, 1, -1, 2, -2, 3, -3) for way in (1, -1)] + [(Fraction(3), 0, Fraction(33, 100)), (Fraction(-3), 0, Fraction(33, 100))]
GRID = [(Fraction(1, 5), 1)] + [(Fraction(move, 20), way) for move in (3, 2, 1, 0, -1, -2, -3) for way in (1, 0, -1)] + [(Fraction(-1, 5), 1)]


def stretched(way, seconds):
    """Factor on a volatility: stronger for short expiries, up more than down."""
    ratio = mpf(30 * 86400) / max(seconds, 86400)
    power = ratio ** (mpf("0.3") if seconds <= 30 * 86400 else mpf("0.13"))
    return 1 + mpf("0.6") * power if way > 0 else max(mpf(0), 1 - mpf("0.3") * power) if way < 0 else mpf(1)


def grids():
    rng = random.Random(83)
    for _ in range(11):
        spot = rng.choice((80, 2500, 55000)) * WAD
        price_range, volatility_range, positions = rng.choice((6, 10, 18)) * 10**16, rng.choice((10, 20, 35)) * 10**16, []
        for _ in range(rng.randrange(2, 6)):
            kind, quantity = rng.choice(("call", "put", "spot", "everlasting_call", "everlasting_put")), rng.choice((-1, 1)) * rng.randrange(1, 80) * 10**17
            if kind == "spot":
                positions.append({"kind": kind, "qty": str(quantity)})
                continue
            days = rng.choice((1, 7)) if kind.startswith("ever") else rng.choice((1, 5, 30, 120))
            positions.append({"kind": kind, "qty": str(quantity), "K": str(int(spot * rng.uniform(0.75, 1.3)) // 10**15 * 10**15), "t_seconds": days * 86400, "sigma": str(rng.randrange(35, 130) * 10**16)})

        def worth(move, factor):
            at, total = value(spot) * (1 + move), mpf(0)
            for position in positions:
                quantity = value(int(position["qty"]))
                if position["kind"] == "spot":
                    total += quantity * at
                    continue
                strike, years, sigma = value(int(position["K"])), mpf(position["t_seconds"]) / YEAR, value(int(position["sigma"])) * factor(position["t_seconds"])
                form = everlasting(at, strike, sigma, years) if position["kind"].startswith("ever") else black(at, strike, years, sigma)
                total += quantity * form[position["kind"].removeprefix("everlasting_")]
            return total

        base = worth(0, lambda _: mpf(1))
        scan = [real(weight) * (worth(real(move * wad(price_range)), lambda _, way=way: 1 + way * value(volatility_range)) - base) for move, way, weight in SCAN]
        grid = [worth(real(move), lambda seconds, way=way: stretched(way, seconds)) - base for move, way in GRID]
        yield {"S": str(spot), "positions": positions, "base_value": decimal(base), "psr": str(price_range), "vsr": str(volatility_range), "span_pnl": strings(scan), "span_scan_risk": decimal(max(-min(scan), mpf(0))),
               "span_worst": scan.index(min(scan)), "grid_pnl": strings(grid), "grid_worst": grid.index(min(grid)), "grid_loss": decimal(max(-min(grid), mpf(0)))}


def main():
    write("options_european.json", "Black-76 on a forward; Black-Scholes on a spot; a year has 31,536,000 seconds", list(european()))
    write("options_perpetual.json", "everlasting options by closed form and with 1, 3, 24 payments per period; power perpetuals", list(perpetual()))
    write("scenario_grid.json", "profit and loss under a scan of 16 scenarios and a grid of 23 spot and volatility moves", list(grids()), span_scenarios=[[str(move), way, str(weight)] for move, way, weight in SCAN],
          grid_scenarios=[[str(move), way] for move, way in GRID])
