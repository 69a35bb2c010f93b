import { PRICE_FIELDS, type Bar } from '../bar';
import { differs, differencesOf } from './bar-difference';
import type { Overlap, Quarantined, Restatement } from './judgement';
import { restatementOf } from './restatement';

/** One session as stored and as fetched, both as traded. */
interface Compared {
  readonly stored: Bar;
  readonly fetched: Bar;
}

/** Two price ratios this near to each other are the same constant. */
const SAME_RATIO = 1e-4;

/**
 * Compares stored bars with the same sessions of a new fetch, both as traded. Splits and dividends
 * since then do not matter: the fetch's own split list undoes them, so bars of an honest fetch agree.
 *
 * - Values within the tolerances of `bar-difference` are the same; the stored ones stay.
 * - Two or more bars (or all that can be compared) that differ by one constant ratio in all four
 *   prices, or a majority that differs in any way: the fetch is distrusted as a whole.
 * - Otherwise single bars differ: each change is a credible restatement or doubtful, by `restatement`.
 */
export function compareOverlap(stored: readonly Bar[], fetched: readonly Bar[]): Overlap {
  const fetchedBySession = new Map(fetched.map((bar) => [bar.session, bar]));
  const compared = stored.flatMap((bar): Compared[] => {
    const other = fetchedBySession.get(bar.session);
    return other ? [{ stored: bar, fetched: other }] : [];
  });
  if (compared.length === 0) return { verdict: 'none' };
  const repriced = compared.filter(({ stored: a, fetched: b }) => PRICE_FIELDS.some((field) => differs(field, a, b)));
  return distrust(compared, repriced) ?? singleDifferences(compared);
}

function distrust(compared: readonly Compared[], repriced: readonly Compared[]): Overlap | undefined {
  const [first, last] = [repriced[0], repriced.at(-1)];
  if (!first || !last) return undefined;
  const all = repriced.length === compared.length;
  const ratio = commonRatio(repriced);
  const span = `${String(repriced.length)} of ${String(compared.length)} stored bars, ${first.stored.session} to ${last.stored.session}`;
  const verdict = { verdict: 'distrusted', firstSession: first.stored.session } as const;
  if (ratio !== undefined && (all || repriced.length > 1)) {
    const reason = all && looksLikeSplit(ratio) ? 'unannounced-split' : 'restated-by-ratio';
    return {
      ...verdict,
      reason,
      ratio,
      detail: `${span}, were fetched at ${ratio.toPrecision(7)} times their stored prices`,
    };
  }
  if (repriced.length * 2 > compared.length && repriced.length > 1) {
    return {
      ...verdict,
      reason: 'overlap-disagrees',
      ratio: undefined,
      detail: `${span}, have other prices by no common ratio`,
    };
  }
  return undefined;
}

/** fetched / stored when it is one constant over all prices of the bars, else undefined. */
function commonRatio(bars: readonly Compared[]): number | undefined {
  const ratios = bars.flatMap(({ stored, fetched }) =>
    PRICE_FIELDS.map((field) => fetched[field].toNumber() / stored[field].toNumber()),
  );
  const [low, high] = [Math.min(...ratios), Math.max(...ratios)];
  return high - low <= SAME_RATIO * high ? (low + high) / 2 : undefined;
}

/** Splits come as whole numbers, forward or reverse, or as small fractions such as 3 for 2. */
function looksLikeSplit(ratio: number): boolean {
  const larger = ratio > 1 ? ratio : 1 / ratio;
  return [1, 2, 3, 4].some((denominator) => {
    const numerator = Math.round(larger * denominator);
    return larger > 1.1 && numerator <= 200 && Math.abs(larger * denominator - numerator) <= 1e-3 * numerator;
  });
}

function singleDifferences(compared: readonly Compared[]): Overlap {
  const restatements: Restatement[] = [];
  const doubtful: Quarantined[] = [];
  for (const { stored, fetched } of compared) {
    const changes = differencesOf(stored, fetched);
    if (changes.length === 0) continue;
    const outcome = restatementOf(stored, changes);
    if (outcome.restatement) restatements.push(outcome.restatement);
    if (outcome.doubtful) doubtful.push(outcome.doubtful);
  }
  if (restatements.length === 0 && doubtful.length === 0) return { verdict: 'agrees', sessions: compared.length };
  return { verdict: 'differs', restatements, doubtful };
}
