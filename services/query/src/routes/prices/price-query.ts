import { ADJUSTMENTS, parseTicker, type Adjustment, type Ticker } from '@evenkeel/domain/prices';
import { pageOfRange, PAGE_PARAMETERS, type PageOfRange } from '../../http/paging';
import { countOf, shown, wordOf, wrong, type Parameters } from '../../http/parameters';

/** Number columns of a price row, named as in exports. */
export const COLUMNS = ['open', 'high', 'low', 'close', 'volume', 'dividends', 'splits'] as const;
/** One of {@link COLUMNS}. */
export type Column = (typeof COLUMNS)[number];

/** The parameters of `/v1/prices`; any other is refused. */
export const PRICE_PARAMETERS = ['symbols', 'last', 'adjust', 'format', 'column', 'shape', ...PAGE_PARAMETERS];

/** What is asked of the stored prices, checked. */
export interface PriceQuery {
  readonly symbols: readonly Ticker[];
  readonly sessions: { readonly last: number } | PageOfRange;
  readonly adjust: Adjustment;
  readonly format: 'json' | 'csv';
  /** The column to show, one row a session and one column a symbol; absent for one row a bar. */
  readonly wide?: Column | undefined;
}

/** Keeps an answer below 1 MB. */
const MOST_BARS = 5000;
const MOST_SYMBOLS = 20;

/**
 * Checks the parameters of `/v1/prices`.
 * @throws AppError `bad-input` naming the parameter
 */
export function priceQuery(parameters: Parameters): PriceQuery {
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

function sessionsParameter(parameters: Parameters, most: number): PriceQuery['sessions'] {
  const last = countOf(parameters, 'last', most);
  if (last === undefined) {
    if (!parameters.has('from') && !parameters.has('to')) throw wrong('last', 'missing; give last=N, or from and to');
    return pageOfRange(parameters, most);
  }
  const other = PAGE_PARAMETERS.find((name) => parameters.has(name));
  if (other !== undefined) throw wrong(other, 'does not go with last; ask for the last sessions or for a range');
  return { last };
}
