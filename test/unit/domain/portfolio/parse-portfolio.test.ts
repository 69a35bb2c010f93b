import fc from 'fast-check';
import { isAppError } from '@evenkeel/domain';
import { parsePortfolio, portfolioFrom, presets, symbolsOf } from '@evenkeel/domain/portfolio';
import { pairFile, portfolioFile } from '../../../factories/portfolio';

/** The one line of the refusal. */
function refusal(json: unknown): string {
  try {
    parsePortfolio(json, 'p.json');
  } catch (error) {
    if (isAppError(error, 'bad-input')) return error.message;
    throw error;
  }
  throw new Error('was accepted');
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

  it('takes every preset back from its own JSON', () => {
    for (const preset of Object.values(presets)) expect(portfolioFrom(JSON.stringify(preset))).toEqual(preset);
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
      'p.json: portfolio: unknown key "capitol"; known are name, capital',
    ],
    [
      'an unknown key deep inside',
      withRebalance({ drift: { measure: 'weight', tolerance: 0.1, side: 'both' } }),
      'p.json: rebalance.drift: unknown key "side"',
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
      'p.json: rebalance.check: is "hourly"; write one of daily, weekly, monthly, quarterly, never',
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
    ['no leverage', withLeverage(), 'p.json: pairs[0].leverage: is []; write at least one step'],
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
      'p.json: allocation.method: is {"method":"momentum"}; write an object whose "method" is one of equal, inverse-volatility, trend',
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
        try {
          parsePortfolio(portfolioFile({ [name]: value }), 'p.json');
        } catch (error) {
          if (!isAppError(error, 'bad-input')) throw error;
          expect(error.message).toMatch(/^p\.json: .+/);
          expect(error.message).not.toContain('\n');
        }
      }),
    );
  });
});

describe('portfolioFrom', () => {
  it('knows the presets by name and portfolio files by their brace', () => {
    expect(portfolioFrom(' classic\n')).toBe(presets.classic);
    expect(portfolioFrom(JSON.stringify(portfolioFile())).name).toBe('test');
  });

  it.each([
    ['a name nobody knows', 'balanced', 'there is no portfolio "balanced"; write classic or hedged'],
    ['broken JSON', '{"name": ', 'is not JSON'],
  ])('refuses %s', (_what, text, message) => {
    expect(() => portfolioFrom(text, 'EVENKEEL_PORTFOLIO')).toThrow(`EVENKEEL_PORTFOLIO: ${message}`);
  });
});
