import { buildAnalysis, buildReport } from '@evenkeel/domain/analysis';
import { buildPanel, runBacktest } from '@evenkeel/domain/backtest';
import { parsePortfolio } from '@evenkeel/domain/portfolio';
import { fundSeries, idealInverse, market } from '../../factories/funds';
import { portfolioFile } from '../../factories/portfolio';
import { numbersPage } from '../../support/numbers-page';
import { filesIn } from '../../support/repository';

const page = numbersPage();
const returns = Array.from({ length: 80 }, (_, i) => Math.sin(i * i) / 40);
const portfolio = parsePortfolio(portfolioFile({ benchmark: 'SPY' }), 'test');
const panel = buildPanel(
  portfolio,
  market(fundSeries('QQQ', returns), idealInverse('SQQQ', returns, 3), fundSeries('SPY', returns)),
);
const net = runBacktest(portfolio, panel);
const report = buildReport({ portfolio, panel, net, gross: runBacktest(portfolio, panel, { costs: false }) });

/** Every name of a property, at any depth. */
function namesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const named = Array.isArray(value) ? [] : Object.keys(value);
  return [...named, ...Object.values(value).flatMap(namesIn)];
}

/** Files that speak of the page itself. */
const ABOUT_THE_PAGE = /^test\/(unit\/docs|e2e\/readme|support\/numbers-page)/;

/** Comments that go on in the next line, in one. */
function onOneLine(text: string): string {
  return text.replace(/\s*\n\s*(\*|\/\/|#)?\s*/g, ' ');
}

describe('docs/numbers.md', () => {
  const metrics = page.definitions('key');

  it('defines every metric of a backtest, in section 4, and none that there is not', () => {
    expect(metrics.map(({ key }) => key).sort()).toEqual(Object.keys(report.net).sort());
    expect(new Set(metrics.map(({ section }) => section))).toEqual(new Set([4]));
  });

  it.each(metrics.map((metric) => [metric.key, metric] as const))(
    'gives %s a definition, a unit and a source',
    (_, { cells }) => {
      expect(cells).toEqual([expect.stringMatching(/\w/), expect.stringMatching(/\w/), expect.stringMatching(/\w/)]);
    },
  );

  it('names every other field of a report and of an analysis', () => {
    const { configuration, ...rest } = report;
    expect(configuration).toEqual(portfolio);
    const years = /^\d{4}$/;
    const names = new Set([...namesIn(rest), ...namesIn(buildAnalysis([panel]))].filter((name) => !years.test(name)));
    expect([...names].filter((name) => !page.names.has(name))).toEqual([]);
  });

  it('lists each source that it cites, and cites each that it lists', () => {
    const [body = '', list = ''] = page.text.split('\n## Sources\n');
    const listed = [...list.matchAll(/^- \*\*\[(.+?)\]\*\*/gm)].map(([, name]) => name);
    const cited = [...body.matchAll(/\[([^\]]*)\](?!\()/g)].flatMap(([, name = '']) =>
      /^[A-Z][\w&.-]/.test(name) ? [name] : [],
    );
    expect(listed).toHaveLength(new Set(listed).size);
    expect([...new Set(cited)].sort()).toEqual([...listed].sort());
  });

  it('has the sections that the code names', () => {
    expect(page.sections).toEqual(page.sections.map((_, at) => at + 1));
    const cited = filesIn('.', /\.(ts|mjs|cjs|py|yml)$/).flatMap(({ path, text }) =>
      [...onOneLine(text).matchAll(/docs\/numbers\.md,? (?:sections? (\d+)(?: and (\d+))?)?/g)].map(
        ([whole, one, two]) => ({
          path,
          whole,
          numbers: [one, two].flatMap((number) => (number === undefined ? [] : [Number(number)])),
        }),
      ),
    );
    expect(cited.length).toBeGreaterThan(30);
    const wrong = cited.filter(
      ({ numbers }) => numbers.length === 0 || numbers.some((number) => !page.sections.includes(number)),
    );
    expect(wrong.filter(({ path }) => !ABOUT_THE_PAGE.test(path))).toEqual([]);
  });
});
