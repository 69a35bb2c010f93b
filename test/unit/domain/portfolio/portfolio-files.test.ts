import { enabledPortfolios, portfolioIn, type PortfolioFile } from '@evenkeel/domain/portfolio';
import { portfolioFile } from '../../../factories/portfolio';

const file = (name: string, content: unknown = portfolioFile({ name })): PortfolioFile => ({
  path: `portfolios/${name}.json`,
  name,
  text: typeof content === 'string' ? content : JSON.stringify(content),
});
const namesOf = ({ portfolios }: ReturnType<typeof enabledPortfolios>) => portfolios.map(({ name }) => name);

describe('the portfolios that are computed', () => {
  it('are those of all files, in their order', () => {
    const enabled = enabledPortfolios([file('b'), file('a')]);
    expect(namesOf(enabled)).toEqual(['b', 'a']);
    expect(enabled.refused).toEqual([]);
  });

  it('are those that were chosen, where any were: what is wrong with another file is nobody’s concern', () => {
    const enabled = enabledPortfolios([file('a'), file('b', '{'), file('c')], ['c', 'a']);
    expect(namesOf(enabled)).toEqual(['a', 'c']);
    expect(enabled.refused).toEqual([]);
  });

  it('say which chosen one is not there, and what it may have been', () => {
    const { portfolios, refused } = enabledPortfolios([file('classic'), file('hedged')], ['hedgd', 'classic', 'x']);
    expect(portfolios.map(({ name }) => name)).toEqual(['classic']);
    expect(refused.map(({ name, error }) => [name, error.message])).toEqual([
      ['hedgd', 'there is no portfolio "hedgd" (did you mean "hedged"?); there are classic, hedged'],
      ['x', 'there is no portfolio "x"; there are classic, hedged'],
    ]);
    expect(enabledPortfolios([], ['x']).refused[0]?.error.message).toBe('there is no portfolio "x"; there are none');
  });

  const LONG = 'n'.repeat(81);
  it.each<[string, PortfolioFile, RegExp]>([
    ['is broken JSON', file('bad', '{"name": '), /^portfolios\/bad\.json: is not JSON: /],
    ['is empty', file('bad', ''), /^portfolios\/bad\.json: is empty$/],
    [
      'has an unknown key',
      file('bad', portfolioFile({ name: 'bad', captial: 1 })),
      /^portfolios\/bad\.json: portfolio: unknown key "captial" \(did you mean "capital"\?\)/,
    ],
    [
      'has the name of another',
      file('bad', portfolioFile({ name: 'good' })),
      /^portfolios\/bad\.json: name: is "good"; a file is called as its portfolio: write "bad", or call the file good\.json$/,
    ],
    ['has a # in its name', file('b#d'), /^portfolios\/b#d\.json: name: "b#d" has a "#"; .* write one without/],
    ['has a comma in its name', file('a,b'), /name: "a,b" has a ","; /],
    ['has a slash in its name', file('bad', portfolioFile({ name: 'a/b' })), /name: "a\/b" has a "\/"; /],
    ['has a blank before its name', file(' bad'), /name: " bad" begins or ends with a blank; /],
    ['has a dot before its name', file('.bad'), /name: "\.bad" begins with a dot; /],
    [
      'has a name that is too long',
      file('bad', portfolioFile({ name: LONG })),
      /name: is "n+\.\.\.; write .* up to 80/,
    ],
    ['has no name', file('bad', portfolioFile({ name: '' })), /bad\.json: name: is ""; write the portfolio's name/],
    [
      'cannot be read',
      { ...file('bad'), text: { unreadable: 'EACCES: permission denied' } },
      /^portfolios\/bad\.json: cannot be read: EACCES: permission denied$/,
    ],
  ])('go on where a file %s, and it is said in one line that names it', (_, bad, message) => {
    const { portfolios, refused } = enabledPortfolios([bad, file('good')]);
    expect(portfolios.map(({ name }) => name)).toEqual(['good']);
    expect(refused).toHaveLength(1);
    expect(refused[0]?.name).toBe(bad.name);
    expect(refused[0]?.error).toMatchObject({ code: 'bad-input' });
    expect(refused[0]?.error.message).toMatch(message);
    expect(refused[0]?.error.message).not.toContain('\n');
  });

  it('have each name once: the first file keeps it', () => {
    const other = { ...file('a'), path: 'elsewhere/a.json' };
    const { portfolios, refused } = enabledPortfolios([file('a'), other]);
    expect(portfolios.map(({ name }) => name)).toEqual(['a']);
    expect(refused.map(({ error }) => error.message)).toEqual([
      'elsewhere/a.json: portfolios/a.json has a portfolio "a" already; give one of them another name',
    ]);
  });
});

it('takes a name that a file system has taken apart into letters and accents for the same', () => {
  const name = 'übrig';
  expect(name.normalize('NFD')).not.toBe(name);
  expect(portfolioIn({ ...file(name), name: name.normalize('NFD') }).name).toBe(name);
});
