"""An independent backtest, written from the definitions of section 3 alone; standard library only.

    python3 backtest.py PORTFOLIO.json PRICES_FOLDER [FROM [TO]]     one run, as JSON on standard output
    python3 backtest.py --batch PRICES_FOLDER                        a JSON list of {portfolio, from, to}
                                                                     on standard input, a list of runs out
"""

import json
import math
import sys

import prices
import rules

START = "0000-00-00"
END = "9999-99-99"


def run(portfolio, series, first=None, last=None):
    """A run as `backtest --json` prints it (without metrics), and each pair's values.

    series: {symbol: as-traded bars}, see prices.load.
    """
    dates, dropped = common_sessions(portfolio, series, first or START, last or END)
    net = simulate(portfolio, series, dates, with_costs=True)
    gross = simulate(portfolio, series, dates, with_costs=False)
    curve = [
        {
            "date": day,
            "nav": net["nav"][t],
            "gross": gross["nav"][t],
            "cash": net["cash"][t],
            "cost": net["cost"][t],
            "netDelta": net["netDelta"][t],
            "exposure": net["exposure"][t],
        }
        for t, day in enumerate(dates)
    ]
    return {
        "portfolio": portfolio["name"],
        "first": dates[0],
        "last": dates[-1],
        "sessions": len(dates),
        "droppedSessions": len(dropped),
        "rebalances": net["rebalances"],
        "trades": net["trades"],
        "grossTrades": gross["trades"],
        "totalCost": sum(net["cost"]),
        "finalNav": net["nav"][-1],
        "minCash": min(net["cash"]),
        "maxGrossExposure": max(net["exposure"]),
        "netDelta": {
            "mean": sum(net["netDelta"]) / len(dates),
            "min": min(net["netDelta"]),
            "max": max(net["netDelta"]),
        },
        "modelHoldings": net["modelHoldings"],
        "modelOrders": net["modelOrders"],
        "curve": curve,
        "pairs": net["pairs"],
    }


def common_sessions(portfolio, series, first, last):
    legs = {symbol for pair in portfolio["pairs"] for symbol in (pair["base"], pair["inverse"])}
    held = {symbol: {bar["date"] for bar in series[symbol]} for symbol in legs}
    every = sorted(day for day in set().union(*held.values()) if first <= day <= last)
    common = [day for day in every if all(day in days for days in held.values())]
    return common, [day for day in every if day not in set(common)]


def simulate(portfolio, series, dates, with_costs):
    pairs = portfolio["pairs"]
    rebalance = portfolio["rebalance"]
    fill = portfolio.get("fill", "close")
    method = portfolio.get("allocation", {"method": "equal"})
    costs = portfolio["costs"] if with_costs else {"commissionRate": 0.0, "slippage": {"model": "none"}}

    index = {symbol: prices.total_return_index(bars) for symbol, bars in series.items()}
    opens = {symbol: [index[symbol][day][0] for day in dates] for symbol in index if all(day in index[symbol] for day in dates)}
    closes = {symbol: [index[symbol][day][1] for day in dates] for symbol in opens}
    told = {symbol: {bar["date"]: bar for bar in bars} for symbol, bars in series.items()}
    base_closes = [closes[pair["base"]] for pair in pairs]
    blocked = rules.blocked_columns(portfolio, closes, len(dates))

    units = [{"base": 0.0, "inverse": 0.0} for _ in pairs]
    cash = portfolio["capital"]
    blocked_when_last_checked = [False] * len(pairs)
    decision = None
    bought = False
    out = {"nav": [], "cash": [], "cost": [], "netDelta": [], "exposure": [], "trades": [], "rebalances": 0}
    out["pairs"] = [{"base": pair["base"], "inverse": pair["inverse"], "baseValue": [], "inverseValue": []} for pair in pairs]

    def values_at(table, t):
        return [{leg: units[p][leg] * table[pair[leg]][t] for leg in ("base", "inverse")} for p, pair in enumerate(pairs)]

    def nav_of(values):
        return cash + sum(value["base"] + value["inverse"] for value in values)

    def targets_on(t):
        """Allocation, leverage ratio, hedge weights and target weights of each pair, decided on session t."""
        result = []
        for p, allocation in enumerate(rules.allocations(method, base_closes, t)):
            ratio = rules.ratio_on(pairs[p], dates[t])
            hedge = {"base": ratio / (1.0 + ratio), "inverse": 1.0 / (1.0 + ratio)}
            shown = 0.0 if blocked[p][t] else allocation
            target = {leg: shown * hedge[leg] for leg in hedge}
            result.append({"allocation": allocation, "ratio": ratio, "hedge": hedge, "target": target, "blocked": blocked[p][t]})
        return result

    def measure(t):
        """A decision, or None when nothing is breached."""
        targets = targets_on(t)
        values = values_at(closes, t)
        nav = nav_of(values)
        reasons = []
        for p, target in enumerate(targets):
            value = values[p]
            limit = rebalance.get("drift")
            if limit is None or limit["tolerance"] == 0:
                drift, tolerance = math.inf, 0.0  # the calendar: every check session is a breach of every pair
            elif limit["measure"] == "weight":
                tolerance = limit["tolerance"]
                drift = max(abs(value[leg] / nav - target["target"][leg]) for leg in value)
            else:
                tolerance = limit["tolerance"]
                held = value["base"] + value["inverse"]
                drift = abs(value["base"] - target["ratio"] * value["inverse"]) / held if held else 0.0
            if target["blocked"] != blocked_when_last_checked[p]:
                reasons.append("regime")
            elif drift > tolerance:
                reasons.append("drift")
            else:
                reasons.append(None)
            blocked_when_last_checked[p] = target["blocked"]
        return {"targets": targets, "reasons": reasons} if any(reasons) else None

    def self_financed(own, values, weights, nav):
        """The X of X = own - cost(trades to weights * X)."""
        x = own
        while True:
            following = own - sum(
                rules.cost_of(costs, abs(weight[leg] * x - value[leg]))
                for value, weight in zip(values, weights)
                for leg in ("base", "inverse")
            )
            change, x = abs(following - x), following
            if change <= 1e-12 * max(1.0, abs(nav)):
                return x

    def goals_of(decision, values, nav):
        """The value that each leg of each pair goes to; None for a pair that does not trade."""
        targets, reasons = decision["targets"], decision["reasons"]
        if not bought or rebalance["scope"] == "portfolio":
            x = self_financed(nav, values, [target["target"] for target in targets], nav)
            return [{leg: target["target"][leg] * x for leg in ("base", "inverse")} for target in targets]
        goals = []
        for target, reason, value in zip(targets, reasons, values):
            if reason is None:
                goals.append(None)
            elif rebalance["scope"] == "breached":
                goals.append({leg: target["target"][leg] * nav for leg in ("base", "inverse")})
            elif target["blocked"]:
                goals.append({"base": 0.0, "inverse": 0.0})
            else:
                own = target["allocation"] * nav if reason == "regime" else value["base"] + value["inverse"]
                x = self_financed(own, [value], [target["hedge"]], nav)
                goals.append({leg: target["hedge"][leg] * x for leg in ("base", "inverse")})
        return goals

    def in_shares(symbol, column, t, value):
        """What a value is in shares as traded on that session."""
        price = told[symbol][dates[t]][column]
        return {"shares": value / price, "tradedPrice": price}

    def before_trades(decision, t):
        """What is held at the close, before what is decided there, and what the decision would trade at that close."""
        values = values_at(closes, t)
        out["modelHoldings"] = [
            {"symbol": pairs[p][leg], "units": units[p][leg], "value": value[leg], **in_shares(pairs[p][leg], "close", t, value[leg])}
            for p, value in enumerate(values)
            for leg in ("base", "inverse")
            if units[p][leg] != 0
        ]
        out["modelOrders"] = [
            {
                "symbol": pairs[p][leg],
                "side": "buy" if goal[leg] > values[p][leg] else "sell",
                "value": abs(goal[leg] - values[p][leg]),
                **in_shares(pairs[p][leg], "close", t, abs(goal[leg] - values[p][leg])),
            }
            for p, goal in enumerate(goals_of(decision, values, nav_of(values)) if decision else [])
            for leg in ("base", "inverse")
            if goal is not None and goal[leg] != values[p][leg]
        ]

    def trade(decision, table, column, t):
        """Fills a decision; answers what it cost."""
        nonlocal cash, bought
        values = values_at(table, t)
        goals = goals_of(decision, values, nav_of(values))
        paid, traded = 0.0, False
        for p, goal in enumerate(goals):
            if goal is None:
                continue
            for leg in ("base", "inverse"):
                change = goal[leg] - values[p][leg]
                if change == 0:
                    continue
                price = table[pairs[p][leg]][t]
                cost = rules.cost_of(costs, abs(change))
                before, units[p][leg] = units[p][leg], goal[leg] / price
                cash -= change + cost
                paid += cost
                traded = True
                out["trades"].append(
                    {
                        "date": dates[t],
                        "symbol": pairs[p][leg],
                        "pair": p,
                        "leg": leg,
                        "units": units[p][leg] - before,
                        "price": price,
                        **in_shares(pairs[p][leg], column, t, change),
                        "value": change,
                        "cost": cost,
                    }
                )
        if bought and traded:
            out["rebalances"] += 1
        bought = True
        return paid

    for t in range(len(dates)):
        paid = 0.0
        if decision is not None:
            paid += trade(decision, *((opens, "open") if fill == "next-open" else (closes, "close")), t)
            decision = None
        if t == 0:
            decision = {"targets": targets_on(0), "reasons": ["initial"] * len(pairs)}
        elif rules.is_check_session(rebalance["check"], dates, t):
            decision = measure(t)
        if t == len(dates) - 1:
            before_trades(decision, t)
        if decision is not None and fill == "close":
            paid += trade(decision, closes, "close", t)
            decision = None
        values = values_at(closes, t)
        nav = nav_of(values)
        held = sum(value["base"] + value["inverse"] for value in values)
        delta = sum(value["base"] - rules.ratio_on(pair, dates[t]) * value["inverse"] for value, pair in zip(values, pairs))
        for key, figure in (("nav", nav), ("cash", cash), ("cost", paid), ("netDelta", delta / nav), ("exposure", held / nav)):
            out[key].append(figure)
        for p, value in enumerate(values):
            out["pairs"][p]["baseValue"].append(value["base"])
            out["pairs"][p]["inverseValue"].append(value["inverse"])
    return out


def symbols_of(portfolio):
    legs = {symbol for pair in portfolio["pairs"] for symbol in (pair["base"], pair["inverse"])}
    return legs | ({portfolio["benchmark"]} if portfolio.get("benchmark") else set())


def main(arguments):
    if arguments[0] == "--batch":
        folder, known = arguments[1], {}
        results = []
        for case in json.load(sys.stdin):
            portfolio = case["portfolio"]
            for symbol in symbols_of(portfolio) - known.keys():
                known[symbol] = prices.load(folder, symbol)
            series = {symbol: known[symbol] for symbol in symbols_of(portfolio)}
            results.append(run(portfolio, series, case.get("from"), case.get("to")))
        json.dump(results, sys.stdout)
        return
    with open(arguments[0]) as file:
        portfolio = json.load(file)
    series = {symbol: prices.load(arguments[1], symbol) for symbol in symbols_of(portfolio)}
    json.dump(run(portfolio, series, *arguments[2:4]), sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1:])
