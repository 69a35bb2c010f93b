import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AppError } from '@evenkeel/domain';
import { parsePortfolio } from '@evenkeel/domain/portfolio';
import type { LoadedPortfolio } from '../../../../cli/src/files/portfolio-file';
import { retiredPortfolios, targetsOfAll, type TargetsRequest } from '../../../../cli/src/stack/all-targets';
import { pairFile, portfolioFile } from '../../../factories/portfolio';
import { readyTargets } from '../../../factories/targets';
import { failureOf } from '../../../support/failure';

const loaded = (name: string, base: string, inverse: string): LoadedPortfolio => ({
  portfolio: parsePortfolio(portfolioFile({ name, pairs: [pairFile(base, inverse)] }), name),
  path: `${name}.json`,
  riskFree: 0,
  files: [],
});
/** GLD has newer bars than the others, which is nothing to a portfolio that does not hold it. */
const stored = new Map([
  ...['QQQ', 'SQQQ', 'SMH', 'SOXS'].map((symbol) => [symbol, '2024-06-28'] as const),
  ['GLD', '2024-07-01'],
]);

let server: Server;
let answers: Readonly<Record<string, unknown>>;
let queryUrl: string;
beforeAll(async () => {
  server = createServer((request, response) => {
    const answer = answers[decodeURIComponent(request.url ?? '')];
    response.statusCode = answer === undefined ? 404 : 200;
    response.end(JSON.stringify(answer ?? { status: 404 }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  queryUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const views = (...names: string[]) =>
  Object.fromEntries(names.map((portfolio) => [`/v1/portfolios/${portfolio}`, readyTargets({ portfolio })]));

function ask(more: Partial<TargetsRequest> = {}): { readonly said: string[]; readonly done: Promise<number> } {
  const said: string[] = [];
  const done = targetsOfAll({
    queryUrl,
    portfolios: [loaded('b', 'QQQ', 'SQQQ'), loaded('a c', 'SMH', 'SOXS')],
    stored,
    timeoutMs: 200,
    rebuild: () => Promise.resolve(),
    onTargets: ({ portfolio }) => said.push(portfolio),
    onMissing: (portfolio, why) => said.push(`${portfolio}: ${why}`),
    ...more,
  });
  return { said, done };
}

describe('the targets of all portfolios', () => {
  test('are shown in the order in which the portfolios were named', async () => {
    answers = views('a c', 'b');
    const { said, done } = ask();
    expect(await done).toBe(0);
    expect(said).toEqual(['b', 'a c']);
  });

  test('are shown of the others where one has none, with the reason that the strategy service gives', async () => {
    answers = views('a c');
    const rebuild = () => Promise.reject(new AppError('failed', 'rebuild failed: 1 of 2 portfolios failed: b: SPY'));
    const { said, done } = ask({ rebuild });
    expect(await done).toBe(1);
    expect(said).toEqual(['a c', 'b: rebuild failed: 1 of 2 portfolios failed: b: SPY']);
  });

  test('say what was waited for where the service finds no fault', async () => {
    answers = views('a c');
    const { said, done } = ask();
    expect(await done).toBe(1);
    expect(said[1]).toMatch(/^b: the strategy service has not taken in the stored bars after 0 s: .*HTTP 404$/);
  });

  test('are a failure where no portfolio has any', async () => {
    answers = {};
    const rebuild = () => Promise.reject(new AppError('failed', 'rebuild failed: all of them'));
    const failure = await failureOf(ask({ rebuild }).done);
    expect(failure).toMatchObject({ code: 'failed', message: 'rebuild failed: all of them' });
    expect((await failureOf(ask().done)).message).toMatch(/has not taken in the stored bars/);
  });
});

test('the retired portfolios are those with a date', async () => {
  const line = (portfolio: string, retiredSince: string | null) => ({
    portfolio,
    asOf: null,
    signal: 'wait',
    retiredSince,
  });
  answers = { '/v1/portfolios': { portfolios: [line('a', null), line('b', '2024-06-29T01:00:00Z')], next: null } };
  expect(await retiredPortfolios(queryUrl)).toEqual([
    { portfolio: 'b', asOf: null, retiredSince: '2024-06-29T01:00:00Z' },
  ]);
  answers = {};
  expect((await failureOf(retiredPortfolios(queryUrl))).message).toMatch(/v1\/portfolios answers HTTP 404$/);
});
