import { firstRowFrom, type SessionDate } from '../../calendar';
import { at } from '../../column';
import { PRICE_FIELDS } from '../bar';
import { dailyReturnOn } from '../returns';
import type { Series } from '../series';
import type { Ticker } from '../ticker';
import { OVERSIZED_SHARE } from './dividend-gate';
import { doubtOfMove, type Counterpart } from './jump-gate';
import type { QuarantineReason } from './reasons';
import { RANGE_TOLERANCE } from './row-gates';

/** A bar in use that the quality gates would have held back, or have stored without its dividend. */
export interface Doubt {
  readonly symbol: Ticker;
  readonly session: SessionDate;
  readonly reason: QuarantineReason;
  /** One sentence with the numbers. */
  readonly detail: string;
}

/** Which rows to look at, both bounds inclusive, and who may confirm their jumps. */
export interface ScreenOptions {
  readonly from: SessionDate;
  readonly to: SessionDate;
  /** The other legs of the pairs that the symbol is part of; one that confirms a jump is enough. */
  readonly counterparts?: readonly Counterpart[] | undefined;
}

/**
 * What the quality gates would say of bars that come to a computation without having passed them, as
 * those of a price file do: prices that can be none, a range that the open or close lies outside of, a
 * jump that no other leg confirms, a dividend beyond belief. Same limits as the gates, on columns.
 * Ascending by session.
 */
export function screenSeries(series: Series, { from, to, counterparts = [] }: ScreenOptions): Doubt[] {
  const { ticker: symbol, sessions } = series;
  const doubts: Doubt[] = [];
  for (let row = firstRowFrom(sessions, from); row < sessions.length; row++) {
    const session = sessions[row];
    if (session === undefined || session > to) break;
    const found = rowDoubt(series, row) ?? dividendDoubt(series, row) ?? jumpDoubt(series, row, counterparts);
    if (found !== undefined) doubts.push({ symbol, session, ...found });
  }
  return doubts;
}

type Finding = Pick<Doubt, 'reason' | 'detail'>;

function rowDoubt(series: Series, row: number): Finding | undefined {
  const [open, high, low, close] = [
    at(series.open, row),
    at(series.high, row),
    at(series.low, row),
    at(series.close, row),
  ];
  const slack = close * RANGE_TOLERANCE;
  const inside = open >= low - slack && open <= high + slack && close >= low - slack && close <= high + slack;
  if (inside && low > 0 && high >= low && Number.isFinite(high)) return undefined;
  const wrong = PRICE_FIELDS.find((field) => !(at(series[field], row) > 0 && Number.isFinite(at(series[field], row))));
  if (wrong !== undefined) return { reason: 'non-positive-price', detail: `${wrong} is ${at(series[wrong], row)}` };
  if (high + slack < low) return { reason: 'high-below-low', detail: `high ${high} is below low ${low}` };
  if (inside) return undefined;
  const name = open < low - slack || open > high + slack ? 'open' : 'close';
  return { reason: 'price-outside-range', detail: `${name} ${at(series[name], row)} is outside [${low}, ${high}]` };
}

function dividendDoubt({ close, dividend, split }: Series, row: number): Finding | undefined {
  const amount = at(dividend, row);
  if (amount === 0 || row === 0) return undefined;
  const ratio = at(split, row);
  const before = at(close, row - 1) / (ratio === 0 ? 1 : ratio);
  if (amount <= OVERSIZED_SHARE * before) return undefined;
  return {
    reason: 'oversized-dividend',
    detail: `dividend ${amount} is ${((amount / before) * 100).toFixed(1)} % of the price ${before}`,
  };
}

function jumpDoubt(series: Series, row: number, counterparts: readonly Counterpart[]): Finding | undefined {
  const [before, session] = [series.sessions[row - 1], series.sessions[row]];
  if (before === undefined || session === undefined) return undefined;
  const doubtBy = (counterpart?: Counterpart) => doubtOfMove(dailyReturnOn(series, row), before, session, counterpart);
  if (doubtBy() === undefined) return undefined;
  const doubts = (counterparts.length === 0 ? [undefined] : counterparts).map((counterpart) => doubtBy(counterpart));
  const [detail] = doubts;
  return detail === undefined || doubts.includes(undefined) ? undefined : { reason: 'unexplained-jump', detail };
}
