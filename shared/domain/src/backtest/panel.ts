import type { SessionDate } from '../calendar';
import { AppError } from '../errors';
import { hedgeWeights, ratiosOn, type Pair } from '../pairs';
import { sharedSymbols, symbolsOf, type Portfolio } from '../portfolio';
import { totalReturnIndex, type PricePath, type Ticker } from '../prices';
import { REGIME_WINDOW } from '../statistics/constants';
import { commonSessions, rowsOn, type DroppedSession, type PanelRange } from './align';
import { checkColumns, type CheckColumns } from './check-schedule';

/** One symbol's total-return index on the sessions of a panel. */
export interface IndexColumns {
  readonly ticker: Ticker;
  /** Index at the close, 1 on the symbol's own first bar. */
  readonly close: Float64Array;
  /** Index at the open, `close * O / C`. */
  readonly open: Float64Array;
  /** Prices as traded on the same sessions; null where the series has none. */
  readonly traded: TradedColumns | null;
}

/** What a share cost. */
export interface TradedColumns {
  readonly close: Float64Array;
  readonly open: Float64Array;
}

/** One pair on the sessions of a panel. */
export interface PanelPair {
  readonly pair: Pair;
  readonly base: IndexColumns;
  readonly inverse: IndexColumns;
  /** Leverage ratio in force on each session. */
  readonly ratio: Float64Array;
}

/**
 * The same figures laid out as the engine walks through them: leg `2p` is the base of pair p, leg
 * `2p + 1` its inverse; a leg's figure on session t is at `t * legs + leg`, a pair's at `t * pairs + p`.
 */
export interface PanelRows {
  readonly close: Float64Array;
  readonly open: Float64Array;
  /** Weight of the leg inside its pair. */
  readonly hedge: Float64Array;
  readonly ratio: Float64Array;
}

/** Prices of a portfolio, aligned: row `i` of every column belongs to `sessions[i]`. */
export interface Panel {
  readonly sessions: readonly SessionDate[];
  /** Length of `dropped`. */
  readonly droppedSessions: number;
  readonly dropped: readonly DroppedSession[];
  /** Symbols that are legs of more than one pair, each position held and traded on its own. */
  readonly sharedSymbols: readonly Ticker[];
  /** In the portfolio's order. */
  readonly pairs: readonly PanelPair[];
  readonly benchmark?: IndexColumns | undefined;
  readonly rows: PanelRows;
  readonly checks: CheckColumns;
}

/**
 * Aligns the series a portfolio needs: the sessions on which every leg of every pair has a bar,
 * within `range` (docs/numbers.md, section 3). The total-return indices are built from each series' own first
 * bar, also where that lies before `range.from`. The benchmark takes no part in choosing the
 * sessions; it must have a bar on each.
 *
 * @throws AppError `bad-input` for a range that ends before it begins; `bad-data` for a symbol without
 * bars, a range without common sessions, a benchmark with gaps, or a window that the range cannot fill
 */
export function buildPanel(
  portfolio: Portfolio,
  series: ReadonlyMap<Ticker, PricePath>,
  range: PanelRange = {},
): Panel {
  requireOrder(range);
  const bySymbol = new Map(symbolsOf(portfolio).map((symbol) => [symbol, seriesOf(symbol, series)]));
  const legs = symbolsOf({ pairs: portfolio.pairs });
  const { sessions, dropped } = commonSessions(
    legs.map((leg) => seriesOf(leg, series)),
    range,
  );
  requireSessions(portfolio, sessions, bySymbol, range);

  const columns = new Map(
    [...bySymbol].map(([symbol, found]) => [symbol, indexOn(sessions, found, symbol === portfolio.benchmark)]),
  );
  const column = (symbol: Ticker): IndexColumns => columns.get(symbol) ?? missingSymbol(symbol);
  const pairs = portfolio.pairs.map((pair) => ({
    pair,
    base: column(pair.base),
    inverse: column(pair.inverse),
    ratio: ratiosOn(pair, sessions),
  }));
  return {
    sessions,
    droppedSessions: dropped.length,
    dropped,
    sharedSymbols: sharedSymbols(portfolio),
    pairs,
    benchmark: portfolio.benchmark === undefined ? undefined : column(portfolio.benchmark),
    rows: rowsOf(sessions.length, pairs),
    checks: checkColumns(sessions),
  };
}

/** The columns of leg `leg`, counted as in {@link PanelRows}. */
export function legOf(panel: Panel, leg: number): IndexColumns {
  const pair = panel.pairs[leg >> 1];
  if (pair) return leg % 2 === 0 ? pair.base : pair.inverse;
  throw new AppError('failed', `leg ${leg}: outside a panel of ${panel.pairs.length} pairs`);
}

/** @throws AppError `bad-data` where the symbol has no bars */
export function seriesOf(symbol: Ticker, series: ReadonlyMap<Ticker, PricePath>): PricePath {
  const found = series.get(symbol);
  return found && found.sessions.length > 0 ? found : missingSymbol(symbol);
}

function missingSymbol(symbol: Ticker): never {
  throw new AppError('bad-data', `${symbol}: no prices; ingest the symbol, or name a source that has it`, { symbol });
}

function requireOrder({ from, to }: PanelRange): void {
  if (from === undefined || to === undefined || from <= to) return;
  throw new AppError('bad-input', `range ${from} to ${to}: it ends before it begins; exchange the two dates`, {
    from,
    to,
  });
}

function requireSessions(
  portfolio: Portfolio,
  sessions: readonly SessionDate[],
  bySymbol: ReadonlyMap<Ticker, PricePath>,
  { from, to }: PanelRange,
): void {
  if (sessions.length === 0) {
    throw new AppError(
      'bad-data',
      `range ${from ?? 'start'} to ${to ?? 'end'}: no session on which every symbol has a bar; ${commonRange([...bySymbol.values()])}`,
    );
  }
  for (const [what, window] of windowsOf(portfolio)) {
    if (sessions.length > window) continue;
    throw new AppError(
      'bad-data',
      `${what} of ${window} sessions is longer than the data: ${sessions.length} sessions from ${sessions[0]} to ${sessions.at(-1)} have ` +
        `${sessions.length - 1} returns; shorten it or widen the range`,
      { window, sessions: sessions.length },
    );
  }
}

/** Where a range would find sessions, or the two symbols that can never meet. */
function commonRange(series: readonly PricePath[]): string {
  const spans = series.flatMap(({ ticker, sessions }) => {
    const [first, last] = [sessions.at(0), sessions.at(-1)];
    return first === undefined || last === undefined ? [] : [{ ticker, first, last }];
  });
  const latest = spans.reduce((one, other) => (other.first > one.first ? other : one));
  const earliest = spans.reduce((one, other) => (other.last < one.last ? other : one));
  if (latest.first <= earliest.last) return `all of them have bars from ${latest.first} to ${earliest.last}`;
  return `${earliest.ticker} ends on ${earliest.last}, before ${latest.ticker} begins on ${latest.first}; leave one of them out`;
}

/** The windows a run must be able to fill, in returns. */
function windowsOf({ allocation, regimeFilter }: Portfolio): (readonly [what: string, window: number])[] {
  return [
    ...('window' in allocation ? [[`the ${allocation.method} window`, allocation.window] as const] : []),
    ...(regimeFilter === undefined ? [] : [['the regime window', REGIME_WINDOW] as const]),
  ];
}

/**
 * A symbol's columns on `sessions`.
 * @throws AppError `bad-data` where the symbol is the benchmark and lacks one of them
 */
export function indexOn(sessions: readonly SessionDate[], series: PricePath, benchmark: boolean): IndexColumns {
  const index = totalReturnIndex(series);
  const rows = rowsOn(sessions, series.sessions);
  const gaps = sessions.filter((_, t) => rows[t] === -1);
  if (benchmark && gaps.length > 0) {
    const named = gaps.slice(0, 3).join(', ');
    throw new AppError(
      'bad-data',
      `benchmark ${series.ticker}: no bar on ${gaps.length} of ${sessions.length} sessions (${named}${gaps.length > 3 ? ', ...' : ''}); ` +
        'fill its gaps, choose another range or another benchmark',
      { symbol: series.ticker, gaps: gaps.length },
    );
  }
  const pick = (column: Float64Array): Float64Array => {
    // As many sessions as the series has are all of them, and nobody writes into a column.
    if (rows.length === column.length) return column;
    const picked = new Float64Array(rows.length);
    for (let t = 0; t < rows.length; t += 1) picked[t] = column[rows[t] ?? -1] ?? Number.NaN;
    return picked;
  };
  const traded = series.adjustedOnly === true ? null : { close: pick(series.close), open: pick(series.open) };
  return { ticker: series.ticker, close: pick(index.close), open: pick(index.open), traded };
}

function rowsOf(sessions: number, pairs: readonly PanelPair[]): PanelRows {
  const legs = pairs.length * 2;
  const rows = {
    close: new Float64Array(sessions * legs),
    open: new Float64Array(sessions * legs),
    hedge: new Float64Array(sessions * legs),
    ratio: new Float64Array(sessions * pairs.length),
  };
  pairs.forEach(({ base, inverse, ratio }, p) => {
    for (let t = 0; t < sessions; t++) {
      const at = t * legs + 2 * p;
      const onSession = ratio[t] ?? Number.NaN;
      const weights = hedgeWeights(onSession);
      rows.ratio[t * pairs.length + p] = onSession;
      rows.hedge[at] = weights.base;
      rows.hedge[at + 1] = weights.inverse;
      rows.close[at] = base.close[t] ?? Number.NaN;
      rows.close[at + 1] = inverse.close[t] ?? Number.NaN;
      rows.open[at] = base.open[t] ?? Number.NaN;
      rows.open[at + 1] = inverse.open[t] ?? Number.NaN;
    }
  });
  return rows;
}
