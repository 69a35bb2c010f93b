"""The rules of a portfolio: check sessions, allocation, regimes, drift, costs (numbers, sections 2, 3 and 5).

Every function looks at lists up to and including position t and at nothing behind it.
"""

import bisect
import math
from datetime import date

REGIME_WINDOW = 21


def ratio_on(pair, day):
    if not isinstance(pair["leverage"], list):
        return pair["leverage"]
    ratio = pair["leverage"][0]["ratio"]
    for step in pair["leverage"]:
        if step["from"] <= day:
            ratio = step["ratio"]
    return ratio


def is_check_session(schedule, dates, t):
    today, yesterday = date.fromisoformat(dates[t]), date.fromisoformat(dates[t - 1])
    if schedule == "daily":
        return True
    if schedule == "weekly":
        return today.isocalendar()[:2] != yesterday.isocalendar()[:2]
    if schedule == "monthly":
        return (today.year, today.month) != (yesterday.year, yesterday.month)
    if schedule == "quarterly":
        return (today.year, (today.month - 1) // 3) != (yesterday.year, (yesterday.month - 1) // 3)
    if schedule == "yearly":
        return today.year != yesterday.year
    assert schedule == "never", schedule
    return False


def cost_of(costs, value):
    slippage = costs["slippage"]
    if slippage["model"] == "none":
        rate = 0.0
    elif slippage["model"] == "fixed":
        rate = slippage["rate"]
    else:
        rate = min(slippage["cap"], math.sqrt(value / slippage["depth"]))
    return value * (costs["commissionRate"] + rate)


def returns_of(closes):
    """Position 0 has no return."""
    return [None] + [closes[t] / closes[t - 1] - 1.0 for t in range(1, len(closes))]


def sample_sd(values):
    mean = sum(values) / len(values)
    return math.sqrt(sum((value - mean) ** 2 for value in values) / (len(values) - 1))


def correlation(a, b):
    mean_a, mean_b = sum(a) / len(a), sum(b) / len(b)
    products = sum((x - mean_a) * (y - mean_b) for x, y in zip(a, b))
    return products / math.sqrt(sum((x - mean_a) ** 2 for x in a) * sum((y - mean_b) ** 2 for y in b))


def allocations(method, base_closes, t):
    """Portfolio weight of each pair, decided on session t."""
    if method["method"] == "fixed":
        return method["weights"]
    equal = [1.0 / len(base_closes)] * len(base_closes)
    if method["method"] == "equal" or t < method["window"]:
        return equal
    window = method["window"]
    scores = []
    for closes in base_closes:
        recent = [closes[s] / closes[s - 1] - 1.0 for s in range(t - window + 1, t + 1)]
        sd = sample_sd(recent)
        if method["method"] == "inverse-volatility":
            scores.append(1.0 / sd)
        else:
            scores.append(abs(math.log(closes[t] / closes[t - window])) / (sd * math.sqrt(window)))
    if sum(scores) == 0:
        return equal
    return [score / sum(scores) for score in scores]


def rolling_volatility(closes):
    returns = returns_of(closes)
    result = [None] * len(closes)
    for t in range(REGIME_WINDOW, len(closes)):
        result[t] = sample_sd(returns[t - REGIME_WINDOW + 1 : t + 1]) * math.sqrt(252)
    return result


def rolling_correlation(closes_a, closes_b):
    returns_a, returns_b = returns_of(closes_a), returns_of(closes_b)
    result = [None] * len(closes_a)
    for t in range(REGIME_WINDOW, len(closes_a)):
        first = t - REGIME_WINDOW + 1
        result[t] = correlation(returns_a[first : t + 1], returns_b[first : t + 1])
    return result


def quantile(ordered, share):
    position = (len(ordered) - 1) * share
    below = math.floor(position)
    if below + 1 >= len(ordered):
        return ordered[below]
    return ordered[below] + (ordered[below + 1] - ordered[below]) * (position - below)


def regimes(statistic):
    """low, medium, high by the quantiles of the statistic's own history; None before there is any."""
    history = []
    result = []
    for value in statistic:
        if value is None:
            result.append(None)
            continue
        bisect.insort(history, value)
        if value <= quantile(history, 0.33):
            result.append("low")
        elif value <= quantile(history, 0.67):
            result.append("medium")
        else:
            result.append("high")
    return result


def blocked_columns(portfolio, closes_of, sessions):
    """For each pair a list: is it kept in cash on session t?"""
    regime_filter = portfolio.get("regimeFilter") or {}
    market = [None] * sessions
    if regime_filter.get("benchmark"):
        market = regimes(rolling_volatility(closes_of[portfolio["benchmark"]]))
    columns = []
    for pair in portfolio["pairs"]:
        cells = (regime_filter.get("pairs") or {}).get(f"{pair['base']}/{pair['inverse']}", [])
        volatility = correlated = [None] * sessions
        if cells:
            volatility = regimes(rolling_volatility(closes_of[pair["base"]]))
            correlated = regimes(rolling_correlation(closes_of[pair["base"]], closes_of[pair["inverse"]]))
        columns.append(
            [
                any(matches(cell, volatility[t], correlated[t]) for cell in cells)
                or (market[t] is not None and market[t] in regime_filter["benchmark"])
                for t in range(sessions)
            ]
        )
    return columns


def matches(cell, volatility, correlated):
    return cell.get("volatility", volatility) == volatility and cell.get("correlation", correlated) == correlated
