import { AppError } from '../errors';
import type { SessionDate } from '../calendar';
import type { Pair } from '../pairs';
import type { Portfolio } from '../portfolio';
import type { Series, Ticker } from '../prices';

/** One symbol's total-return index on the sessions of a panel. */
export interface IndexColumns {
  readonly ticker: Ticker;
  /** Index at the close, 1 on the symbol's own first bar. */
  readonly close: Float64Array;
  /** Index at the open, `close * O / C`. */
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

/** A date on which some symbols traded and others did not. */
export interface DroppedSession {
  readonly session: SessionDate;
  /** The symbols without a bar. */
  readonly missing: readonly Ticker[];
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
}

/** Inclusive bounds; absent means as far as the data go. */
export interface PanelRange {
  readonly from?: SessionDate | undefined;
  readonly to?: SessionDate | undefined;
}

/**
 * Aligns the series a portfolio needs.
 */
export function buildPanel(_portfolio: Portfolio, _series: ReadonlyMap<Ticker, Series>, _range: PanelRange = {}): Panel {
  throw new AppError('failed', 'buildPanel is not ready');
}
