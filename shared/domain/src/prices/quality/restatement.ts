import type { Bar } from '../bar';
import type { Change, Quarantined, Restatement } from './judgement';

/** A price that moved further than this from its stored value is not believed by itself. */
const CREDIBLE_MOVE = 0.05;

/** A dividend that changed by more than this factor either way is a misplaced decimal point or another payment. */
const CREDIBLE_DIVIDEND_FACTOR = 2;

/**
 * The policy for single bars that the vendor restates. Believed, so that the stored bar is to be corrected:
 * a price within 5 % of the stored one, any positive volume, a dividend or split that arrives late,
 * a dividend within a factor of 2. Doubtful, so the stored value stays: anything else, above all an
 * event that is no longer sent (nothing is deleted because a vendor stopped sending it). One
 * doubtful price makes the whole bar's prices doubtful, since they belong together.
 */
export function restatementOf(
  stored: Bar,
  changes: readonly Change[],
): { readonly restatement: Restatement | undefined; readonly doubtful: Quarantined | undefined } {
  const wanted = changes.filter((change) => !isSilence(change));
  const doubts = wanted.filter((change) => !isCredible(change));
  const priceDoubted = doubts.some(({ field }) => isPrice(field));
  const believed = wanted.filter((change) => !doubts.includes(change) && !(priceDoubted && isPrice(change.field)));
  const doubtful = doubts.length === 0 ? undefined : doubtOf(stored, doubts);
  if (believed.length === 0) return { restatement: undefined, doubtful };
  const values = Object.fromEntries(believed.map(({ field, fetched }) => [field, fetched]));
  return { restatement: { session: stored.session, changes: believed, bar: { ...stored, ...values } }, doubtful };
}

function doubtOf({ session }: Bar, doubts: readonly Change[]): Quarantined {
  const told = doubts.map(
    ({ field, stored, fetched }) => `${field} ${stored.toString()} is now sent as ${fetched.toString()}`,
  );
  return { session, scope: 'correction', reason: 'doubtful-correction', detail: told.join('; ') };
}

/** Split-adjusted volume of old sessions is rounded down to 0 once a fund has reverse-split often enough. */
function isSilence({ field, fetched }: Change): boolean {
  return field === 'volume' && fetched.isZero();
}

function isCredible({ field, stored, fetched }: Change): boolean {
  if (field === 'volume' || stored.isZero()) return true;
  const factor = fetched.div(stored).toNumber();
  if (field === 'dividend') return factor <= CREDIBLE_DIVIDEND_FACTOR && factor >= 1 / CREDIBLE_DIVIDEND_FACTOR;
  return field === 'split' ? false : Math.abs(factor - 1) <= CREDIBLE_MOVE;
}

function isPrice(field: Change['field']): boolean {
  return field !== 'volume' && field !== 'dividend' && field !== 'split';
}
