"""As-traded bars and total-return indices, straight from the CSV files (numbers, section 1).

Part of the independent reference: written from the definitions alone, for clarity, not for speed.
"""

import csv
from decimal import Decimal, ROUND_HALF_EVEN, getcontext
from pathlib import Path

getcontext().prec = 60
MICRO = Decimal("0.000001")


def load(folder, symbol):
    """The as-traded bars of one symbol: a list of dicts with date, open, close, dividend, split."""
    with open(Path(folder) / f"{symbol}.csv", newline="") as file:
        return as_traded(list(csv.DictReader(file)))


def as_traded(rows):
    """Undoes the vendor's split adjustment, exactly, from the last row backwards."""
    later_splits = Decimal(1)
    bars = []
    for row in reversed(rows):
        bars.append(
            {
                "date": row["date"],
                "open": rounded(Decimal(row["open"]) * later_splits),
                "close": rounded(Decimal(row["close"]) * later_splits),
                "dividend": rounded(Decimal(row["dividends"]) * later_splits),
                "split": float(row["splits"]),
            }
        )
        split = Decimal(row["splits"])
        if split != 0:
            later_splits *= split
    bars.reverse()
    return bars


def rounded(value):
    return float(value.quantize(MICRO, rounding=ROUND_HALF_EVEN))


def total_return_index(bars):
    """{date: (index at the open, index at the close)}, 1 at the close of the first bar."""
    index = {}
    level = 1.0
    for position, bar in enumerate(bars):
        if position > 0:
            split = bar["split"] if bar["split"] != 0 else 1.0
            before = bars[position - 1]["close"] / split - bar["dividend"]
            daily_return = bar["close"] / before - 1.0
            level = level * (1.0 + daily_return)
        index[bar["date"]] = (level * bar["open"] / bar["close"], level)
    return index
