import * as z from 'zod/mini';
import { REGIMES } from '../statistics';
import { CHECK_SCHEDULES, FILLS, REBALANCE_SCOPES, SIGNAL_KINDS } from './portfolio';
import {
  annualRateOrFile,
  anyList,
  choiceBy,
  date,
  described,
  leverage,
  list,
  matching,
  object,
  oneOf,
  positive,
  rate,
  sessions,
  share,
  symbol,
  table,
} from './schema-parts';

const regime = (meaning: string) => oneOf(REGIMES).check(described(meaning));

const cell = object({
  volatility: z.optional(regime("the regime of the base's volatility")),
  correlation: z.optional(regime('the regime of the correlation of the two legs')),
}).check(
  z.refine(({ volatility, correlation }) => volatility !== undefined || correlation !== undefined, {
    error: 'names neither volatility nor correlation; name at least one',
  }),
  described('a cell of the volatility x correlation grid; a side that is left out means any'),
  z.meta({ minProperties: 1 }),
);

const window = () => sessions('the window in sessions');

const allocation = choiceBy(
  'method',
  ['equal', 'fixed', 'inverse-volatility', 'trend'],
  [
    object({ method: z.literal('equal') }),
    object({
      method: z.literal('fixed'),
      weights: list(share('a weight from 0 to 1', 1), 'one weight for each pair, in the order of the pairs'),
    }),
    object({ method: z.literal('inverse-volatility'), window: window() }),
    object({ method: z.literal('trend'), window: window() }),
  ],
);

const slippage = choiceBy(
  'model',
  ['none', 'fixed', 'sqrt'],
  [
    object({ model: z.literal('none') }),
    object({ model: z.literal('fixed'), rate: rate('the slippage as a share of the traded value, e.g. 0.0005') }),
    object({
      model: z.literal('sqrt'),
      cap: rate('the highest slippage rate, e.g. 0.001'),
      depth: positive('the market depth in money, e.g. 1e10'),
    }),
  ],
);

const drift = choiceBy(
  'measure',
  ['weight', 'delta'],
  [
    object({
      measure: z.literal('weight'),
      tolerance: share('the tolerance as a share of NAV, from 0 (rebalance on every check) to 1: 10 % is 0.10', 1),
    }),
    object({
      measure: z.literal('delta'),
      tolerance: share("the tolerance as a share of the pair's value, from 0 (rebalance on every check): 20 % is 0.20"),
    }),
  ],
).check(described('how far a pair may drift before it is traded; left out, every check session trades'));

const signals = object({
  kinds: z.optional(anyList(oneOf(SIGNAL_KINDS), 'a list of kinds of signals')),
  drawdown: z.optional(
    share('the drawdown from the peak of NAV that is told of, as a share from 0 to 1: 20 % is 0.20', 1),
  ),
});

/**
 * Shape and single values of a portfolio file; what spans several values is checked after it. The JSON
 * Schema at docs/portfolio.schema.json is made from it.
 */
export const portfolioSchema = object({
  name: matching("the portfolio's name, up to 80 printable characters", /^(?!\s*$)\P{Cc}{1,80}$/u),
  capital: positive('the starting money'),
  benchmark: z.optional(symbol('what the portfolio is compared with')),
  pairs: list(
    object({
      base: symbol('the ETF of a market'),
      inverse: symbol('the leveraged inverse ETF of the same market'),
      leverage: leverage(),
    }),
    'at least one pair',
  ),
  allocation: z.optional(allocation.check(described('how portfolio weight is given to pairs; equal when left out'))),
  rebalance: object({
    check: oneOf(CHECK_SCHEDULES).check(described('which sessions look at drift')),
    drift: z.optional(drift),
    scope: oneOf(REBALANCE_SCOPES).check(described('what trades once any pair is breached')),
  }).check(described('when to trade, and what')),
  fill: z.optional(oneOf(FILLS).check(described('where a decision is filled; at the same close when left out'))),
  costs: object({
    commissionRate: rate('the commission as a share of the traded value, e.g. 0.002'),
    slippage: slippage.check(described('what a trade costs beyond commission')),
  }).check(described('what trading costs')),
  regimeFilter: z.optional(
    object({
      pairs: z.optional(table(anyList(cell, 'a list of cells'), 'an object of BASE/INVERSE keys')),
      benchmark: z.optional(anyList(regime("a regime of the benchmark's volatility"), 'a list of regimes')),
    }).check(described('regimes in which a pair, or all of them, is kept in cash')),
  ),
  riskFreeRate: z.optional(
    annualRateOrFile('an annual rate as a fraction such as 0.02, or the path of a CSV of daily rates'),
  ),
  start: z.optional(date('the first session of the model ledger; the first one with targets when left out')),
  signals: z.optional(signals.check(described('what the subscribers are told of; everything when left out'))),
  $schema: z.optional(z.string().check(described('where the JSON Schema of this file is, for editors'))),
});

/** A portfolio file as the schema leaves it. */
export type PortfolioFile = z.infer<typeof portfolioSchema>;
