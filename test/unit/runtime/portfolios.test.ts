import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { enabledIn, namesIn, readPortfolioFile, readPortfolioFolder } from '@evenkeel/runtime/portfolios';
import { homeAbove } from '../../../shared/runtime/src/portfolios/folder';
import { installedFiles } from '../../../shared/runtime/src/portfolios/installed';
import { portfolioFile } from '../../factories/portfolio';
import { failureOf } from '../../support/failure';

let home: string;
const put = (name: string, text: string) => writeFileSync(join(home, 'portfolios', name), text);
const json = (name: string) => JSON.stringify(portfolioFile({ name }));

beforeEach(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'evenkeel-portfolios-')));
  mkdirSync(join(home, 'portfolios'));
  mkdirSync(join(home, 'services/strategy'), { recursive: true });
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(home, { recursive: true });
});

const enabled = (variables: Record<string, string> = {}) => {
  jest.replaceProperty(process, 'env', { ...process.env, EVENKEEL_PORTFOLIO_FILES: '', ...variables });
  jest.spyOn(process, 'cwd').mockReturnValue(join(home, 'services/strategy'));
  return enabledIn(variables);
};

describe('the files of an installation', () => {
  it('are all *.json of its folder by name, as text, without a byte order mark', () => {
    put('b.json', json('b'));
    put('a.json', `\uFEFF${json('a')}`);
    for (const other of ['notes.txt', '.hidden.json', 'c.json~']) put(other, 'x');
    expect(readPortfolioFolder(home)).toEqual([
      { path: 'portfolios/a.json', name: 'a', text: json('a') },
      { path: 'portfolios/b.json', name: 'b', text: json('b') },
    ]);
  });

  it('say of themselves that they cannot be read', () => {
    mkdirSync(join(home, 'portfolios/folder.json'));
    symlinkSync('nowhere', join(home, 'portfolios/link.json'));
    put('good.json', json('good'));
    const { portfolios, refused } = enabled();
    expect(portfolios.map(({ name }) => name)).toEqual(['good']);
    expect(refused.map(({ error }) => error.message)).toEqual([
      expect.stringMatching(/^portfolios\/folder\.json: cannot be read: (Error: )?EISDIR/),
      expect.stringMatching(/^portfolios\/link\.json: cannot be read: (Error: )?ENOENT/),
    ]);
  });

  it('are found from any folder inside', () => {
    expect(homeAbove(join(home, 'services/strategy'))).toBe(home);
  });

  it('want a folder', async () => {
    rmSync(join(home, 'portfolios'), { recursive: true });
    const { code, message } = await failureOf(Promise.resolve().then(() => readPortfolioFolder(home)));
    expect([code, message]).toEqual([
      'bad-input',
      `${home}/portfolios: there is no such folder; it holds a file for each portfolio`,
    ]);
  });
});

describe('a function', () => {
  it('works on those that its stage names, in whatever blanks', () => {
    for (const name of ['a', 'b b', 'c']) put(`${name}.json`, json(name));
    const names = (EVENKEEL_PORTFOLIOS: string) => enabled({ EVENKEEL_PORTFOLIOS }).portfolios.map(({ name }) => name);
    expect(names('')).toEqual(['a', 'b b', 'c']);
    expect(names(' c ,b b,')).toEqual(['b b', 'c']);
    expect(namesIn(' a, b b ,,a')).toEqual(['a', 'b b']);
  });

  it('does not begin without a portfolio, and says why there is none', () => {
    expect(() => enabled()).toThrow('portfolios/ holds no portfolio; put a file there');
    put('a.json', '{');
    expect(() => enabled()).toThrow(/^portfolios\/a\.json: is not JSON/);
  });

  it('works in a local stack on whatever files it was built with', () => {
    const elsewhere = join(home, 'mine.json');
    writeFileSync(elsewhere, json('own'));
    put('a.json', json('a'));
    const listed = JSON.stringify({ own: elsewhere, a: join(home, 'portfolios/a.json') });
    expect(enabled({ EVENKEEL_PORTFOLIO_FILES: listed }).portfolios.map(({ name }) => name)).toEqual(['own', 'a']);
    expect(installedFiles()[0]).toEqual(readPortfolioFile(elsewhere, { name: 'own' }));
    for (const wrong of ['[1]', '{"a": 1}', '"a"', 'null'])
      expect(() => enabled({ EVENKEEL_PORTFOLIO_FILES: wrong })).toThrow(/^EVENKEEL_PORTFOLIO_FILES: is not \{/);
  });
});
