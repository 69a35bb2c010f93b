import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { analyzeCommand } from '../../../../cli/src/research/analyze';
import { backtestCommand, type BacktestOptions } from '../../../../cli/src/research/backtest';
import { planCommand } from '../../../../cli/src/research/plan';
import type { CommandContext } from '../../../../cli/src/research/study';
import { sweepCommand } from '../../../../cli/src/research/sweep';
import { priceFolder, pricePath, SESSIONS, writePrices } from '../../../factories/price-folder';
import { outcomeOf } from './session';

const pair = { base: 'AAA', inverse: 'ZZZ', leverage: [{ from: '2019-01-02', ratio: 3 }] };
const valid = {
  name: 'tested',
  capital: 100_000,
  benchmark: 'MKT',
  pairs: [pair],
  rebalance: { check: 'daily', drift: { measure: 'delta', tolerance: 0.1 }, scope: 'pair' },
  costs: { commissionRate: 0.001, slippage: { model: 'none' } },
};

describe('bad input', () => {
  let folder: string;
  let written = 0;

  beforeAll(() => {
    folder = priceFolder({
      AAA: pricePath(0),
      ZZZ: pricePath(0, -3),
      MKT: pricePath(1),
      GAPPY: pricePath(1).filter(({ date }) => date !== '2019-06-03' && date !== '2019-06-04'),
      LATER: pricePath(
        2,
        -3,
        SESSIONS.filter((date) => date > '2020-01-01'),
      ),
      EARLIER: pricePath(
        2,
        1,
        SESSIONS.filter((date) => date < '2020-01-01'),
      ),
    });
    mkdirSync(join(folder, 'out'));
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const fileOf = (content: unknown): string => {
    const path = join(folder, `portfolio-${(written += 1)}.json`);
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  };
  const options = (portfolio: unknown, more: Partial<BacktestOptions> = {}): BacktestOptions => ({
    portfolio: fileOf(portfolio),
    source: 'csv',
    data: folder,
    to: '2020-12-31',
    json: join(folder, 'out/report.json'),
    csv: join(folder, 'out/curve.csv'),
    ...more,
  });

  /** One line that says `message`, exit 2, and nothing else anywhere. */
  const refused = async (given: BacktestOptions, message: RegExp): Promise<void> => {
    const outcome = await outcomeOf((context) => backtestCommand(given, context));
    expect(outcome).toMatchObject({ exit: 2, stdout: '' });
    expect(outcome.error).toMatch(message);
    expect(outcome.error).not.toContain('\n');
    expect(readdirSync(join(folder, 'out'))).toEqual([]);
  };

  const steps = (...leverage: unknown[]) => ({ ...valid, pairs: [{ ...pair, leverage }] });

  test.each<[string, unknown, RegExp]>([
    ['unsorted leverage steps', steps({ from: '2020-01-01', ratio: 3 }, { from: '2019-01-01', ratio: 2 }), /leverage/],
    [
      'two leverage steps from one day',
      steps({ from: '2020-01-01', ratio: 3 }, { from: '2020-01-01', ratio: 2 }),
      /leverage/,
    ],
    ['a leverage ratio of 0', steps({ from: '2020-01-01', ratio: 0 }), /ratio/],
    ['no leverage at all', steps(), /leverage/],
    ['a pair with the same symbol twice', { ...valid, pairs: [{ ...pair, inverse: 'aaa' }] }, /AAA/],
    ['no pairs', { ...valid, pairs: [] }, /pairs/],
    [
      'a weight tolerance in percent',
      { ...valid, rebalance: { ...valid.rebalance, drift: { measure: 'weight', tolerance: 10 } } },
      /tolerance: is 10; .* 10 % is 0\.10/,
    ],
    [
      'a tolerance that is text',
      { ...valid, rebalance: { ...valid.rebalance, drift: { measure: 'delta', tolerance: '0.1' } } },
      /tolerance/,
    ],
    ['an infinite tolerance', JSON.stringify(valid).replace('"tolerance":0.1', '"tolerance":1e999'), /tolerance/],
    ['a capital of 0', { ...valid, capital: 0 }, /capital/],
    ['a negative capital', { ...valid, capital: -5 }, /capital/],
    ['an infinite capital', JSON.stringify(valid).replace('"capital":100000', '"capital":1e999'), /capital/],
    ['an unknown key', { ...valid, leverge: 3 }, /leverge/],
    ['a window longer than the data', { ...valid, allocation: { method: 'trend', window: 5000 } }, /5000|window/],
    ['a benchmark with gaps', { ...valid, benchmark: 'GAPPY' }, /GAPPY.*2019-06-03/],
    [
      'legs without a common session',
      { ...valid, benchmark: undefined, pairs: [{ ...pair, base: 'EARLIER', inverse: 'LATER' }] },
      /EARLIER|LATER|common/,
    ],
    ['a symbol without prices', { ...valid, pairs: [{ ...pair, inverse: 'NONE' }] }, /NONE/],
    [
      'two symbols without prices',
      { ...valid, benchmark: 'NADA', pairs: [{ ...pair, inverse: 'NONE' }] },
      /NONE, NADA/,
    ],
    ['a daily risk-free rate without a file', { ...valid, riskFreeRate: 'rates.csv' }, /rates\.csv/],
    ['no JSON', '{"name": "tested",', /portfolio-\d+\.json/],
  ])('%s', async (_, portfolio, message) => {
    await refused(options(portfolio), message);
  });

  test.each<[string, Partial<BacktestOptions>, RegExp]>([
    ['a range that ends before it begins', { from: '2020-06-01', to: '2020-05-01' }, /--from 2020-06-01/],
    ['a range before the data', { from: '2010-01-04', to: '2010-12-31' }, /2010/],
    ['a date that does not exist', { from: '2020-02-30' }, /--from.*2020-02-30/],
    ['an unknown source', { source: 'bloomberg' }, /--source bloomberg.*yahoo, csv, synthetic/],
    ['a folder for a source that reads none', { source: 'synthetic' }, /--data .*csv/],
    ['the csv source without a folder', { data: undefined }, /--data|folder/],
    ['a data folder that is not there', { data: '/nowhere/prices' }, /\/nowhere\/prices/],
    [
      'a JSON file in a folder that is not there',
      { json: '/nowhere/report.json' },
      /--json \/nowhere\/report\.json: there is no folder/,
    ],
    ['a name that no file can have', { csv: join(tmpdir(), 'x'.repeat(300)) }, /--csv .*: no file can have that name/],
    ['standard output for two things', { json: '-', csv: '-' }, /--csv -: --json writes there too/],
    [
      'a portfolio file that is not there',
      { portfolio: 'missing.json' },
      /--portfolio missing\.json: there is no such file; name a portfolio file, or one of portfolios\/ \(classic, hedged\)/,
    ],
  ])('%s', async (_, wrong, message) => {
    await refused(options(valid, wrong), message);
  });

  test('risk-free rates that begin too late, or are out of order', async () => {
    writeFileSync(join(folder, 'late.csv'), 'date,rate\n2020-01-02,0.0001\n');
    await refused(options({ ...valid, riskFreeRate: 'late.csv' }), /risk-free.*2019-01-02/);
    writeFileSync(join(folder, 'mixed.csv'), 'date,rate\n2019-01-02,0.0001\n2019-01-02,0.0001\n');
    await refused(options({ ...valid, riskFreeRate: 'mixed.csv' }), /mixed\.csv line 3/);
  });

  test('a price file with a broken line', async () => {
    writePrices(folder, 'BAD', pricePath(3));
    writeFileSync(
      join(folder, 'BAD.csv'),
      'date,open,high,low,close,volume,dividends,splits\n2019-01-02,1,1,1,one,1,0,0\n',
    );
    await refused(options({ ...valid, pairs: [{ ...pair, inverse: 'BAD' }] }), /BAD\.csv/);
  });

  test('a failing write leaves neither the one file nor the other', async () => {
    const given = options(valid, { csv: '/dev/full' });
    const outcome = await outcomeOf((context) => backtestCommand(given, context));
    expect(outcome).toMatchObject({ exit: 1, stdout: '' });
    expect(outcome.error).toMatch(/cannot be written/);
    expect(readdirSync(join(folder, 'out'))).toEqual([]);
  });

  test('the other commands refuse likewise', async () => {
    const given = options(valid);
    const refusal = async (command: (context: CommandContext) => Promise<void>): Promise<string> => {
      const outcome = await outcomeOf(command);
      expect(outcome).toMatchObject({ exit: 2, stdout: '' });
      return outcome.error ?? '';
    };
    const holdings = join(folder, 'held.csv');
    writeFileSync(holdings, 'symbol,shares\nAAA,-1\n');
    expect(await refusal((s) => sweepCommand({ ...given, tolerance: '0:1:0' }, s))).toContain('--tolerance 0:1:0');
    expect(await refusal((s) => analyzeCommand({ ...given, csv: given.json }, s))).toContain('--csv');
    expect(await refusal((s) => planCommand({ ...given, holdings, cash: '0' }, s))).toMatch(/held\.csv line 2: AAA/);
    expect(await refusal((s) => planCommand({ ...given, holdings: '/nowhere.csv', cash: '0' }, s))).toContain(
      '--holdings /nowhere.csv: there is no such file',
    );
    expect(existsSync(given.json ?? '')).toBe(false);
  });
});
