import * as z from 'zod/mini';

const decision = z.enum(['rebalance', 'hold']);
const legs = z.object({ base: z.number(), inverse: z.number() });
const wasIs = <Value extends z.core.$ZodType>(value: Value) => z.object({ was: value, is: value });

const pairChange = z.object({
  base: z.string(),
  inverse: z.string(),
  weight: wasIs(legs),
  drift: wasIs(z.nullable(z.number())),
});

/** What a view says otherwise than the one before it of a session that was shown before. */
export const viewChanges = z.object({
  /** The version whose figures are replaced. */
  since: z.number(),
  because: z.enum(['prices', 'file']),
  /** The oldest session that is known to have changed; `null` where that is not known. */
  oldest: z.nullable(z.string()),
  /** The session of which figures are compared: the newest one of that version. */
  asOf: z.string(),
  nav: wasIs(z.number()),
  netDelta: wasIs(z.number()),
  decision: wasIs(decision),
  /** Pairs whose weights or drift have changed, the largest change of drift first, at most ten. */
  pairs: z.array(pairChange),
  /** How many more pairs there are. */
  more: z.number(),
});

/**
 * By how much a view differs from the one before it: a matter of what was published before, so it is no part of the view and not
 * among what its hash is of.
 */
export type ViewChanges = z.infer<typeof viewChanges>;
