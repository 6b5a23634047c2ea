"""The whole margin of random portfolios in random markets, formula by formula."""
import random

from mpmath import mp, mpf

from number import WAD, decimal, real, wad, write
from options import black, everlasting
from synthetic import student

DAY, YEAR = 86400, 31_536_000
MULTIPLIER, FACTOR = mpf("1.2"), mpf("2.823871251815416195")
MOVES = [("0", "1")] + [(sign + size, weight) for size, weight in (("0.05", "1"), ("0.10", "1"), ("0.20", "0.55"), ("0.40", "0.34"), ("0.66", "0.21")) for sign in ("", "-")]
value = lambda integer: real(wad(int(integer)))


def market(rng, count, rows):
    """Integers of 18 decimals; the covariance has scale 1e-36; residuals are in units of 1/1024."""
    deep = lambda low, high: int(10 ** rng.uniform(low, high)) * WAD
    assets = []
    for place in range(count):
        pegged = place == count - 1 and count > 1
        price = rng.randrange(940, 1020) * 10**15 if pegged else deep(0, 4) + rng.randrange(WAD)
        depth = 0 if rng.random() < 0.08 else deep(5, 8)
        assets.append({
            "collateral_price": str(price), "liability_price": str(price + price // rng.choice((10**6, 500, 50))), "maintenance_volatility": str(rng.choice((WAD, rng.randrange(WAD // 2, WAD)))),
            "multiplier": str(rng.choice((100, 113, 128, 133)) * WAD // 100), "age": rng.choice((0, 0, 1800, 90000)), "dead_band": str(rng.choice((0, 5 * 10**15, 10**16))), "depth": str(depth),
            "maintenance_depth": str(depth + depth * rng.choice((0, 1, 3)) // 2), "half_spread": str(rng.randrange(30) * 10**14), "system_long": str(deep(4, 9)), "system_short": str(deep(4, 9)),
            "uncertainty": str(rng.choice((0, 0, rng.randrange(10**17)))), "quote": str(rng.randrange(900, 1010) * 10**15) if pegged else None, "known": rng.random() > 0.1, "jump": str(rng.choice((0, 5, 13)) * WAD // 100),
            "stress_scale": str(rng.choice((WAD, rng.randrange(WAD)))), "table_initial": str(rng.randrange(40, 90) * WAD // 100), "table_maintenance": str(rng.randrange(20, 40) * WAD // 100)})
    loadings = [[int((0.7 * (axis == 0) + 0.6 * rng.gauss(0, 1)) * (10**15 if asset["quote"] else rng.randrange(2, 9) * 10**16)) for axis in range(count)] for asset in assets]
    covariance = [[str(sum(x * y for x, y in zip(left, right))) for right in loadings] for left in loadings]
    size = rng.choice((0.6, 1.0, 1.05, 1.6))

    def residual(common):
        return max(-32767, min(32767, round(1024 * size * (0.7 * common + 0.714 * student(rng, 4))))) if rng.random() > 0.03 else None

    return {"assets": assets, "covariance": covariance, "rows": [[residual(common) for _ in assets] for common in (student(rng, 4) for _ in range(rows))], "buffer": str(rng.choice((0, 10, 25)) * WAD // 100)}


def portfolio(rng, facts, options):
    assets = facts["assets"]
    units = lambda place: int(10 ** rng.uniform(2, 6) * 1e18 / int(assets[place]["collateral_price"]) * 1e6) * 10**12
    holdings = [[place, str(units(place))] for place in range(len(assets)) if rng.random() < 0.6]
    legs = []
    for _ in range(rng.randrange(4)):
        place = rng.randrange(len(assets))
        price, kind = int(assets[place]["collateral_price"]), rng.choice(("linear", "call", "put", "everlasting_call", "everlasting_put")) if options else "linear"
        life = {"linear": 0, "call": rng.choice((0, 20000, 5 * DAY, 60 * DAY)), "put": rng.choice((3600, 30 * DAY, 31 * DAY))}.get(kind, rng.choice((DAY, 7 * DAY)))
        legs.append({"asset": place, "kind": kind, "size": str(rng.choice((-1, 1)) * units(place)), "strike": str(price * rng.randrange(80, 125) // 100), "seconds": life})
    return {"cash": str(rng.randrange(-(10**5), 10**5) * WAD), "holdings": holdings, "legs": legs}


def worth(kind, price, strike, volatility, seconds):
    """Value and delta of one unit."""
    years, right = mpf(seconds) / YEAR, kind.removeprefix("everlasting_")
    if seconds == 0 or volatility == 0:
        above = price > strike
        return max(price - strike, mpf(0)) if right == "call" else max(strike - price, mpf(0)), mpf(above) if right == "call" else mpf(price < strike) * -1
    found = everlasting(price, strike, volatility, years) if kind.startswith("ever") else black(price, strike, years, volatility)
    return found[right], found["delta_call"] - (right == "put")


def stretch(way, seconds):
    ratio = mpf(30 * DAY) / max(seconds, DAY)
    power = ratio ** (mpf("0.3") if seconds <= 30 * DAY else mpf("0.13"))
    return {"same": mpf(1), "up": 1 + mpf("0.6") * power, "down": max(mpf(0), 1 - mpf("0.3") * power)}[way]


def exposure(facts, held, place):
    """Everything of one asset: linear dollars, deltas, gross dollars, equity, and the gain under a shock."""
    asset = facts["assets"][place]
    low, high, pegged = value(asset["collateral_price"]), value(asset["liability_price"]), asset["quote"] is not None
    deviation = mp.sqrt(mpf(int(facts["covariance"][place][place])) / 10**36)
    found = {"asset": asset, "deviation": deviation, "linear": mpf(0), "equity": mpf(0), "delta": mpf(0), "gross": mpf(0), "long": mpf(0), "short": mpf(0), "options": []}
    for at, amount in held["holdings"]:
        if at == place:
            dollars = value(amount) * (min(low, mpf(1)) if pegged else low)
            found["linear"] += dollars
            found["equity"] += dollars
    for leg in held["legs"]:
        size, strike, kind, seconds = value(leg["size"]), value(leg["strike"]), leg["kind"], leg["seconds"]
        if leg["asset"] != place:
            continue
        if kind == "linear":
            price = low if size > 0 else max(high, mpf(1)) if pegged else high
            found["linear"] += size * price
            found["equity"] += size * (price - strike)
            continue
        price = low if (size > 0) == kind.endswith("call") else high
        unit, slope = worth(kind, price, strike, deviation * mp.sqrt(365), seconds)
        found["delta"] += size * price * slope
        found["gross"] += abs(size * price * slope)
        found["equity"] += size * unit
        found["long" if size > 0 else "short"] += size * unit if size > 0 else -size * price
        found["options"].append((size, price, strike, kind, seconds, unit))
    found["delta"] += found["linear"]
    found["gross"] += abs(found["linear"])
    return found


def gain(found, shock, way):
    ratio, total = mp.exp(shock), found["linear"] * (mp.exp(shock) - 1)
    for size, price, strike, kind, seconds, unit in found["options"]:
        volatility = found["deviation"] * mp.sqrt(365) * stretch(way, seconds)
        total += size * (worth(kind, price * ratio, strike, volatility, seconds)[0] - unit)
    return total


def shortfall(facts, known, scales, way):
    rows = facts["rows"]
    if len(rows) < 100 or not known:
        return mpf(0)
    fixes, worst = [], []
    for place, found, scale in known_scales(known, scales):
        column = [mpf(row[place]) / 1024 for row in rows if row[place] is not None]
        mean = sum(z * z for z in column) / len(column) if column else mpf(1)
        fixes.append(mpf(1) if mpf("0.8") <= mean <= mpf("1.3") or mean == 0 else 1 / mp.sqrt(mean))
        far = MULTIPLIER * FACTOR * scale
        worst.append(max(mpf(0), -gain(found, far, way), -gain(found, -far, way)))
    losses = []
    for row in rows:
        loss = mpf(0)
        for (place, found, scale), fix, most in zip(known_scales(known, scales), fixes, worst):
            loss += most if row[place] is None else -gain(found, mpf(row[place]) / 1024 * scale * fix, way)
        losses.append(loss)
    tail, whole = mpf(len(rows)) * 25 / 1000, len(rows) * 25 // 1000
    losses.sort(reverse=True)
    return (sum(losses[:whole]) + (tail - whole) * losses[whole]) / tail


def known_scales(known, scales):
    return [(place, found, scale) for (place, found), scale in zip(known, scales)]


def twin(facts, known, scales, ways):
    swings = [found["delta"] * scale for (_, found), scale in zip(known, scales)]
    form = mpf(0)
    for (i, one), swing in zip(known, swings):
        for (j, other), more in zip(known, swings):
            form += swing * more * mpf(int(facts["covariance"][i][j])) / 10**36 / (one["deviation"] * other["deviation"])
    measured = mp.sqrt(max(form, mpf(0)))
    worst = max(measured, abs(sum(swings)), mp.sqrt(sum(swing**2 for swing in swings)))
    deviation = max(measured + (worst - measured) / 4, sum(map(abs, swings)) / 10)
    beyond = mpf(0)
    for (_, found), scale in zip(known, scales):
        far = FACTOR * scale
        beyond += max([mpf(0)] + [-gain(found, sign * far, way) + found["delta"] * sign * far for sign in (1, -1) for way in ways])
    return MULTIPLIER * (FACTOR * deviation + beyond)


def leaving(gross, wanted, asset, depth):
    return gross if depth == 0 else min(gross, gross * (value(asset["half_spread"]) + mp.sqrt(wanted / depth) / 50))


def requirement(facts, places, initial):
    """One kind of margin and what it is made of."""
    known = [(place, found) for place, found in places if found["asset"]["known"]]
    depths, scales = [], []
    for _, found in known:
        asset = found["asset"]
        depth = value(asset["depth" if initial else "maintenance_depth"])
        days = min(mpf(10), found["gross"] / (10 * depth)) if depth else mpf(10)
        limit = mpf(1) if initial else value(asset["maintenance_volatility"])
        spread = (limit * found["deviation"]) ** 2 * (mpf(DAY + asset["age"]) / DAY + days / 3)
        depths.append(depth)
        scales.append(value(asset["multiplier"]) * mp.sqrt(spread + value(asset["dead_band"]) ** 2))
    ways = ("down", "up") if any(found["options"] for _, found in known) else ("same",)
    made = {"simulation": max([mpf(0)] + [shortfall(facts, known, scales, way) for way in ways]), "stress": mpf(0), "twin": twin(facts, known, scales, ways)}
    for move, weight in MOVES:
        for way in ways:
            shocks = [mp.log(1 + mpf(move) * value(found["asset"]["stress_scale"])) for _, found in known]
            made["stress"] = max(made["stress"], -mpf(weight) * sum((gain(found, shock, way) for (_, found), shock in zip(known, shocks)), mpf(0)))
    core = max(made.values())
    made |= {"liquidity": mpf(0), "crowding": mpf(0), "quality": mpf(0), "oracle": mpf(0), "table": mpf(0)}
    for (_, found), depth in zip(known, depths):
        asset, gross = found["asset"], found["gross"]
        cost = leaving(gross, gross, asset, depth)
        made["liquidity"] += cost
        missing = max(mpf(0), mpf("0.99") - value(asset["quote"])) if asset["quote"] else mpf(0)
        made["quality"] += min(gross, gross * (value(asset["jump"]) + 4 * missing))
        if initial:
            side = value(asset["system_short" if found["delta"] < 0 else "system_long"])
            made["crowding"] += (leaving(gross, max(gross, side), asset, depth) - cost) / 4
            made["oracle"] += gross * value(asset["uncertainty"])
    for _, found in places:
        if not found["asset"]["known"]:
            made["table"] += value(found["asset"]["table_initial" if initial else "table_maintenance"]) * (abs(found["linear"]) + found["short"]) + found["long"]
    weight = 1 + value(facts["buffer"]) if initial else mpf("0.8")
    total = weight * core + sum(made[name] for name in ("liquidity", "crowding", "quality", "oracle", "table"))
    if len(facts["rows"]) < 100:
        # No simulation: what the static table asks for all assets is the least.
        ratio = "table_initial" if initial else "table_maintenance"
        total = max(total, made["table"] + sum(value(found["asset"][ratio]) * found["gross"] for _, found in known))
    return total, made


def judge(facts, held):
    used = sorted({place for place, amount in held["holdings"]} | {leg["asset"] for leg in held["legs"]})
    places = [(place, exposure(facts, held, place)) for place in used]
    equity = value(held["cash"]) + sum(found["equity"] for _, found in places)
    (initial, initial_parts), (maintenance, maintenance_parts) = requirement(facts, places, True), requirement(facts, places, False)
    initial = max(initial, maintenance)
    parts = lambda made: {name: decimal(part) for name, part in made.items()}
    return {"equity": decimal(equity), "initial": decimal(initial), "maintenance": decimal(maintenance), "restored": decimal(min(maintenance * mpf("1.15"), initial)), "health": decimal(equity / maintenance) if maintenance else None,
            "initial_parts": parts(initial_parts), "maintenance_parts": parts(maintenance_parts)}


def main():
    rng = random.Random(111)
    cases = []
    for count, rows, options in ((1, 130, False), (2, 120, False), (3, 99, True), (2, 160, True), (3, 201, True), (5, 110, False), (3, 120, True)):
        facts = market(rng, count, rows)
        with mp.workdps(60):
            for _ in range(5):
                held = portfolio(rng, facts, options)
                facts.setdefault("portfolios", []).append(held | {"expected": judge(facts, held)})
        cases.append(facts)
    write("margin.json", "random portfolios in random markets: what they are worth, their margins and what these are made of", cases)
