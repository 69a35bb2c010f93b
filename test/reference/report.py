"""The whole way from price files to every figure of `backtest --json` and `analyze --json`, by the reference alone.

    python3 report.py PRICES_FOLDER < cases.json > answers.json

cases:   [{"portfolio", "from", "to"}]
answers: [{"run": see backtest.run, "net": see metrics.report, "gross": the same without costs,
           "analysis": [see metrics.analysis, one a pair, over the sessions that both its legs have]}]
"""

import json
import sys

import backtest
import metrics
import prices
import rules


def answer(portfolio, series, first, last):
    run = backtest.run(portfolio, series, first, last)
    dates = [point["date"] for point in run["curve"]]
    rate = (1 + portfolio.get("riskFreeRate", 0)) ** (1 / metrics.YEAR) - 1
    benchmark = portfolio.get("benchmark")
    shared = {
        "capital": portfolio["capital"],
        "dates": dates,
        "benchmark": closes(series[benchmark], dates) if benchmark else None,
        "riskFree": [rate] * len(dates),
        "fill": portfolio.get("fill", "close"),
        "pairs": [columns(pair, series, dates) for pair in portfolio["pairs"]],
    }
    return {
        "run": run,
        "net": metrics.report({**shared, "nav": [point["nav"] for point in run["curve"]], "trades": run["trades"]}),
        "gross": metrics.report({**shared, "nav": [point["gross"] for point in run["curve"]], "trades": run["grossTrades"]}),
        "analysis": [explore(pair, series, first, last) for pair in portfolio["pairs"]],
    }


def explore(pair, series, first, last):
    both, _ = backtest.common_sessions({"pairs": [pair]}, series, first, last)
    return metrics.analysis(both, columns(pair, series, both))


def columns(pair, series, dates):
    legs = {leg: prices.total_return_index(series[pair[leg]]) for leg in ("base", "inverse")}
    return {
        "base": [legs["base"][day][1] for day in dates],
        "inverse": [legs["inverse"][day][1] for day in dates],
        "baseOpen": [legs["base"][day][0] for day in dates],
        "inverseOpen": [legs["inverse"][day][0] for day in dates],
        "ratio": [rules.ratio_on(pair, day) for day in dates],
    }


def closes(bars, dates):
    index = prices.total_return_index(bars)
    return [index[day][1] for day in dates]


if __name__ == "__main__":
    known = {}
    answers = []
    for case in json.load(sys.stdin):
        wanted = backtest.symbols_of(case["portfolio"])
        for symbol in wanted - known.keys():
            known[symbol] = prices.load(sys.argv[1], symbol)
        answers.append(answer(case["portfolio"], {symbol: known[symbol] for symbol in wanted}, case["from"], case["to"]))
    json.dump(answers, sys.stdout)
