import { AppError } from '@evenkeel/domain';
import { isSessionDate, type SessionDate } from '@evenkeel/domain/calendar';
import { ADJUSTMENTS, parseTicker, type Adjustment, type Ticker } from '@evenkeel/domain/prices';
import { countOf, dateOf, shown, wordOf, wrong, type Parameters } from '../http/parameters';

/** Number columns of a price row, named as in exports. */
export const COLUMNS = ['open', 'high', 'low', 'close', 'volume', 'dividends', 'splits'] as const;
export type Column = (typeof COLUMNS)[number];

export const PRICE_PARAMETERS = ['symbols', 'last', 'from', 'to', 'adjust', 'format', 'column', 'shape', 'limit', 'next'];

/** A checked request for prices. */
export interface PriceRequest {
  readonly symbols: readonly Ticker[];
  readonly sessions: { readonly last: number } | PageOfRange;
  readonly adjust: Adjustment;
  readonly format: 'json' | 'csv';
  /** The column to show, one row a session and one column a symbol; absent for one row a bar. */
  readonly wide?: Column | undefined;
}

/** Sessions of a range, newest first, a page at a time. */
export interface PageOfRange {
  readonly from?: SessionDate | undefined;
  /** Inclusive; on later pages the day before which the last page ended lies behind `before`. */
  readonly to?: SessionDate | undefined;
  /** Exclusive: where the last page ended. */
  readonly before?: SessionDate | undefined;
  /** Most sessions on the page. */
  readonly limit: number;
}

/** Keeps an answer below 1 MB. */
const MOST_BARS = 5000;
const MOST_SYMBOLS = 20;

/**
 * Checks the parameters of `/v1/prices`.
 * @throws AppError `bad-input` naming the parameter
 */
export function priceRequest(parameters: Parameters): PriceRequest {
  const symbols = symbolsParameter(parameters);
  const shape = wordOf(parameters, 'shape', ['long', 'wide']);
  const column = wordOf(parameters, 'column', COLUMNS);
  if (column !== undefined && shape !== 'wide') throw wrong('column', 'one column is shown with shape=wide; add it');
  return {
    symbols,
    sessions: sessionsParameter(parameters, Math.floor(MOST_BARS / symbols.length)),
    adjust: wordOf(parameters, 'adjust', ADJUSTMENTS) ?? 'none',
    format: wordOf(parameters, 'format', ['json', 'csv']) ?? 'json',
    wide: shape === 'wide' ? (column ?? 'close') : undefined,
  };
}

/** The opaque text that asks for the page after one that ended with `before`. */
export function nextPage(before: SessionDate): string {
  return Buffer.from(`v1 ${before}`).toString('base64url');
}

function symbolsParameter(parameters: Parameters): Ticker[] {
  const text = parameters.get('symbols');
  if (text === undefined) throw wrong('symbols', 'missing; give one or more, e.g. symbols=QQQ,SQQQ');
  const parts = text.split(',');
  if (parts.length > MOST_SYMBOLS) throw wrong('symbols', `${parts.length} at once; ask for at most ${MOST_SYMBOLS}`);
  const symbols = parts.map((part) => parseTicker(shown(part), 'symbols'));
  const twice = symbols.find((symbol, index) => symbols.indexOf(symbol) !== index);
  if (twice !== undefined) throw wrong('symbols', `${twice} stands there twice`);
  return symbols;
}

function sessionsParameter(parameters: Parameters, most: number): PriceRequest['sessions'] {
  const last = countOf(parameters, 'last', most);
  const [from, to] = [dateOf(parameters, 'from'), dateOf(parameters, 'to')];
  if (last !== undefined) {
    const other = ['from', 'to', 'limit', 'next'].find((name) => parameters.has(name));
    if (other !== undefined) throw wrong(other, 'does not go with last; ask for the last sessions or for a range');
    return { last };
  }
  if (from === undefined && to === undefined) throw wrong('last', 'missing; give last=N, or from and to');
  if (from !== undefined && to !== undefined && from > to) throw wrong('from', `${from} lies after to=${to}`);
  return { from, to, before: pageParameter(parameters), limit: countOf(parameters, 'limit', most) ?? most };
}

function pageParameter(parameters: Parameters): SessionDate | undefined {
  const text = parameters.get('next');
  if (text === undefined) return undefined;
  const before = Buffer.from(text, 'base64url').toString().replace(/^v1 /, '');
  if (isSessionDate(before) && nextPage(before) === text) return before;
  throw new AppError('bad-input', 'next: not a page of ours; pass the text of the last answer unchanged', { parameter: 'next' });
}
