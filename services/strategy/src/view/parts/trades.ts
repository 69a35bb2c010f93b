import { tradeOf, type Fills } from '@evenkeel/domain/backtest';
import type { TradeColumns, ViewPart } from '@evenkeel/dynamo/strategy';

/** Trades in one item: packed, 1,000 are about 55 KB of the 400 KB an item may have. Of a year only the last item is written again. */
const TRADES_AN_ITEM = 1000;

/** The trades, one item a calendar year that has any: `trades#2024`, and `trades#2024#2` for those past the thousandth. */
export function tradeParts(fills: Fills): Map<string, ViewPart> {
  const parts = new Map<string, ViewPart>();
  for (let start = 0, end = 0; start < fills.length; start = end) {
    const year = fills.session(start).slice(0, 4);
    while (end < fills.length && fills.session(end).startsWith(year)) end += 1;
    for (let from = start, part = 1; from < end; from += TRADES_AN_ITEM, part += 1) {
      const to = Math.min(end, from + TRADES_AN_ITEM);
      const name = part === 1 ? `trades#${year}` : `trades#${year}#${part}`;
      parts.set(name, { make: () => tradeColumns(fills, from, to) });
    }
  }
  return parts;
}

function tradeColumns(fills: Fills, from: number, to: number): TradeColumns {
  const trades = Array.from({ length: to - from }, (_, row) => tradeOf(fills, from + row));
  return {
    date: trades.map(({ session }) => session),
    symbol: trades.map(({ symbol }) => symbol),
    units: trades.map(({ units }) => units),
    price: trades.map(({ price }) => price),
    shares: trades.map(({ shares }) => shares),
    tradedPrice: trades.map(({ tradedPrice }) => tradedPrice),
    value: trades.map(({ value }) => value),
    cost: trades.map(({ cost }) => cost),
    reason: trades.map(({ reason }) => reason),
  };
}
