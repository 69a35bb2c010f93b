import * as z from 'zod/mini';
import { toldOrder } from '../told-order';

const fill = z.extend(toldOrder, {
  /** `BASE/INVERSE`. */
  pair: z.string(),
  /** In money, not negative. */
  cost: z.number(),
  reason: z.string(),
});

const leg = z.object({
  symbol: z.string(),
  /** In money, at the close of the session, after its fills. */
  value: z.number(),
  /** As-traded close of the session, as it was known; `null` where there is none. */
  close: z.nullable(z.number()),
  /** As-traded open, where decisions are filled at the open; `null` elsewhere. */
  open: z.nullable(z.number()),
  /** Total return since the entry before, as it was known: 1 + r. */
  growth: z.number(),
});

const pair = z.object({
  base: leg,
  inverse: leg,
  /** Kept in cash by the regime filter when it was last looked at. */
  blocked: z.boolean(),
  /** Why the decision of the session trades the pair at the next fill; `null` where it does not. */
  pending: z.nullable(z.string()),
});

const wasIs = z.object({ was: z.nullable(z.number()), is: z.nullable(z.number()) });

const corrected = z.object({
  symbol: z.string(),
  session: z.string(),
  close: wasIs,
  open: wasIs,
  growth: z.object({ was: z.number(), is: z.number() }),
});

/** One entry of a model ledger: a session as it was booked, or corrections of sessions that had been booked. */
export const ledgerEntry = z.object({
  kind: z.enum(['session', 'correction']),
  session: z.string(),
  /** Session of the entry before; `null` in the first one. */
  since: z.nullable(z.string()),
  /** True where prices went further than the session when it was booked. */
  late: z.boolean(),
  /** Of the close of the session; `null` in a correction, which decides nothing. */
  decision: z.nullable(z.enum(['rebalance', 'hold'])),
  /** What the decision trades. */
  orders: z.array(toldOrder),
  /** What was filled on the session. */
  fills: z.array(fill),
  pairs: z.array(pair),
  cash: z.number(),
  nav: z.number(),
  /** Whether the first purchase has been filled. */
  bought: z.boolean(),
  /** Whether a decision waits for its fill. */
  decided: z.boolean(),
  /** Of a correction: bars that have changed since they were booked. */
  corrects: z.array(corrected),
  /** Of a correction: change of NAV, in money, as the ledger stands at `session`. */
  effect: z.number(),
});

/** See {@link ledgerEntry}. */
export type LedgerEntry = z.infer<typeof ledgerEntry>;
export type LedgerPair = z.infer<typeof pair>;
export type LedgerLeg = z.infer<typeof leg>;
export type LedgerFill = z.infer<typeof fill>;
export type LedgerOrder = z.infer<typeof toldOrder>;
export type CorrectedBar = z.infer<typeof corrected>;

/** One calendar year of a ledger beside the backtest that began on the same day: row `i` belongs to `sessions[i]`. */
export const distanceYear = z.object({
  sessions: z.array(z.string()),
  /** NAV as it was booked. */
  ledger: z.array(z.number()),
  /** NAV of the backtest, as prices are known now; `null` where it has no such session. */
  backtest: z.array(z.nullable(z.number())),
  /** Why they differ, empty where they do not. */
  reasons: z.array(z.array(z.enum(['correction', 'generation', 'late', 'rounding', 'other']))),
});
/** Content of a `distance#YYYY` item. */
export type DistanceYear = z.infer<typeof distanceYear>;
/** One of the reasons in a {@link DistanceYear}. */
export type DistanceReason = DistanceYear['reasons'][number][number];
