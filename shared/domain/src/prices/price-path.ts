import { firstRowFrom, lastRowUpTo, type SessionDate } from '../calendar';
import { AppError } from '../errors';
import type { Series } from './series';
import type { Ticker } from './ticker';

/**
 * What a strategy needs of a symbol's bars: opens, closes, dividends and splits, as traded; row `i` of
 * every column belongs to `sessions[i]`, sessions strictly ascending. Every {@link Series} is one.
 */
export type PricePath = Pick<Series, 'ticker' | 'sessions' | 'open' | 'close' | 'dividend' | 'split' | 'adjustedOnly'>;

/** One row of a {@link PricePath}. */
export interface PathRow {
  readonly session: SessionDate;
  readonly open: number;
  readonly close: number;
  /** Per share after the split of the same session; 0 where there is none. */
  readonly dividend: number;
  /** New shares per old share; 0 where there is none. */
  readonly split: number;
}

/** A path of the rows in their order. @throws AppError `bad-data` where the sessions do not ascend */
export function pathOfRows(ticker: Ticker, rows: readonly PathRow[]): PricePath {
  const column = (name: Exclude<keyof PathRow, 'session'>) => Float64Array.from(rows, (row) => row[name]);
  return ascending({
    ticker,
    sessions: rows.map(({ session }) => session),
    open: column('open'),
    close: column('close'),
    dividend: column('dividend'),
    split: column('split'),
  });
}

/**
 * The paths of one symbol, one after another, as one; a single one that has rows as it is.
 * @throws AppError `bad-data` where a path does not begin after the one before it ends
 */
export function joinPaths(ticker: Ticker, paths: readonly PricePath[]): PricePath {
  const [only, ...others] = paths.filter(({ sessions }) => sessions.length > 0);
  if (only !== undefined && others.length === 0) return only;
  const rows = paths.reduce((sum, { sessions }) => sum + sessions.length, 0);
  const column = (name: 'open' | 'close' | 'dividend' | 'split'): Float64Array => {
    const joined = new Float64Array(rows);
    let at = 0;
    for (const path of paths) {
      joined.set(path[name], at);
      at += path.sessions.length;
    }
    return joined;
  };
  return ascending({
    ticker,
    sessions: paths.flatMap(({ sessions }) => sessions),
    open: column('open'),
    close: column('close'),
    dividend: column('dividend'),
    split: column('split'),
  });
}

/** The rows of `path` from `from` to `to`, both inclusive; what is left out is unlimited. Shares the path's memory. */
export function pathBetween(
  path: PricePath,
  range: { readonly from?: SessionDate; readonly to?: SessionDate },
): PricePath {
  const first = range.from === undefined ? 0 : firstRowFrom(path.sessions, range.from);
  const end = range.to === undefined ? path.sessions.length : lastRowUpTo(path.sessions, range.to) + 1;
  return {
    ticker: path.ticker,
    sessions: path.sessions.slice(first, end),
    open: path.open.subarray(first, end),
    close: path.close.subarray(first, end),
    dividend: path.dividend.subarray(first, end),
    split: path.split.subarray(first, end),
  };
}

function ascending(path: PricePath): PricePath {
  const { ticker, sessions } = path;
  for (let row = 1; row < sessions.length; row += 1) {
    const [before, session] = [sessions[row - 1] ?? '', sessions[row] ?? ''];
    if (before >= session) {
      throw new AppError(
        'bad-data',
        `${ticker} ${session}: does not come after ${before}; read the symbol's bars again`,
        {
          symbol: ticker,
          session,
        },
      );
    }
  }
  return path;
}
