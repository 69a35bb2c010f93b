import type { Decimal } from 'decimal.js';
import { calendarDaysBetween, type SessionDate } from '../../calendar';
import type { CompleteRow } from '../as-traded';
import type { Bar } from '../bar';
import type { VendorDividend } from '../vendor-history';
import type { Quarantined } from './judgement';

/** A second dividend so soon is a vendor's copy: no fund of the universe pays twice in a week. */
const REPEATED_WITHIN_DAYS = 7;

/** A dividend above this share of the price is taken for a misplaced decimal point. */
export const OVERSIZED_SHARE = 0.2;

/** Dividends that may enter bars, and those that may not. */
export interface JudgedDividends {
  readonly sound: readonly VendorDividend[];
  readonly quarantined: readonly Quarantined[];
}

/**
 * Judges dividends in the order of their ex-dates. The first of a day on whose bar one is stored was judged
 * (or released by an operator) before and passes. The same payment listed twice on one day counts once, and
 * another one of a day that has one is a repetition, whatever is stored.
 */
export function judgeDividends(
  dividends: readonly VendorDividend[],
  rows: readonly CompleteRow[],
  stored: readonly Bar[],
): JudgedDividends {
  const storedDates = stored.filter((bar) => !bar.dividend.isZero()).map((bar) => bar.session);
  const priceBefore = priceBeforeLookup(rows);
  const sound: VendorDividend[] = [];
  const quarantined: Quarantined[] = [];
  for (const dividend of dividends.toSorted((a, b) => (a.session < b.session ? -1 : a.session > b.session ? 1 : 0))) {
    const { session, amount } = dividend;
    const ofThatDay = sound.find((other) => other.session === session);
    if (ofThatDay?.amount.equals(amount)) continue;
    const accepted = [...storedDates, ...sound.map((other) => other.session)];
    const known = storedDates.includes(session) && ofThatDay === undefined;
    const doubt = known ? undefined : doubtOf(dividend, accepted, priceBefore(session));
    if (doubt) quarantined.push({ session, scope: 'dividend', ...doubt });
    else sound.push(dividend);
  }
  return { sound, quarantined };
}

type Doubt = Pick<Quarantined, 'reason' | 'detail'>;

function doubtOf(
  { session, amount }: VendorDividend,
  accepted: readonly SessionDate[],
  price: Decimal | undefined,
): Doubt | undefined {
  const text = amount.toString();
  if (!amount.isFinite() || !amount.greaterThan(0)) {
    return { reason: 'non-positive-dividend', detail: `dividend is ${text}` };
  }
  if (price && amount.greaterThan(price.times(OVERSIZED_SHARE))) {
    const share = amount.div(price).times(100).toFixed(1);
    return { reason: 'oversized-dividend', detail: `dividend ${text} is ${share} % of the price ${price.toString()}` };
  }
  const near = accepted.find((other) => Math.abs(calendarDaysBetween(other, session)) <= REPEATED_WITHIN_DAYS);
  if (near === undefined) return undefined;
  return { reason: 'repeated-dividend', detail: `dividend ${text} follows the one of ${near} within 7 days` };
}

/** The close before an ex-date, in the vendor's terms like the dividend; where there is none, the close of that day. */
function priceBeforeLookup(rows: readonly CompleteRow[]): (session: SessionDate) => Decimal | undefined {
  const position = new Map(rows.map((row, i) => [row.session, i]));
  return (session) => {
    const i = position.get(session);
    if (i === undefined) return undefined;
    return rows[i - 1]?.close ?? rows[i]?.close;
  };
}
