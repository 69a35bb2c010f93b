import type { BacktestRun, Trade } from '@evenkeel/domain/backtest';
import type { BacktestReport } from '@evenkeel/domain/analysis';
import { asJsonObject, type JsonObject } from '@evenkeel/dynamo/requests';
import type { EquityYear, TradeColumns, ViewPart } from '@evenkeel/dynamo/strategy';

/** Trades in one item: packed, 1,000 are about 55 KB of the 400 KB an item may have. Of a year only the last item is written again. */
const TRADES_AN_ITEM = 1000;

/** The equity curve, one item a calendar year: `equity#2024`. */
export function equityParts(net: BacktestRun, gross: BacktestRun): Map<string, ViewPart> {
  const years = new Map<string, ViewPart>();
  let start = 0;
  for (let end = 1; end <= net.sessions.length; end += 1) {
    const year = net.sessions[start]?.slice(0, 4) ?? '';
    if (net.sessions[end]?.startsWith(year)) continue;
    const first = start;
    years.set(`equity#${year}`, { make: () => equityBetween(net, gross, first, end) });
    start = end;
  }
  return years;
}

/** The trades, one item a calendar year that has any: `trades#2024`, and `trades#2024#2` for those past the thousandth. */
export function tradeParts(trades: readonly Trade[]): Map<string, ViewPart> {
  const parts = new Map<string, ViewPart>();
  for (let start = 0, end = 0; start < trades.length; start = end) {
    const year = trades[start]?.session.slice(0, 4) ?? '';
    while (end < trades.length && trades[end]?.session.startsWith(year)) end += 1;
    for (let from = start, part = 1; from < end; from += TRADES_AN_ITEM, part += 1) {
      const to = Math.min(end, from + TRADES_AN_ITEM);
      const name = part === 1 ? `trades#${year}` : `trades#${year}#${part}`;
      parts.set(name, { make: () => tradeColumns(trades.slice(from, to)) });
    }
  }
  return parts;
}

/**
 * The report of the run, without what has items of its own (curve, trades) and without the two lists
 * that grow with every session: an item may have 400 KB.
 */
export function reportPart(report: BacktestReport): JsonObject {
  const benchmark = report.benchmark && { symbol: report.benchmark.symbol, metrics: report.benchmark.metrics };
  return asJsonObject({ ...report, benchmark, curve: undefined, trades: undefined, dropped: undefined });
}

function equityBetween(net: BacktestRun, gross: BacktestRun, start: number, end: number): EquityYear {
  const rows = (column: Float64Array): number[] => [...column.subarray(start, end)];
  return {
    sessions: net.sessions.slice(start, end),
    nav: rows(net.nav),
    gross: rows(gross.nav),
    cash: rows(net.cash),
    cost: rows(net.cost),
    netDelta: rows(net.netDelta),
    exposure: rows(net.exposure),
  };
}

function tradeColumns(trades: readonly Trade[]): TradeColumns {
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
