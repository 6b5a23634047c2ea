"""How much to close, auction curves, the fall a liquidation survives, and haircuts. Exact rationals but for the exponentials."""
import random
from fractions import Fraction

from mpmath import mp, mpf

from distributions import unit_factors
from number import WAD, ceiling, decimal, floor, real, wad, write


def close_amount(collateral, debt, threshold, bonus, target):
    case = {"f": "close_amount", "C": str(collateral), "D": str(debt), "lt": str(threshold), "b": str(bonus), "h": str(target)}
    c, d, share, paid, health = wad(collateral), wad(debt), wad(threshold), 1 + wad(bonus), wad(target)
    case["health"] = decimal(share * c / d) if debt else None
    if share * c >= health * d:
        return case | {"status": "healthy"}
    if c <= paid * d:
        most = c / paid
        return case | {"status": "toxic", "max_repay_floor": str(floor(most)), "bad_debt_ceil": str(max(0, ceiling(d - most)))}
    amount = (health * d - share * c) / (health - paid * share)
    assert share * (c - paid * amount) == health * (d - amount) and 0 < amount <= d
    repaid = ceiling(amount)
    seized = floor(paid * wad(repaid))
    case |= {"status": "ok", "repay": decimal(amount, 50), "repay_ceil": str(repaid), "seize_floor": str(seized), "close_fraction": decimal(amount / d)}
    if debt > repaid:
        after = share * Fraction(collateral - seized, debt - repaid)
        assert after >= health
        case["health_after_floor"] = str(floor(after))
    return case


def closes():
    rng = random.Random(101)
    given = [(2000, 1700, 85, 5, 100), (2000, 1701, 85, 5, 100), (1050, 1000, 90, 5, 102), (1051, 1000, 90, 5, 102), (1049, 1000, 90, 5, 102), (10, 20, 50, 10, 110), (0, 1, 80, 10, 110), (7, 0, 80, 10, 110), (3000, 2600, 97, 0, 130)]
    cases = [(c * WAD, d * WAD, share * 10**16, bonus * 10**16, target * 10**16) for c, d, share, bonus, target in given]
    while len(cases) < 75:
        collateral = int(10 ** rng.uniform(-3, 9) * 1e6) * 10**12 + rng.randrange(10**12)
        threshold, bonus, target = rng.randrange(4500, 9700) * 10**14 + rng.randrange(10**3), rng.randrange(0, 1500) * 10**14, rng.randrange(10000, 13000) * 10**14
        cases.append((collateral, collateral * threshold // WAD * rng.randrange(700, 1250) // 1000, threshold, bonus, target))
    yield from (close_amount(*case) for case in cases)
    for place in range(42):
        gross = rng.randrange(1, 10**9) * 10**15 + rng.randrange(10**9)
        maintenance, cost, target = gross * rng.randrange(15, 350) // 1000, rng.randrange(0, 45) * 10**15, rng.randrange(100, 165) * 10**16
        equity = maintenance * rng.randrange(-300, 1500) // 1000
        if place < 3:
            cost, equity = 2 * 10**16, gross // 50 + place - 1
        case = {"f": "close_margin", "E": str(equity), "M": str(maintenance), "G": str(gross), "c": str(cost), "k": str(target)}
        needed, leaving = wad(target) * wad(maintenance), wad(cost) * wad(gross)
        if wad(equity) >= needed:
            yield case | {"status": "healthy"}
        elif wad(equity) <= leaving:
            yield case | {"status": "toxic", "shortfall_ceil": str(max(0, ceiling(leaving - wad(equity))))}
        else:
            fraction = (needed - wad(equity)) / (needed - leaving)
            assert wad(equity) - fraction * leaving == needed * (1 - fraction) and 0 < fraction <= 1
            yield case | {"status": "ok", "fraction": decimal(fraction), "fraction_ceil": str(ceiling(fraction))}


def curves():
    rng = random.Random(102)
    for place in range(36):
        top, seconds = rng.randrange(1, 10**8) * 10**13 + rng.randrange(10**6), rng.choice((0, 1, 89, 90, 600, 7199, 7200, 7201, rng.randrange(20000)))
        case = {"f": "auction", "kind": ("step", "linear", "half_life")[place % 3], "top": str(top), "t": seconds}
        if place % 3 == 0:
            cut, step = rng.randrange(9000, 9999) * 10**14, rng.choice((15, 90, 100))
            price = wad(top) * wad(cut) ** (seconds // step)
            case |= {"cut": str(cut), "step": step}
        elif place % 3 == 1:
            span = rng.choice((1800, 7200, 10000))
            price = wad(top) * max(Fraction(0), 1 - Fraction(seconds, span))
            case["tau"] = span
        else:
            half = rng.choice((300, 900, 2700))
            price = real(wad(top)) * mpf(2) ** (-mpf(seconds) / half)
            if seconds % half == 0:
                price = wad(top) / 2 ** (seconds // half)
            case["half_life"] = half
        yield case | {"price": decimal(price, 50), "price_floor": str(floor(price))}
    for place in range(20):
        collateral = rng.randrange(10**6, 10**9) * WAD // 1000
        debt, bonus = collateral * rng.randrange(400, 1000) // 1000, rng.randrange(0, 150) * 10**15
        drop = 1 - (1 + wad(bonus)) * Fraction(debt, collateral)
        yield {"f": "drop_bound", "C": str(collateral), "D": str(debt), "b": str(bonus), "max_drop": decimal(drop), "max_drop_floor": str(floor(drop))}


def haircuts():
    rng = random.Random(103)
    for place in range(24):
        deviation, days, cost, jump, bonus = rng.randrange(1, 150) * 10**15, rng.choice((1, 3, 6, 18, 24, 72)) * WAD // 24, rng.randrange(0, 60) * 10**15, rng.choice((0, 0, 30, 130, 1000)) * 10**15, rng.randrange(1, 15) * 10**16
        dist = ("normal", "t4")[place % 2]
        factor = unit_factors(None if dist == "normal" else 4, "0.975")[1]
        kept = mp.exp(-factor * real(wad(deviation)) * mp.sqrt(real(wad(days)))) * real((1 - wad(cost)) * (1 - wad(jump)))
        yield {"f": "haircut", "sigma_d": str(deviation), "days": str(days), "lc": str(cost), "jump": str(jump), "b": str(bonus), "factor": "ES 97.5 " + dist, "q": decimal(factor), "haircut": decimal(1 - kept), "haircut_ceil": str(ceiling(1 - kept)),
               "threshold_floor": str(floor(kept / real(1 + wad(bonus))))}


def main():
    write("liquidation.json", "closed forms; 18 decimals in, decimals and floors or ceilings of 18 decimals out", [*closes(), *curves(), *haircuts()])
