import * as z from 'zod/mini';

/** An order as signals tell it and the ledger books it, one a symbol. */
export const toldOrder = z.object({
  symbol: z.string(),
  side: z.enum(['buy', 'sell']),
  /** As traded; `null` where that is not known, as is the price. */
  shares: z.nullable(z.number()),
  price: z.nullable(z.number()),
  /** In money, positive. */
  value: z.number(),
});
