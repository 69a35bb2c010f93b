import fc from 'fast-check';

const BASES = ['QQQ', 'TLT', 'SMH', 'XLF', 'XLE', 'SPY', 'IWM', 'GLD', 'SOXL', 'BTC-USD'];
const INVERSES = ['SQQQ', 'TBT', 'SOXS', 'FAZ', 'ERY', 'PSQ', 'SH'];

const ratio = fc.constantFrom(1, 2, 3, 1.5, 2.75);
const date = fc
  .tuple(fc.integer({ min: 2012, max: 2024 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
  .map(([year, month, day]) => `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`);
const steps = fc
  .uniqueArray(date, { minLength: 1, maxLength: 3 })
  .chain((dates) => fc.tuple(...[...dates].sort().map((from) => ratio.map((one) => ({ from, ratio: one })))));
const leverage = fc.oneof({ weight: 4, arbitrary: steps }, { weight: 1, arbitrary: ratio });

const pairs = fc.uniqueArray(
  fc.record({ base: fc.constantFrom(...BASES), inverse: fc.constantFrom(...INVERSES), leverage }),
  { minLength: 1, maxLength: 6, selector: ({ base, inverse }) => `${base}/${inverse}` },
);

const window = fc.integer({ min: 2, max: 130 });
/** Fixed weights are of as many pairs as there may be; {@link portfolioFiles} takes those it needs. */
const allocation = fc.oneof(
  fc.constant({ method: 'equal' as const }),
  fc.record({
    method: fc.constant('fixed' as const),
    // In ten-thousandths: of money that a double can hardly tell from none there is nothing to say.
    weights: fc.array(
      fc.integer({ min: 0, max: 1666 }).map((weight) => weight / 10_000),
      { minLength: 6, maxLength: 6 },
    ),
  }),
  fc.record({ method: fc.constant('inverse-volatility' as const), window }),
  fc.record({ method: fc.constant('trend' as const), window }),
);

/** A limit, or none: 0 and nothing mean the calendar. */
const drift = fc.option(
  fc.record({
    measure: fc.constantFrom('weight', 'delta'),
    tolerance: fc.oneof(
      { weight: 6, arbitrary: fc.double({ min: 0.002, max: 0.3, noNaN: true }) },
      { weight: 1, arbitrary: fc.constant(0) },
    ),
  }),
  { nil: undefined, freq: 7 },
);

const slippage = fc.oneof(
  fc.constant({ model: 'none' }),
  fc.record({ model: fc.constant('fixed'), rate: fc.double({ min: 0, max: 0.01, noNaN: true }) }),
  fc.record({
    model: fc.constant('sqrt'),
    cap: fc.double({ min: 0, max: 0.02, noNaN: true }),
    depth: fc.double({ min: 1e6, max: 1e12, noNaN: true }),
  }),
);

const regime = fc.constantFrom('low', 'medium', 'high');
const cell = fc.oneof(
  fc.record({ volatility: regime }),
  fc.record({ correlation: regime }),
  fc.record({ volatility: regime, correlation: regime }),
);

/** What a filter blocks, by the position of the pair. */
const blocks = fc.option(
  fc.record({
    pairs: fc.array(fc.array(cell, { maxLength: 3 }), { minLength: 6, maxLength: 6 }),
    benchmark: fc.option(fc.uniqueArray(regime, { minLength: 1, maxLength: 2 }), { nil: undefined }),
  }),
  { nil: undefined, freq: 3 },
);

/**
 * Any portfolio file over the real histories in `../shared/data/prices`, whatever it is good for: every
 * rule of the strategy in every combination.
 */
export const portfolioFiles = fc
  .record({
    capital: fc.constantFrom(1000, 2.5e5, 1e8),
    pairs,
    allocation,
    check: fc.constantFrom('daily', 'daily', 'weekly', 'monthly', 'quarterly', 'yearly', 'never'),
    drift,
    scope: fc.constantFrom('breached', 'pair', 'portfolio'),
    fill: fc.constantFrom('close', 'next-open', 'next-close'),
    commissionRate: fc.double({ min: 0, max: 0.01, noNaN: true }),
    slippage,
    blocks,
  })
  .map(
    ({
      capital,
      pairs: chosen,
      allocation: method,
      check,
      drift: limit,
      scope,
      fill,
      commissionRate,
      slippage: model,
      blocks: blocked,
    }) => ({
      name: 'any',
      capital,
      benchmark: 'SPY',
      pairs: chosen,
      allocation: method.method === 'fixed' ? { ...method, weights: method.weights.slice(0, chosen.length) } : method,
      rebalance: { check, ...(limit === undefined ? {} : { drift: limit }), scope },
      fill,
      costs: { commissionRate, slippage: model },
      ...(blocked === undefined ? {} : { regimeFilter: filterOf(chosen, blocked) }),
    }),
  );

function filterOf(
  chosen: readonly { readonly base: string; readonly inverse: string }[],
  blocked: { readonly pairs: readonly (readonly object[])[]; readonly benchmark: readonly string[] | undefined },
) {
  return {
    pairs: Object.fromEntries(chosen.map(({ base, inverse }, at) => [`${base}/${inverse}`, blocked.pairs[at] ?? []])),
    ...(blocked.benchmark === undefined ? {} : { benchmark: blocked.benchmark }),
  };
}
