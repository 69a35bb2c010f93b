import fc from 'fast-check';
import { isAppError } from '@evenkeel/domain';
import { givesSignal, isCalendar, parsePortfolio, symbolsOf } from '@evenkeel/domain/portfolio';
import { pairFile, portfolioFile, presets } from '../../../factories/portfolio';

/** The one line of the refusal. */
function refusal(json: unknown): string {
  const answer = answerTo(json);
  if (answer === ACCEPTED) throw new Error('was accepted');
  return answer;
}

const ACCEPTED = 'a portfolio';

function answerTo(json: unknown): string {
  try {
    parsePortfolio(json, 'p.json');
  } catch (error) {
    if (isAppError(error, 'bad-input')) return error.message;
    throw error;
  }
  return ACCEPTED;
}

const step = (from: string, ratio: number) => ({ from, ratio });
const withLeverage = (...leverage: unknown[]) => portfolioFile({ pairs: [pairFile('QQQ', 'SQQQ', leverage)] });
const withRebalance = (changes: object) =>
  portfolioFile({
    rebalance: { check: 'daily', drift: { measure: 'weight', tolerance: 0.1 }, scope: 'breached', ...changes },
  });

describe('parsePortfolio', () => {
  it('fills in what a file may leave out', () => {
    expect(parsePortfolio(portfolioFile(), 'p.json')).toMatchObject({
      allocation: { method: 'equal' },
      fill: 'close',
      riskFreeRate: 0,
    });
    expect(parsePortfolio(portfolioFile(), 'p.json').benchmark).toBeUndefined();
  });

  it('reads the example of the interfaces as the preset it describes, in its first pair', () => {
    const example = {
      name: 'classic',
      capital: 100000000,
      benchmark: 'SPY',
      pairs: [{ base: 'QQQ', inverse: 'SQQQ', leverage: [{ from: '2010-02-11', ratio: 3 }] }],
      allocation: { method: 'equal' },
      rebalance: { check: 'daily', drift: { measure: 'weight', tolerance: 0.1 }, scope: 'breached' },
      fill: 'close',
      costs: { commissionRate: 0.002, slippage: { model: 'sqrt', cap: 0.001, depth: 10000000000 } },
    };
    expect(parsePortfolio(example, 'p.json')).toEqual({ ...presets.classic, pairs: presets.classic.pairs.slice(0, 1) });
  });

  it('takes back from its own JSON what is shipped', () => {
    for (const shipped of Object.values(presets))
      expect(parsePortfolio(JSON.parse(JSON.stringify(shipped)), 'p.json')).toEqual(shipped);
  });

  it('takes the first session of the ledger and what subscribers are told of, which is everything when left out', () => {
    const told = { start: '2024-06-28', signals: { kinds: ['rebalance', 'late'], drawdown: 0.2 } };
    const read = parsePortfolio(portfolioFile(told), 'p.json');
    expect(read).toMatchObject(told);
    expect([givesSignal(read, 'late'), givesSignal(read, 'hold')]).toEqual([true, false]);
    expect(givesSignal(parsePortfolio(portfolioFile(), 'p.json'), 'hold')).toBe(true);
    expect(givesSignal(parsePortfolio(portfolioFile({ signals: { kinds: [] } }), 'p.json'), 'hold')).toBe(false);
    expect(refusal(portfolioFile({ start: '2024-02-30' }))).toBe(
      'p.json: start: is "2024-02-30"; write a date such as 2010-02-11',
    );
    expect(refusal(portfolioFile({ signals: { kinds: ['rebalence'] } }))).toBe(
      'p.json: signals.kinds[0]: is "rebalence"; write one of rebalance, hold, late, recovered, correction, drawdown (did you mean "rebalance"?)',
    );
    expect(refusal(portfolioFile({ signals: { drawdown: 20 } }))).toContain('p.json: signals.drawdown: is 20; write');
  });

  it('writes symbols in upper case, also in the keys of the regime filter', () => {
    const json = portfolioFile({
      pairs: [pairFile('qqq', 'sqqq')],
      regimeFilter: { pairs: { 'qqq/sqqq': [{ volatility: 'high' }] } },
    });
    const parsed = parsePortfolio(json, 'p.json');
    expect(symbolsOf(parsed)).toEqual(['QQQ', 'SQQQ']);
    expect(parsed.regimeFilter?.pairs).toEqual({ 'QQQ/SQQQ': [{ volatility: 'high' }] });
  });

  it('allows a symbol in two pairs', () => {
    const json = portfolioFile({ pairs: [pairFile('QQQ', 'SQQQ'), pairFile('SMH', 'SQQQ')] });
    expect(symbolsOf(parsePortfolio(json, 'p.json'))).toEqual(['QQQ', 'SQQQ', 'SMH']);
  });

  it.each<[what: string, json: unknown, message: string]>([
    ['no object', 'classic', 'p.json: portfolio: is "classic"; write an object with name, capital'],
    [
      'an unknown key',
      portfolioFile({ capitol: 1 }),
      'p.json: portfolio: unknown key "capitol" (did you mean "capital"?); known are name, capital',
    ],
    [
      'an unknown key deep inside',
      withRebalance({ drift: { measure: 'weight', tolerance: 0.1, side: 'both' } }),
      'p.json: rebalance.drift: unknown key "side"; known are measure, tolerance',
    ],
    ['no name', { ...portfolioFile(), name: undefined }, 'p.json: name: is missing'],
    ['a blank name', portfolioFile({ name: '  ' }), 'p.json: name: is "  "'],
    [
      'no capital',
      portfolioFile({ capital: 0 }),
      'p.json: capital: is 0; write the starting money: a positive finite number',
    ],
    ['infinite capital', portfolioFile({ capital: Number.POSITIVE_INFINITY }), 'p.json: capital: is Infinity'],
    ['capital as text', portfolioFile({ capital: '1000' }), 'p.json: capital: is "1000"'],
    [
      'a negative tolerance',
      withRebalance({ drift: { measure: 'weight', tolerance: -0.1 } }),
      'p.json: rebalance.drift.tolerance: is -0.1',
    ],
    ['no tolerance', withRebalance({ drift: { measure: 'weight' } }), 'p.json: rebalance.drift.tolerance: is missing'],
    [
      'an unknown check',
      withRebalance({ check: 'hourly' }),
      'p.json: rebalance.check: is "hourly"; write one of daily, weekly, monthly, quarterly, yearly, never',
    ],
    [
      'a mistyped check',
      withRebalance({ check: 'dayly' }),
      'p.json: rebalance.check: is "dayly"; write one of daily, weekly, monthly, quarterly, yearly, never (did you mean "daily"?)',
    ],
    [
      'a weight tolerance in percent',
      withRebalance({ drift: { measure: 'weight', tolerance: 10 } }),
      'p.json: rebalance.drift.tolerance: is 10; write the tolerance as a share of NAV, from 0 (rebalance on every check) to 1: 10 % is 0.10',
    ],
    [
      'a delta tolerance that no pair can reach',
      withRebalance({ drift: { measure: 'delta', tolerance: 20 } }),
      'p.json: rebalance.drift.tolerance: is 20; the net delta of a pair is never more than 3 times its value: 20 % is 0.20',
    ],
    ['no pairs', portfolioFile({ pairs: [] }), 'p.json: pairs: is []; write at least one pair'],
    [
      'the same symbol twice in a pair',
      portfolioFile({ pairs: [pairFile('QQQ', 'QQQ')] }),
      'p.json: pairs[0]: QQQ is both base and inverse',
    ],
    [
      'the same pair twice',
      portfolioFile({ pairs: [pairFile('QQQ', 'SQQQ'), pairFile('QQQ', 'SQQQ')] }),
      'p.json: pairs[1]: QQQ/SQQQ is pairs[0] already',
    ],
    [
      'no symbol',
      portfolioFile({ pairs: [pairFile('Q Q', 'SQQQ')] }),
      'p.json: pairs[0].base: symbol: "Q Q" is not a symbol',
    ],
    ['no leverage', withLeverage(), 'p.json: pairs[0].leverage: is []; write a ratio such as 3, or at least one step'],
    ['a leverage of 0', portfolioFile({ pairs: [pairFile('QQQ', 'SQQQ', 0)] }), 'p.json: pairs[0].leverage: is 0'],
    [
      'a leverage as text',
      portfolioFile({ pairs: [pairFile('QQQ', 'SQQQ', '3')] }),
      'p.json: pairs[0].leverage: is "3"; write a ratio such as 3, or at least one step like {"from": "2010-02-11", "ratio": 3}',
    ],
    [
      'a step without a ratio',
      withLeverage({ from: '2010-01-01' }),
      'p.json: pairs[0].leverage[0].ratio: is missing; write the leverage ratio',
    ],
    [
      'unsorted leverage',
      withLeverage(step('2020-04-01', 2), step('2010-01-01', 3)),
      'p.json: pairs[0].leverage[1].from: 2010-01-01 begins before the step of 2020-04-01',
    ],
    [
      'overlapping leverage',
      withLeverage(step('2010-01-01', 3), step('2010-01-01', 2)),
      'p.json: pairs[0].leverage[1].from: 2010-01-01 overlaps',
    ],
    ['no date', withLeverage(step('2010-02-30', 3)), 'p.json: pairs[0].leverage[0].from: is "2010-02-30"'],
    ['a ratio of 0', withLeverage(step('2010-01-01', 0)), 'p.json: pairs[0].leverage[0].ratio: is 0'],
    [
      'a window that is no whole number',
      portfolioFile({ allocation: { method: 'trend', window: 20.5 } }),
      'p.json: allocation.window: is 20.5',
    ],
    [
      'a window of 1',
      portfolioFile({ allocation: { method: 'inverse-volatility', window: 1 } }),
      'p.json: allocation.window: is 1; write the window in sessions: a whole number from 2 on',
    ],
    [
      'an unknown allocation',
      portfolioFile({ allocation: { method: 'momentum' } }),
      'p.json: allocation.method: is "momentum"; write one of equal, fixed, inverse-volatility, trend',
    ],
    [
      'an allocation that is no object',
      portfolioFile({ allocation: 'equal' }),
      'p.json: allocation: is "equal"; write an object whose "method" is one of equal, fixed, inverse-volatility, trend',
    ],
    [
      'weights for other pairs than there are',
      portfolioFile({ allocation: { method: 'fixed', weights: [0.5, 0.5] } }),
      'p.json: allocation.weights: has 2 for 1 pairs; write one for each, in their order',
    ],
    [
      'weights beyond all there is',
      portfolioFile({
        pairs: [pairFile('QQQ', 'SQQQ'), pairFile('TLT', 'TBT')],
        allocation: { method: 'fixed', weights: [0.75, 0.5] },
      }),
      'p.json: allocation.weights: add up to 1.25; write weights that are together 1 or less',
    ],
    [
      'a weight in percent',
      portfolioFile({ allocation: { method: 'fixed', weights: [50] } }),
      'p.json: allocation.weights[0]: is 50; write a weight from 0 to 1',
    ],
    [
      'a window that equal has no use for',
      portfolioFile({ allocation: { method: 'equal', window: 5 } }),
      'p.json: allocation: unknown key "window"',
    ],
    [
      'a negative commission',
      portfolioFile({ costs: { commissionRate: -0.001, slippage: { model: 'none' } } }),
      'p.json: costs.commissionRate: is -0.001',
    ],
    [
      'no depth',
      portfolioFile({ costs: { commissionRate: 0, slippage: { model: 'sqrt', cap: 0.1 } } }),
      'p.json: costs.slippage.depth: is missing',
    ],
    [
      'a filter on a foreign pair',
      portfolioFile({ regimeFilter: { pairs: { 'TLT/TBT': [{ volatility: 'low' }] } } }),
      'p.json: regimeFilter.pairs: "TLT/TBT" is not a pair',
    ],
    [
      'a filter cell without sides',
      portfolioFile({ regimeFilter: { pairs: { 'QQQ/SQQQ': [{}] } } }),
      'p.json: regimeFilter.pairs.QQQ/SQQQ[0]: names neither',
    ],
    [
      'a benchmark filter without benchmark',
      portfolioFile({ regimeFilter: { benchmark: ['high'] } }),
      'p.json: regimeFilter.benchmark: the portfolio has no benchmark',
    ],
    [
      'a risk-free rate in percent',
      portfolioFile({ riskFreeRate: 2 }),
      'p.json: riskFreeRate: is 2; write an annual rate as a fraction such as 0.02',
    ],
    ['a risk-free rate that is none', portfolioFile({ riskFreeRate: true }), 'p.json: riskFreeRate: is true'],
  ])('refuses %s', (_what, json, message) => {
    expect(refusal(json)).toContain(message);
  });

  it.each<[what: string, json: Record<string, unknown>, message: string]>([
    [
      'beside what is missing because of it',
      { ...portfolioFile(), pairs: undefined, pairz: [pairFile('QQQ', 'SQQQ')] },
      'p.json: portfolio: unknown key "pairz" (did you mean "pairs"?); known are name, capital, benchmark, pairs, ' +
        'allocation, rebalance, fill, costs, regimeFilter, riskFreeRate, start, signals, $schema',
    ],
    [
      'two letters exchanged, deep inside',
      { ...withRebalance({ drfit: { measure: 'weight', tolerance: 0.1 } }), capital: 0 },
      'p.json: rebalance: unknown key "drfit" (did you mean "drift"?); known are check, drift, scope',
    ],
    [
      'in one of several kinds of object',
      portfolioFile({ costs: { commissionRate: 0, slippage: { model: 'sqrt', capp: 0.1, depth: 1 } } }),
      'p.json: costs.slippage: unknown key "capp" (did you mean "cap"?); known are model, cap, depth',
    ],
    [
      'in place of what tells the kinds apart',
      portfolioFile({ costs: { commissionRate: 0, slippage: { modell: 'sqrt', cap: 0.1, depth: 1 } } }),
      'p.json: costs.slippage: unknown key "modell" (did you mean "model"?); known are model, rate, cap, depth',
    ],
    [
      'in a step of leverage',
      withLeverage({ form: '2010-01-01', ratio: 3 }),
      'p.json: pairs[0].leverage[0]: unknown key "form" (did you mean "from"?); known are from, ratio',
    ],
    [
      'in a cell of the filter',
      portfolioFile({ regimeFilter: { pairs: { 'QQQ/SQQQ': [{ volatilty: 'high' }] } } }),
      'p.json: regimeFilter.pairs.QQQ/SQQQ[0]: unknown key "volatilty" (did you mean "volatility"?)',
    ],
    [
      'several, the outermost first',
      portfolioFile({ Name: 'x', zzz: 1, costs: { commission: 0 } }),
      'p.json: portfolio: unknown keys "Name" (did you mean "name"?), "zzz"; known are',
    ],
    ['several places', portfolioFile({ zzz: 1, costs: { yyy: 0 } }), '(and 1 more)'],
  ])('names an unknown key before anything else: %s', (_what, json, message) => {
    expect(refusal(json)).toContain(message);
  });

  it('takes a single ratio for one that holds from the first session of the calendar', () => {
    const json = portfolioFile({ pairs: [pairFile('QQQ', 'SQQQ', 3)] });
    expect(parsePortfolio(json, 'p.json').pairs[0]?.leverage).toEqual([{ from: '1990-01-01', ratio: 3 }]);
  });

  it('takes a file without drift, or with tolerance 0, for calendar rebalancing', () => {
    const without = parsePortfolio(portfolioFile({ rebalance: { check: 'yearly', scope: 'portfolio' } }), 'p.json');
    expect(without.rebalance).toEqual({
      check: 'yearly',
      drift: { measure: 'weight', tolerance: 0 },
      scope: 'portfolio',
    });
    expect(isCalendar(without.rebalance.drift)).toBe(true);
    const zero = parsePortfolio(withRebalance({ drift: { measure: 'delta', tolerance: 0 } }), 'p.json');
    expect(isCalendar(zero.rebalance.drift)).toBe(true);
    expect(isCalendar(presets.classic.rebalance.drift)).toBe(false);
  });

  it('takes tolerances up to the largest drift there can be', () => {
    const json = (measure: string, tolerance: number, ratio: number) => ({
      ...withRebalance({ drift: { measure, tolerance } }),
      pairs: [pairFile('QQQ', 'SQQQ', ratio)],
    });
    expect(parsePortfolio(json('weight', 1, 3), 'p.json').rebalance.drift.tolerance).toBe(1);
    expect(parsePortfolio(json('delta', 3, 3), 'p.json').rebalance.drift.tolerance).toBe(3);
    expect(parsePortfolio(json('delta', 1, 0.5), 'p.json').rebalance.drift.tolerance).toBe(1);
    expect(refusal(json('delta', 1.01, 0.5))).toContain('never more than 1 times its value');
  });

  it('lets a file say where its schema is, and forgets it', () => {
    const json = portfolioFile({ $schema: '../docs/portfolio.schema.json' });
    expect(parsePortfolio(json, 'p.json')).toEqual(parsePortfolio(portfolioFile(), 'p.json'));
  });

  it('answers any JSON with a portfolio or one line that names the file', () => {
    const key = fc.constantFrom(
      ...Object.keys(portfolioFile()),
      'fill',
      'allocation',
      'regimeFilter',
      'riskFreeRate',
      'benchmark',
    );
    fc.assert(
      fc.property(key, fc.jsonValue(), (name, value) => {
        expect(answerTo(portfolioFile({ [name]: value }))).toMatch(/^(a portfolio|p\.json: .+)$/);
      }),
    );
  });
});
