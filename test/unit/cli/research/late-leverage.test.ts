import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyzeCommand } from '../../../../cli/src/research/analyze';
import { backtestCommand } from '../../../../cli/src/research/backtest';
import { planCommand } from '../../../../cli/src/research/plan';
import { sweepCommand } from '../../../../cli/src/research/sweep';
import { pairFile, portfolioFile } from '../../../factories/portfolio';
import { priceFolder, pricePath } from '../../../factories/price-folder';
import { outcomeOf } from './session';

describe('a leverage schedule that begins after the first session', () => {
  let folder: string;

  beforeAll(() => {
    folder = priceFolder({ AAA: pricePath(0), ZZZ: pricePath(0, -3) });
    writeFileSync(join(folder, 'holdings.csv'), 'symbol,shares\nAAA,10\n');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const pagesWith = async (leverage: unknown): Promise<string[]> => {
    const portfolio = join(folder, 'portfolio.json');
    writeFileSync(portfolio, JSON.stringify(portfolioFile({ pairs: [pairFile('AAA', 'ZZZ', leverage)] })));
    const options = { portfolio, source: 'csv', data: folder, to: '2020-12-31' };
    const holdings = join(folder, 'holdings.csv');
    const outcomes = [
      await outcomeOf((context) => backtestCommand(options, context)),
      await outcomeOf((context) => analyzeCommand(options, context)),
      await outcomeOf((context) => sweepCommand({ ...options, tolerance: '0.1' }, context)),
      await outcomeOf((context) => planCommand({ ...options, holdings, cash: '1000' }, context)),
    ];
    return outcomes.map(({ error, stdout }) => error ?? stdout.replaceAll('\n', ' '));
  };

  test('is named on every page, with the ratio that is used before it', async () => {
    const said =
      '! AAA/ZZZ: its leverage is stated from 2019-06-03 on, the run begins on 2019-01-02; 2x, the first ratio, is used before it';
    const leverage = [
      { from: '2019-06-03', ratio: 2 },
      { from: '2020-01-02', ratio: 3 },
    ];
    for (const page of await pagesWith(leverage)) expect(page).toContain(said);
  });

  test('is not named where it begins with the run, or is a single ratio', async () => {
    const pages = [...(await pagesWith([{ from: '2019-01-02', ratio: 3 }])), ...(await pagesWith(3))];
    expect(pages).toHaveLength(8);
    for (const page of pages) {
      expect(page).toContain('2020-12-31');
      expect(page).not.toContain('leverage is stated');
    }
  });
});
