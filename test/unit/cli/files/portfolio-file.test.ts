import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadPortfolio, loadPortfolios } from '../../../../cli/src/files/portfolio-file';
import { portfolioFile } from '../../../factories/portfolio';
import { failureOf } from '../../../support/failure';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'evenkeel-home-'));
  mkdirSync(join(home, 'portfolios'));
  jest.replaceProperty(process, 'env', { ...process.env, EVENKEEL_HOME: home });
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(home, { recursive: true });
});

function put(file: string, content: unknown): string {
  const path = join(home, file);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}
const installed = (name: string, more: Record<string, unknown> = {}) =>
  put(`portfolios/${name}.json`, portfolioFile({ name, ...more }));
const namesOf = ({ loaded }: Awaited<ReturnType<typeof loadPortfolios>>) =>
  loaded.map(({ portfolio }) => portfolio.name);

describe('the portfolios of a command', () => {
  test('are all of the installation where none is named; a file that is put there is one of them', async () => {
    installed('one');
    expect(namesOf(await loadPortfolios())).toEqual(['one']);
    installed('another');
    expect(namesOf(await loadPortfolios([]))).toEqual(['another', 'one']);
  });

  test('go on where a file of the installation is broken, which is said in one line', async () => {
    installed('good');
    put('portfolios/bad.json', '{ "name": ');
    put('portfolios/copy.json', portfolioFile({ name: 'good' }));
    installed('rates', { riskFreeRate: 'nowhere.csv' });
    const { loaded, refused } = await loadPortfolios();
    expect(loaded.map(({ portfolio }) => portfolio.name)).toEqual(['good']);
    expect(refused.map(({ name, error }) => [name, error.message])).toEqual([
      ['bad', expect.stringMatching(/^portfolios\/bad\.json: is not JSON: /)],
      ['copy', expect.stringMatching(/^portfolios\/copy\.json: name: is "good"; /)],
      ['rates', expect.stringMatching(/^portfolios\/rates\.json riskFreeRate .*nowhere\.csv: there is no such file/)],
    ]);
  });

  test('are a failure where none of the installation can be used', async () => {
    expect((await failureOf(loadPortfolios())).message).toBe('portfolios/ holds no portfolio; put a file there');
    put('portfolios/bad.json', '[]');
    expect((await failureOf(loadPortfolios())).message).toMatch(/^portfolios\/bad\.json: portfolio: is \[\]/);
  });

  test('are those that are named, by name or by file, in that order', async () => {
    const one = installed('one');
    installed('two');
    const mine = put('elsewhere.json', portfolioFile({ name: 'mine' }));
    const { loaded, refused } = await loadPortfolios(['two', mine, 'one']);
    expect(loaded.map(({ portfolio, path }) => [portfolio.name, path])).toEqual([
      ['two', join(home, 'portfolios/two.json')],
      ['mine', mine],
      ['one', one],
    ]);
    expect(refused).toEqual([]);
  });

  test.each<[string, () => string[], RegExp]>([
    [
      'one that is not there',
      () => [installed('one'), 'two'],
      /^--portfolio two: there is no such file; name a portfolio file, or one of portfolios\/ \(one\)$/,
    ],
    ['a broken one', () => [put('portfolios/bad.json', '{')], /bad\.json: is not JSON: /],
    [
      'two of one name',
      () => [installed('one'), put('other.json', portfolioFile({ name: 'one' }))],
      /^--portfolio \S+other\.json: \S+portfolios\/one\.json has the name "one", too; leave one out$/,
    ],
    [
      'one whose name is no key',
      () => [put('p.json', portfolioFile({ name: 'a#b' }))],
      /p\.json: name: "a#b" has a "#"; it stands in keys, addresses and lists/,
    ],
  ])('are refused with %s, for it was asked for', async (_, named, message) => {
    const failure = await failureOf(loadPortfolios(named()));
    expect(failure.code).toBe('bad-input');
    expect(failure.message).toMatch(message);
  });

  test('of research alone may have any name', async () => {
    const path = put('p.json', portfolioFile({ name: 'QQQ/SQQQ, monthly #2' }));
    expect((await loadPortfolio(path)).portfolio.name).toBe('QQQ/SQQQ, monthly #2');
  });
});
