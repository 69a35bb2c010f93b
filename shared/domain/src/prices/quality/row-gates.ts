import { isInCalendar, isSession, whyClosed, type SessionDate } from '../../calendar';
import { isComplete, type CompleteRow } from '../as-traded';
import { PRICE_FIELDS } from '../bar';
import type { VendorRow } from '../vendor-history';
import type { Quarantined, Refused } from './judgement';
import type { QuarantineReason } from './reasons';

/** What the gates that look at one session alone let through. */
export interface JudgedRows {
  /** One complete, possible row a session, ascending. */
  readonly sound: readonly CompleteRow[];
  readonly quarantined: readonly Quarantined[];
  readonly refused: readonly Refused[];
  /** Every finished session the vendor sent anything for, ascending. */
  readonly seen: readonly SessionDate[];
}

/** Judges each session's rows by themselves; `lastFinished` is the newest session whose values are final. */
export function judgeRows(rows: readonly VendorRow[], lastFinished: SessionDate): JudgedRows {
  const refused: Refused[] = [];
  const quarantined: Quarantined[] = [];
  const sound: CompleteRow[] = [];
  const bySession = new Map<SessionDate, VendorRow[]>();
  for (const row of rows) {
    const refusal = refusalOf(row.session, lastFinished);
    const others = bySession.get(row.session);
    if (refusal) refused.push(refusal);
    else if (others) others.push(row);
    else bySession.set(row.session, [row]);
  }
  const seen = [...bySession.keys()].toSorted();
  for (const session of seen) {
    const verdict = judgeSession(session, bySession.get(session) ?? []);
    if ('reason' in verdict) quarantined.push(verdict);
    else sound.push(verdict);
  }
  return { sound, quarantined, refused, seen };
}

function refusalOf(session: SessionDate, lastFinished: SessionDate): Refused | undefined {
  if (!isInCalendar(session)) {
    return { session, reason: 'outside-calendar', detail: 'the exchange calendar covers 1990 to 2100' };
  }
  if (!isSession(session)) {
    return { session, reason: 'not-a-session', detail: `the exchange was closed: ${whyClosed(session) ?? 'closed'}` };
  }
  if (session > lastFinished) {
    return { session, reason: 'unfinished-session', detail: `final sessions end with ${lastFinished}` };
  }
  return undefined;
}

/**
 * Yahoo sends a day twice around its close: once with nulls, or as the official row, and once as the
 * live quote of the last trade (yfinance pull request #1070). So rows with nulls give way to complete
 * ones, and among rows of the same prices the last has the final volume.
 */
function judgeSession(session: SessionDate, rows: readonly VendorRow[]): CompleteRow | Quarantined {
  const complete = rows.filter(isComplete);
  const row = complete.at(-1);
  if (row === undefined) {
    const missing = [...PRICE_FIELDS, 'volume' as const].filter((field) => rows.every((each) => each[field] === null));
    return held(session, 'missing-value', `the vendor sent no ${missing.join(', ') || 'complete row'}`);
  }
  if (complete.some((other) => !samePrices(row, other))) {
    return held(session, 'conflicting-rows', `${String(complete.length)} complete rows with different prices`);
  }
  return impossible(row) ?? row;
}

/**
 * How far, relative to the price, an open or close may lie outside [low, high]: a vendor's restatement
 * through single-precision floats moves each of the four by up to 6e-8, a few restatements by a few times that.
 */
export const RANGE_TOLERANCE = 1e-6;

function impossible(row: CompleteRow): Quarantined | undefined {
  return isPlainlySound(row) ? undefined : faultOf(row);
}

/** What nearly every row is; only the others are worth the arithmetic of tolerances. */
function isPlainlySound({ open, high, low, close, volume }: CompleteRow): boolean {
  const inside = open.gte(low) && open.lte(high) && close.gte(low) && close.lte(high);
  return inside && low.gt(0) && high.isFinite() && volume.gte(0) && volume.isFinite();
}

function faultOf(row: CompleteRow): Quarantined | undefined {
  const { session, open, high, low, close, volume } = row;
  const notPositive = PRICE_FIELDS.find((field) => !row[field].isFinite() || !row[field].greaterThan(0));
  if (notPositive) return held(session, 'non-positive-price', `${notPositive} is ${row[notPositive].toString()}`);
  if (!volume.isFinite() || volume.lessThan(0)) {
    return held(session, 'non-positive-price', `volume is ${volume.toString()}`);
  }
  const slack = close.times(RANGE_TOLERANCE);
  if (high.plus(slack).lessThan(low)) {
    return held(session, 'high-below-low', `high ${high.toString()} is below low ${low.toString()}`);
  }
  const outside = (
    [
      ['open', open],
      ['close', close],
    ] as const
  ).find(([, value]) => value.greaterThan(high.plus(slack)) || value.lessThan(low.minus(slack)));
  if (!outside) return undefined;
  const [name, value] = outside;
  return held(
    session,
    'price-outside-range',
    `${name} ${value.toString()} is outside [${low.toString()}, ${high.toString()}]`,
  );
}

function samePrices(a: CompleteRow, b: CompleteRow): boolean {
  return a === b || PRICE_FIELDS.every((field) => a[field].equals(b[field]));
}

function held(session: SessionDate, reason: QuarantineReason, detail: string): Quarantined {
  return { session, scope: 'bar', reason, detail };
}
