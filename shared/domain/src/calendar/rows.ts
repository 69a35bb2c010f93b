import type { SessionDate } from './session-date';

/** The first row of ascending `sessions` on or after `session`, their number where there is none. Halves its way there. */
export function firstRowFrom(sessions: readonly SessionDate[], session: SessionDate): number {
  let low = 0;
  let high = sessions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const found = sessions[middle];
    if (found !== undefined && found < session) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The last row of ascending `sessions` on or before `session`, -1 where there is none. */
export function lastRowUpTo(sessions: readonly SessionDate[], session: SessionDate): number {
  const row = firstRowFrom(sessions, session);
  return sessions[row] === session ? row : row - 1;
}

/** The row of `session` in ascending `sessions`, -1 where it is not among them. */
export function rowOfSession(sessions: readonly SessionDate[], session: SessionDate): number {
  const row = firstRowFrom(sessions, session);
  return sessions[row] === session ? row : -1;
}
