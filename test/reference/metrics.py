"""Sections 4 to 6 of the numbers specification, written a second time.

Nothing here is shared with the product: plain lists, exact sums (math.fsum), the error function of
the C library, positions rebuilt from the list of trades. Standard library only.

    python3 metrics.py < input.json > output.json

input:  {"report": {"capital", "dates", "nav", "gross", "benchmark"?, "riskFree"?, "fill", "trades", "pairs"},
         "analysis": {"dates", "pairs"}}                     either key may be absent
        trades: [{"date", "pair", "leg": "base"|"inverse", "units", "price", "cost"}]
        pairs:  [{"base": [index at close], "inverse": [...], "baseOpen": [...], "inverseOpen": [...], "ratio": [...]}]
output: {"report": {"metrics", "drawdowns", "monthly", "yearly", "attribution", "attributionByYear", "pairs"}, "analysis": [...]}
"""

import bisect
import datetime
import json
import math
import sys

YEAR = 252
TINY = 1e-12
SAME = 1e-12  # returns closer than this are the same day's worth


def divide(a, b):
    return None if a is None or b is None or abs(b) < TINY else a / b


def average(xs):
    return math.fsum(xs) / len(xs) if xs else None


def spread(xs):
    """Sample standard deviation."""
    if len(xs) < 2:
        return None
    m = average(xs)
    return math.sqrt(math.fsum((x - m) ** 2 for x in xs) / (len(xs) - 1))


def percentile(xs, p):
    if not xs:
        return None
    s = sorted(xs)
    h = (len(s) - 1) * p
    i = int(math.floor(h))
    return s[i] if i + 1 >= len(s) else s[i] + (h - i) * (s[i + 1] - s[i])


def days_between(a, b):
    return (datetime.date.fromisoformat(b) - datetime.date.fromisoformat(a)).days


def returns_of(nav, capital):
    return [v / (nav[i - 1] if i else capital) - 1 for i, v in enumerate(nav)]


# ---------------------------------------------------------------- section 4


def underwater_spans(nav, capital):
    """(peak row, trough row, recovery row or None, depth)"""
    spans, high, high_row, low, low_row = [], capital, 0, None, None
    for i, v in enumerate(nav):
        if v < high * (1 - SAME):
            if low is None or v < low:
                low, low_row = v, i
        else:
            if low is not None:
                spans.append((high_row, low_row, i, low / high - 1))
            high, high_row, low = max(v, high), i, None
    if low is not None:
        spans.append((high_row, low_row, None, low / high - 1))
    return spans


def drawdown_table(nav, capital, dates):
    rows = []
    for peak, trough, recovery, depth in sorted(underwater_spans(nav, capital), key=lambda s: s[3])[:5]:
        end = recovery if recovery is not None else len(nav) - 1
        rows.append({
            "peak": dates[peak], "trough": dates[trough],
            "recovery": None if recovery is None else dates[recovery], "depth": depth,
            "days": days_between(dates[peak], dates[end]), "sessions": end - peak,
        })
    return rows


def compounded(returns, dates, label):
    table = {}
    for r, d in zip(returns, dates):
        table[label(d)] = table.get(label(d), 1.0) * (1 + r)
    return {k: v - 1 for k, v in table.items()}


def month(date):
    return date[:7]


def year(date):
    return date[:4]


def quarter(date):
    return f"{date[:4]}-{(int(date[5:7]) + 2) // 3}"


def months_before(date, count):
    """The same day so many calendar months earlier; the last of the month where it has no such day."""
    there = datetime.date.fromisoformat(date)
    year, month = there.year, there.month - count
    while month < 1:
        year, month = year - 1, month + 12
    day = there.day
    while True:
        try:
            return datetime.date(year, month, day).isoformat()
        except ValueError:
            day -= 1


def rate(growth, sessions):
    """A year's; none where more than everything was lost."""
    return growth ** (YEAR / sessions) - 1 if growth >= 0 else None


def periods(nav, capital, dates):
    end = dates[-1]

    def since(found, yearly=False):
        if not found:
            return None
        start = found[-1]
        growth = nav[-1] / nav[start]
        return rate(growth, len(nav) - 1 - start) if yearly else growth - 1

    def earlier(count, yearly=False):
        limit = months_before(end, count)
        return since([i for i, d in enumerate(dates) if d <= limit], yearly)

    whole = nav[-1] / capital
    return {
        "mtd": since([i for i, d in enumerate(dates) if d[:7] < end[:7]]),
        "ytd": since([i for i, d in enumerate(dates) if d[:4] < end[:4]]),
        "3m": earlier(3), "6m": earlier(6), "1y": earlier(12),
        "3y": earlier(36, True), "5y": earlier(60, True), "10y": earlier(120, True),
        "all": rate(whole, len(nav)) if len(nav) > YEAR else whole - 1,
    }


def below_peaks(nav, capital, dates, spans):
    under = [v / p - 1 for v, p in zip(nav, running_max(nav, capital))]
    ends = [s[2] if s[2] is not None else len(nav) - 1 for s in spans]
    days = [days_between(dates[s[0]], dates[e]) for s, e in zip(spans, ends)]
    still = bool(spans) and spans[-1][2] is None
    return {
        "currentDrawdown": under[-1] if still else 0.0,
        "currentDrawdownDays": days[-1] if still else 0,
        "averageDrawdown": average([s[3] for s in spans]),
        "averageDrawdownDays": average(days),
        "ulcerIndex": math.sqrt(average([u * u for u in under])),
    }


def running_max(nav, first):
    peaks = [first]
    for v in nav:
        peaks.append(max(peaks[-1], v))
    return peaks[1:]


def share_above(xs):
    return sum(x > SAME for x in xs) / len(xs)


def metrics(nav, capital, dates, benchmark=None, risk_free=None):
    r = returns_of(nav, capital)
    n = len(r)
    rf = risk_free or [0.0] * n
    e = [a - b for a, b in zip(r, rf)]
    total = nav[-1] / capital - 1
    cagr = rate(1 + total, n)
    sd_e = spread(e)
    daily = divide(average(e), sd_e)
    downside = math.sqrt(average([min(x, 0.0) ** 2 for x in e]))
    spans = underwater_spans(nav, capital)
    depth = min([s[3] for s in spans], default=0.0)
    lengths = [(days_between(dates[s[0]], dates[s[2] if s[2] is not None else n - 1]),
                (s[2] if s[2] is not None else n - 1) - s[0], s[2] is None) for s in spans]
    longest = max(lengths, key=lambda x: x[0], default=(0, 0, False))
    var95 = percentile(r, 0.05)
    months = list(compounded(r, dates, month).values())
    years = list(compounded(r, dates, year).values())
    m = average(r)
    s2, s3, s4 = (math.fsum((x - m) ** k for x in r) for k in (2, 3, 4))
    moving = n > 1 and math.sqrt(s2 / (n - 1)) >= TINY
    out = {
        "totalReturn": total, "cagr": cagr,
        "volatility": None if n < 2 else spread(r) * math.sqrt(YEAR),
        "sharpe": None if daily is None else daily * math.sqrt(YEAR),
        "sortino": divide(average(e) * YEAR, downside * math.sqrt(YEAR)),
        "maxDrawdown": depth,
        "maxDrawdownDays": longest[0],
        "maxDrawdownSessions": max([x[1] for x in lengths], default=0),
        "drawdownOpen": longest[2],
        "calmar": divide(cagr, abs(depth)),
        "var95": var95, "cvar95": average([x for x in r if x <= var95 + SAME]),
        "skew": n * math.sqrt(n - 1) / (n - 2) * s3 / s2 ** 1.5 if n > 2 and moving else None,
        "kurtosis": (n * (n + 1) * (n - 1) * s4 / ((n - 2) * (n - 3) * s2 ** 2) - 3 * (n - 1) ** 2 / ((n - 2) * (n - 3))
                     if n > 3 and moving else None),
        "bestDay": max(r), "worstDay": min(r), "bestMonth": max(months), "worstMonth": min(months),
        "bestYear": max(years), "worstYear": min(years),
        "positiveDays": share_above(r), "positiveMonths": share_above(months),
        "positiveQuarters": share_above(list(compounded(r, dates, quarter).values())), "positiveYears": share_above(years),
        "averageUpMonth": average([x for x in months if x > SAME]),
        "averageDownMonth": average([x for x in months if x < -SAME]),
        "tailRatio": divide(abs(percentile(r, 0.95)), abs(var95)),
        "omega": divide(math.fsum(max(x, 0) for x in r), math.fsum(max(-x, 0) for x in r)),
        "periods": periods(nav, capital, dates),
        "psr": psr(e, daily),
    }
    out.update(below_peaks(nav, capital, dates, spans))
    out.update(against(r, benchmark))
    return out


def psr(e, daily, threshold=0.0):
    if daily is None:
        return None
    n, m = len(e), average(e)
    p2, p3, p4 = (math.fsum((x - m) ** k for x in e) / n for k in (2, 3, 4))
    g3, g4 = p3 / p2 ** 1.5, p4 / p2 ** 2
    z = (daily - threshold) * math.sqrt(n - 1) / math.sqrt(1 - g3 * daily + (g4 - 1) / 4 * daily ** 2)
    return 0.5 * math.erfc(-z / math.sqrt(2))


def against(returns, index):
    keys = ("beta", "alpha", "correlation", "trackingError", "informationRatio", "upCapture", "downCapture",
            "activeReturn", "benchmarkWinRate")
    if index is None or len(index) < 2:
        return dict.fromkeys(keys)
    r = returns[1:]
    b = [index[i] / index[i - 1] - 1 for i in range(1, len(index))]
    mr, mb, sr, sb = average(r), average(b), spread(r), spread(b)
    cov = math.fsum((x - mr) * (y - mb) for x, y in zip(r, b)) / (len(r) - 1) if len(r) > 1 else None
    beta = divide(divide(cov, sb), sb)
    active = [x - y for x, y in zip(r, b)]
    sa = spread(active)
    te = None if sa is None else sa * math.sqrt(YEAR)
    up, down = [i for i, y in enumerate(b) if y > 0], [i for i, y in enumerate(b) if y < 0]
    return {
        "beta": beta, "alpha": None if beta is None else (mr - beta * mb) * YEAR,
        "correlation": divide(divide(cov, sr), sb),
        "trackingError": te, "informationRatio": divide(average(active) * YEAR, te),
        "upCapture": divide(average([r[i] for i in up]), average([b[i] for i in up])),
        "downCapture": divide(average([r[i] for i in down]), average([b[i] for i in down])),
        "activeReturn": average(active) * YEAR,
        "benchmarkWinRate": sum(x > SAME for x in active) / len(active),
    }


def trading(trades, spells, values):
    n, mean_value = len(values), average(values)
    sizes = [abs(t["units"] * t["price"]) for t in trades]
    cost = math.fsum(t["cost"] for t in trades)
    profits = [s["profit"] - s["cost"] for s in spells]
    wins, losses = [p for p in profits if p > 0], [p for p in profits if p < 0]
    rebalances = max(len({t["date"] for t in trades}) - 1, 0)
    return {
        "turnover": divide(math.fsum(sizes) / 2 * YEAR / n, mean_value), "totalCost": cost,
        "trades": len(trades), "rebalances": rebalances, "rebalancesPerMonth": rebalances / (n / 21),
        "meanHoldingSessions": average([s["last"] - s["first"] for s in spells]),
        "winRate": divide(len(wins), len(profits)), "profitFactor": divide(math.fsum(wins), -math.fsum(losses)),
        "averageWin": average(wins), "averageLoss": average(losses), "monthlyCost": cost / (n / 21),
        "costToAssets": divide(cost * YEAR / n, mean_value), "largestTrade": max(sizes, default=None),
    }


# ---------------------------------------------------------------- section 6


def pair_walk(pair, trades, dates, fill):
    """Rebuilds one pair from its trades: units only change there; everything else is the index."""
    close = (pair["base"], pair["inverse"])
    fills = (pair["baseOpen"], pair["inverseOpen"]) if fill == "next-open" else close
    units, spell, spells = [0.0, 0.0], None, []
    earned, paid, invested, values, legs, parts = [], [], [], [], [], []
    for t, date in enumerate(dates):
        today = [x for x in trades if x["date"] == date]
        start = [u * (c[t - 1] if t else 0.0) for u, c in zip(units, close)]
        profit, cost, base = 0.0, math.fsum(x["cost"] for x in today), sum(start)
        old = [c[t - 1] if t else None for c in close]
        parts.append(dict.fromkeys(PARTS, 0.0))
        if today:
            at = [f[t] for f in fills]
            profit += step(spell, units, old, at, pair["ratio"][t], parts[t])
            for leg in (0, 1):
                moved = [x["units"] for x in today if x["leg"] == ("base", "inverse")[leg]]
                units[leg] = units[leg] + math.fsum(moved)
            held = [u * p for u, p in zip(units, at)]
            # A sale of everything leaves nothing but the rounding of the units.
            empty = sum(held) <= 1e-9 * max(base, 1e-300)
            if empty:
                units = [0.0, 0.0]
            if spell:
                spell["last"] = t
                if empty:
                    spell["cost"] += cost
            spell = None
            if not empty:
                spell = {"first": t, "last": len(dates) - 1, "P": sum(held), "L": pair["ratio"][t], "V": 0.0,
                         "profit": 0.0, "cost": cost, "held": held, "from": at[0], "form": (0.0, 0.0, 0.0)}
                spells.append(spell)
            if base == 0:
                base = sum(held)
            old = at
        profit += step(spell, units, old, [c[t] for c in close], pair["ratio"][t], parts[t])
        parts[t]["cost"] = -cost
        legs.append([u * c[t] for u, c in zip(units, close)])
        earned.append(profit)
        paid.append(cost)
        invested.append(base)
        values.append(sum(legs[t]))
    return {"spells": spells, "earned": earned, "paid": paid, "invested": invested, "values": values, "legs": legs, "parts": parts}


def step(spell, units, old, new, ratio, parts):
    """Moves one spell from one price of each leg to the next; answers what it gained and adds the parts of that."""
    if spell is None:
        return 0.0
    rb, ri = new[0] / old[0] - 1, new[1] / old[1] - 1
    base, inverse = units[0] * old[0], units[1] * old[1]
    parts["exposure"] += (base - ratio * inverse) * rb
    parts["tracking"] += inverse * (ri + ratio * rb)
    # The closed form from the spell's start to here, less what it was one step before.
    half = spell["P"] * spell["L"] / 2
    spell["V"] += math.log(new[0] / old[0]) ** 2
    form = (half * math.log(new[0] / spell["from"]) ** 2, -half * spell["V"],
            (spell["held"][0] - spell["L"] * spell["held"][1]) * (new[0] / spell["from"] - 1))
    for key, now, before in zip(("trend", "decay", "direction"), form, spell["form"]):
        parts[key] += now - before
    spell["form"] = form
    gain = sum(u * (b - a) for u, a, b in zip(units, old, new))
    spell["profit"] += gain
    return gain


PARTS = ("exposure", "market", "timing", "tracking", "cost", "trend", "decay", "direction", "residual", "total")


def complete(walk, pair, nav):
    """Adds market, timing, residual and total to each session's parts of a pair."""
    rows = walk["parts"]
    deltas = [(walk["legs"][t - 1][0] - pair["ratio"][t] * walk["legs"][t - 1][1]) / nav[t - 1] for t in range(1, len(nav))]
    usual = average(deltas)
    for t, row in enumerate(rows):
        row["market"] = usual * nav[t - 1] * (pair["base"][t] / pair["base"][t - 1] - 1) if t else 0.0
        row["timing"] = row["exposure"] - row["market"]
        row["residual"] = row["exposure"] - row["trend"] - row["decay"] - row["direction"]
        row["total"] = walk["earned"][t] - walk["paid"][t]


def summed(rows):
    return {part: math.fsum(row[part] for row in rows) for part in PARTS}


def by_year(walks, dates):
    years = {}
    for t, date in enumerate(dates):
        years.setdefault(year(date), []).append(t)
    return [{"year": int(name), **summed([w["parts"][t] for w in walks for t in rows]),
             "pairs": [summed([w["parts"][t] for t in rows]) for w in walks]} for name, rows in sorted(years.items())]


def report(given):
    dates, nav, capital = given["dates"], given["nav"], given["capital"]
    bench, rf = given.get("benchmark"), given.get("riskFree")
    walks = [pair_walk(p, [t for t in given["trades"] if t["pair"] == i], dates, given["fill"])
             for i, p in enumerate(given["pairs"])]
    for walk, pair in zip(walks, given["pairs"]):
        complete(walk, pair, nav)
    all_spells = [s for w in walks for s in w["spells"]]
    total = metrics(nav, capital, dates, bench, rf)
    total.update(trading(given["trades"], all_spells, nav))
    r = returns_of(nav, capital)
    pairs = []
    for i, walk in enumerate(walks):
        curve, level = [], 1.0
        for p, c, v in zip(walk["earned"], walk["paid"], walk["invested"]):
            level *= 1 + ((p - c) / v if v > 0 else 0.0)
            curve.append(level)
        one = metrics(curve, 1.0, dates, bench, rf)
        one.update(trading([t for t in given["trades"] if t["pair"] == i], walk["spells"], walk["values"]))
        pairs.append({"metrics": one, "attribution": summed(walk["parts"]),
                      "profit": math.fsum(walk["earned"]) - math.fsum(walk["paid"])})
    years = compounded(r, dates, year)
    return {
        "metrics": total, "drawdowns": drawdown_table(nav, capital, dates),
        "monthly": compounded(r, dates, month),
        "yearly": {y: {"return": v,
                       "volatility": None if (s := spread([x for x, d in zip(r, dates) if d[:4] == y])) is None else s * math.sqrt(YEAR)}
                   for y, v in years.items()},
        "attribution": summed([row for w in walks for row in w["parts"]]), "attributionByYear": by_year(walks, dates),
        "pairs": pairs,
    }


# ---------------------------------------------------------------- section 5

NAMES = ("low", "medium", "high")


def regimes(statistic, first):
    out, seen = [None] * len(statistic), []
    for t in range(first, len(statistic)):
        if statistic[t] is None:
            continue
        bisect.insort(seen, statistic[t])
        out[t] = 0 if statistic[t] <= percentile(seen, 0.33) else 1 if statistic[t] <= percentile(seen, 0.67) else 2
    return out


def rolling(columns, window, function):
    n = len(columns[0])
    return [None if t < window else function(*[c[t - window + 1:t + 1] for c in columns]) for t in range(n)]


def slope(y, x):
    mx, my = average(x), average(y)
    return divide(math.fsum((a - mx) * (b - my) for a, b in zip(x, y)), math.fsum((a - mx) ** 2 for a in x))


def correlation(a, b):
    ma, mb = average(a), average(b)
    cov = math.fsum((x - ma) * (y - mb) for x, y in zip(a, b)) / (len(a) - 1)
    return divide(divide(cov, spread(a)), spread(b))


def describe(xs):
    m, s = average(xs), spread(xs)
    daily = divide(m, s)
    return {"count": len(xs), "mean": m, "sd": s, "sharpe": None if daily is None else daily * math.sqrt(YEAR),
            "quartiles": [percentile(xs, q) for q in (0.25, 0.5, 0.75)]}


def held_return(pair):
    L = pair["ratio"][0]
    return (L * pair["base"][-1] / pair["base"][0] + pair["inverse"][-1] / pair["inverse"][0]) / (1 + L) - 1


def analysis(dates, pair):
    rb, ri, ratio = returns_of(pair["base"], math.nan), returns_of(pair["inverse"], math.nan), pair["ratio"]
    n = len(dates)
    both = [(L * b + i) / (1 + L) for L, b, i in zip(ratio, rb, ri)]
    sd = rolling([rb], 21, spread)
    vol = [None if s is None else s * math.sqrt(YEAR) for s in sd]
    v, c = regimes(vol, 21), regimes(rolling([rb, ri], 21, correlation), 21)
    direction = {}
    for t in range(21, n):
        go = pair["base"][t] / pair["base"][t - 21] - 1
        limit = 0.5 * sd[t] * math.sqrt(21)
        where = "up" if go > limit else "down" if go < -limit else "sideways"
        L = ratio[t - 21]
        logs = [math.log(1 + x) for x in rb[t - 20:t + 1]]
        held = L / (1 + L) * (pair["base"][t] / pair["base"][t - 21]) + pair["inverse"][t] / pair["inverse"][t - 21] / (1 + L) - 1
        theory = L / 2 * (math.fsum(logs) ** 2 - math.fsum(x * x for x in logs))
        direction.setdefault((v[t], where), []).append((held, theory, both[t]))
    years = sorted({d[:4] for d in dates[1:]})
    return {
        "total": {"return": math.prod(1 + x for x in both[1:]) - 1, "held": held_return(pair), **describe(both[1:])},
        "annualSharpe": {y: describe([x for x, d in zip(both[1:], dates[1:]) if d[:4] == y])["sharpe"] for y in years},
        "cells": [{"volatility": NAMES[a], "correlation": NAMES[b],
                   **describe([both[t] for t in range(21, n) if v[t] == a and c[t] == b])}
                  for a in range(3) for b in range(3)],
        "direction": [{"volatility": NAMES[a], "direction": d, "count": len(rows),
                       **{k: average([row[i] for row in rows]) for i, k in enumerate(("mean", "expected", "daily"))}}
                      for a in range(3) for d in ("down", "sideways", "up") for rows in [direction.get((a, d), [])]],
        "hedgeBeta": [{"date": dates[t], "beta": b, "expected": -ratio[t]}
                      for t, b in enumerate(rolling([ri, rb], 63, slope)) if t >= 63],
    }


if __name__ == "__main__":
    wanted = json.load(sys.stdin)
    answer = {}
    if "report" in wanted:
        answer["report"] = report(wanted["report"])
    if "analysis" in wanted:
        answer["analysis"] = [analysis(wanted["analysis"]["dates"], p) for p in wanted["analysis"]["pairs"]]
    json.dump(answer, sys.stdout)
