import type { SessionDate } from '../calendar';
import type { Ticker } from '../prices';
import type { Fills } from './fills';
import type { EngineState, TradeReason } from './state';

/** One filled order: in index units (total-return index, so splits and dividends need no correction), and in shares as traded. */
export interface Trade {
  readonly session: SessionDate;
  readonly symbol: Ticker;
  /** Position in {@link BacktestRun.pairs}. */
  readonly pair: number;
  /** Signed, positive buys. */
  readonly units: number;
  /** Index value at the fill. */
  readonly price: number;
  /** Signed like `units`, in shares of that session; null where prices as traded are not known. */
  readonly shares: number | null;
  /** What a share cost at the fill; null where that is not known. */
  readonly tradedPrice: number | null;
  /** `units * price`, signed. */
  readonly value: number;
  /** Commission and slippage, not negative, in money. */
  readonly cost: number;
  readonly reason: TradeReason;
}

/** One pair through the run; every column has one row a session, after that session's trades. */
export interface PairColumns {
  readonly base: Ticker;
  readonly inverse: Ticker;
  /** Value held in the base leg at the close, in money. */
  readonly baseValue: Float64Array;
  /** Value held in the inverse leg at the close, in money. */
  readonly inverseValue: Float64Array;
  /** Ratio in force on each session. */
  readonly ratio: Float64Array;
  /** Drift as measured on each session, before its trades; NaN where it was not a check session. */
  readonly drift: Float64Array;
  /** 1 where the pair traded on that session. */
  readonly traded: Uint8Array;
}

/** What one configuration did: columns of one row a session, and the list of trades. */
export interface BacktestRun {
  readonly capital: number;
  readonly sessions: readonly SessionDate[];
  /** Net asset value at the close, after trades and costs. */
  readonly nav: Float64Array;
  readonly cash: Float64Array;
  /** Costs paid on that session. */
  readonly cost: Float64Array;
  /** Sum of held values / NAV. */
  readonly exposure: Float64Array;
  /** Sum over pairs of (base - ratio * inverse) / NAV. */
  readonly netDelta: Float64Array;
  readonly pairs: readonly PairColumns[];
  readonly fills: Fills;
  /** {@link fills} as objects, made when they are first asked for. */
  readonly trades: readonly Trade[];
  /** Sessions with trades after the first purchase. */
  readonly rebalances: number;
  /** Where to go on from. */
  readonly state: EngineState;
}

/** On how many sessions of a run each pair held nothing at the close, in the order of its pairs. */
export function sessionsInCash({ pairs }: Pick<BacktestRun, 'pairs'>): number[] {
  return pairs.map(({ baseValue, inverseValue }) =>
    baseValue.reduce((sessions, value, row) => sessions + (value === 0 && inverseValue[row] === 0 ? 1 : 0), 0),
  );
}
