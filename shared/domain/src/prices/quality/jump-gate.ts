import { rowOfSession, type SessionDate } from '../../calendar';
import { totalReturnIndex } from '../returns';
import type { Series } from '../series';

/** A total return beyond this in one session needs an explanation. */
const JUMP = 0.4;

/**
 * How far a jump may be from what the other leg implies, relative to that: pairs such as SMH and
 * SOXS follow different indices, and a -3x fund misses its goal on the wildest days (SOXS fell
 * 56 % on 2025-04-09 where three times SMH's day was 51 %).
 */
const AGREEMENT = 0.35;

/** The other leg of the pair, as a witness. */
export interface Counterpart {
  /** What the judged symbol is in the pair. */
  readonly side: 'base' | 'inverse';
  /** Leverage ratio in force, positive. */
  ratioOn(session: SessionDate): number;
  /** The other leg's total return between the closes of two sessions; undefined when either bar is unknown. */
  returnBetween(from: SessionDate, to: SessionDate): number | undefined;
}

/** A {@link Counterpart} from the other leg's bars; `side` is what the judged symbol is. */
export function counterpartFrom(
  side: Counterpart['side'],
  ratioOn: Counterpart['ratioOn'],
  otherLeg: Series,
): Counterpart {
  let index: Float64Array | undefined;
  const indexAt = (session: SessionDate) =>
    (index ??= totalReturnIndex(otherLeg).close)[rowOfSession(otherLeg.sessions, session)];
  return {
    side,
    ratioOn,
    returnBetween: (from, to) => {
      const [start, end] = [indexAt(from), indexAt(to)];
      return start === undefined || end === undefined ? undefined : end / start - 1;
    },
  };
}

/** What is doubtful about a total return of `move` from one session's close to another's; undefined when nothing is. */
export function doubtOfMove(
  move: number,
  from: SessionDate,
  to: SessionDate,
  counterpart: Counterpart | undefined,
): string | undefined {
  if (Math.abs(move) <= JUMP) return undefined;
  const told = `${percent(move)} since ${from}`;
  if (!counterpart) return `${told}, and no other leg to confirm it`;
  const other = counterpart.returnBetween(from, to);
  if (other === undefined) return `${told}, and the other leg's bar is not known yet`;
  const ratio = counterpart.ratioOn(to);
  const implied = counterpart.side === 'inverse' ? -ratio * other : -other / ratio;
  if (Math.abs(move - implied) <= AGREEMENT * Math.abs(implied)) return undefined;
  return `${told}, while the other leg's ${percent(other)} implies ${percent(implied)}`;
}

function percent(value: number): string {
  return `${(value * 100).toFixed(1)} %`;
}
