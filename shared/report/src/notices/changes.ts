import { change, money, percent } from '../formats/numbers';

interface WasIs<Value> {
  readonly was: Value;
  readonly is: Value;
}

/** What a view says otherwise than the one before it, of a session that was shown before. */
export interface ShownChanges {
  /** The version whose figures are replaced. */
  readonly since: number;
  readonly because: 'prices' | 'file';
  /** The oldest session that is known to have changed. */
  readonly oldest: string | null;
  readonly asOf: string;
  readonly nav: WasIs<number>;
  readonly decision: WasIs<string>;
  readonly pairs: readonly { readonly base: string; readonly inverse: string; readonly drift: WasIs<number | null> }[];
  readonly more: number;
}

/** A republished view in a sentence or two: what has changed since which version, from what to what. */
export function changesNotice({ since, because, oldest, asOf, nav, decision, pairs, more }: ShownChanges): string {
  const what =
    because === 'file'
      ? 'The portfolio file has changed'
      : `Prices ${oldest === null || oldest < '1990' ? '' : `of ${oldest} `}have been corrected`;
  const moved = nav.was === nav.is ? '' : ` (${change(4)(nav.is / nav.was - 1)})`;
  const decided = decision.was === decision.is ? `still ${decision.is}` : `${decision.was} -> ${decision.is}`;
  const drifts = pairs
    .slice(0, MOST_PAIRS)
    .map(({ base, inverse, drift }) => `${base}/${inverse} ${percent()(drift.was)} -> ${percent()(drift.is)}`);
  const others = pairs.length - drifts.length + more;
  const drift = drifts.length === 0 ? '' : `; drift ${drifts.join(', ')}${others > 0 ? ` and ${others} more` : ''}`;
  return `${what} since version ${since}. As of ${asOf}: NAV ${money(nav.was)} -> ${money(nav.is)}${moved}; decision ${decided}${drift}.`;
}

const MOST_PAIRS = 3;
