import { Decimal } from 'decimal.js';
import { addCalendarDays, isSession, nextSession, type SessionDate } from '@evenkeel/domain/calendar';
import type { VendorHistory, VendorRow } from '@evenkeel/domain/prices';
import type { Chance } from '../chance';
import type { Fault } from '../faults';

/** A way in which an answer is not the truth. */
export type Edit = (history: VendorHistory) => VendorHistory;

/** What a lie is about: the finished sessions of the answer, oldest first, and its own chance. */
export interface Occasion {
  readonly sessions: readonly SessionDate[];
  readonly chance: Chance;
}

/** Lies about a whole answer that a vendor may come to tell, each for a while. */
export const LIES: Readonly<Partial<Record<Fault, (occasion: Occasion) => Edit | undefined>>> = {
  'row null': (occasion) =>
    onRow(recent(occasion), (row) => ({ ...row, open: null, high: null, low: null, close: null })),
  'row impossible': (occasion) =>
    onRow(
      recent(occasion),
      occasion.chance.pick<(row: VendorRow) => VendorRow>([
        (row) => ({ ...row, high: row.low, low: row.high }),
        (row) => ({ ...row, close: new Decimal(0) }),
        (row) => ({ ...row, close: row.high && row.high.times(2) }),
        (row) => ({ ...row, low: row.low && row.low.negated() }),
      ]),
    ),
  'row missing': (occasion) => {
    const session = recent(occasion);
    return (history) => ({ ...history, rows: history.rows.filter((row) => row.session !== session) });
  },
  'row on a holiday': (occasion) => {
    const session = recent(occasion);
    const closed =
      session === undefined
        ? undefined
        : [1, 2, 3].map((days) => addCalendarDays(session, days)).find((day) => !isSession(day));
    if (closed === undefined) return undefined;
    return (history) => ({
      ...history,
      rows: history.rows.flatMap((row) => (row.session === session ? [row, { ...row, session: closed }] : [row])),
    });
  },
  'rows vanish': ({ chance, sessions }) => {
    const from = sessions[chance.between(0, sessions.length - 1)];
    if (from === undefined) return undefined;
    const keep = ({ session }: { readonly session: SessionDate }): boolean => session >= from;
    return (history) => ({
      ...history,
      rows: history.rows.filter(keep),
      dividends: history.dividends.filter(keep),
    });
  },
  'close misstated': (occasion) => {
    const factor = 1 + occasion.chance.pick([-1, 1]) * (0.003 + 0.03 * occasion.chance.next());
    return onRow(recent(occasion), (row) => {
      const close = row.close && row.close.times(factor);
      return {
        ...row,
        close,
        high: row.high && close && Decimal.max(row.high, close),
        low: row.low && close && Decimal.min(row.low, close),
      };
    });
  },
  'all restated by a ratio': ({ chance }) => scaled(() => true, chance.pick(['1.07', '0.5', '3'])),
  'scale broken before a date': ({ chance, sessions }) => {
    const from = sessions[chance.between(1, sessions.length - 1)];
    return from && scaled((session) => session < from, chance.pick(['15', '0.1']));
  },
  'dividend twice': ({ sessions }) => {
    return (history) => {
      const last = history.dividends.at(-1);
      const again = last && nextSession(last.session);
      if (last === undefined || again === undefined || !sessions.includes(again)) return history;
      return { ...history, dividends: [...history.dividends, { ...last, session: again }] };
    };
  },
  'dividend oversized': () => (history) => ({
    ...history,
    dividends: history.dividends.map((each, index, { length }) =>
      index === length - 1 ? { ...each, amount: each.amount.times(100) } : each,
    ),
  }),
  'volume rounded': () => (history) => ({
    ...history,
    rows: history.rows.map((row) => ({ ...row, volume: row.volume && row.volume.div(100).floor().times(100) })),
  }),
};

/** The row of a session is null. */
export function withoutPrices(session: SessionDate): Edit {
  return onRow(session, (row) => ({ ...row, open: null, high: null, low: null, close: null })) ?? ((same) => same);
}

export function withoutDividend(session: SessionDate): Edit {
  return (history) => ({ ...history, dividends: history.dividends.filter((each) => each.session !== session) });
}

/** The rows are restated, and nothing says why. */
export function withoutSplit(session: SessionDate): Edit {
  return (history) => ({ ...history, splits: history.splits.filter((each) => each.session !== session) });
}

/** One of the last few sessions. */
function recent({ sessions, chance }: Occasion): SessionDate | undefined {
  return sessions[sessions.length - 1 - chance.pick([0, 0, 0, 1, 2, 4])];
}

function onRow(session: SessionDate | undefined, edit: (row: VendorRow) => VendorRow): Edit | undefined {
  if (session === undefined) return undefined;
  return (history) => ({ ...history, rows: history.rows.map((row) => (row.session === session ? edit(row) : row)) });
}

function scaled(which: (session: SessionDate) => boolean, factor: string): Edit {
  const times = (value: Decimal | null): Decimal | null => value && value.times(factor);
  return (history) => ({
    ...history,
    rows: history.rows.map((row) =>
      which(row.session)
        ? { ...row, open: times(row.open), high: times(row.high), low: times(row.low), close: times(row.close) }
        : row,
    ),
  });
}
