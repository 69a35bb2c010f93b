import { firstRowFrom, type SessionDate } from '../calendar';
import type { PricePath, Ticker } from '../prices';

/** A date on which some symbols traded and others did not. */
export interface DroppedSession {
  readonly session: SessionDate;
  /** The symbols without a bar. */
  readonly missing: readonly Ticker[];
}

/** Inclusive bounds; absent means as far as the data go. */
export interface PanelRange {
  readonly from?: SessionDate | undefined;
  readonly to?: SessionDate | undefined;
}

/** Walks the series side by side: sessions on which all have a bar, and those on which only some do. */
export function commonSessions(
  series: readonly PricePath[],
  range: PanelRange,
): { sessions: SessionDate[]; dropped: DroppedSession[] } {
  const sides = series.map(({ ticker, sessions }) => ({ ticker, ahead: within(sessions, range), at: 0 }));
  const sessions: SessionDate[] = [];
  const dropped: DroppedSession[] = [];
  for (;;) {
    // On nearly all sessions every symbol has a bar, which needs no comparing for order.
    for (let same = sameNext(sides); same !== undefined; same = sameNext(sides)) {
      sessions.push(same);
      for (const side of sides) side.at += 1;
    }
    let next: SessionDate | undefined;
    for (const { ahead, at } of sides) {
      const session = ahead[at];
      if (session !== undefined && (next === undefined || session < next)) next = session;
    }
    if (next === undefined) return { sessions, dropped };
    const missing: Ticker[] = [];
    for (const side of sides) {
      if (side.ahead[side.at] === next) side.at += 1;
      else missing.push(side.ticker);
    }
    if (missing.length === 0) sessions.push(next);
    else dropped.push({ session: next, missing });
  }
}

/** The session that all sides have next; `undefined` where they differ or have none. */
function sameNext(
  sides: readonly { readonly ahead: readonly SessionDate[]; readonly at: number }[],
): SessionDate | undefined {
  const next = sides[0]?.ahead[sides[0].at];
  for (const { ahead, at } of sides) if (ahead[at] !== next) return undefined;
  return next;
}

function within(sessions: readonly SessionDate[], { from, to }: PanelRange): readonly SessionDate[] {
  const begin = from === undefined ? 0 : firstRowFrom(sessions, from);
  const end = to === undefined ? sessions.length : firstRowFrom(sessions, to);
  return sessions.slice(begin, sessions[end] === to ? end + 1 : end);
}

/** For each of `sessions` its row in `own`, both ascending; -1 where `own` does not have it. */
export function rowsOn(sessions: readonly SessionDate[], own: readonly SessionDate[]): Int32Array {
  const rows = new Int32Array(sessions.length);
  // Where both go on side by side, as they mostly do, the next row is the next one.
  let at = 0;
  sessions.forEach((session, row) => {
    if (own[at] !== session) at = firstRowFrom(own, session);
    rows[row] = own[at] === session ? at++ : -1;
  });
  return rows;
}
