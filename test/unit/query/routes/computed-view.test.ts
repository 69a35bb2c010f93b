import { parsePortfolio } from '@evenkeel/domain/portfolio';
import { createApi } from '../../../../services/query/src/routes/api';
import { viewOf } from '../../../../services/strategy/src/view/view';
import { apiPorts } from '../../../factories/api-ports';
import { fundSeries, idealInverse } from '../../../factories/funds';
import { portfolioFile } from '../../../factories/portfolio';
import { pricesOf } from '../../../factories/portfolio-prices';
import { storedMarket } from '../../../factories/stored-bars';
import { madeParts } from '../../../factories/strategy-table';
import { violations } from '../../../support/openapi';

/** A view as strategy computes it, over more than a year, with rebalances; served as query serves it. */
const returns = Array.from({ length: 300 }, (_, i) => 0.013 * Math.sin(i * 1.7) + 0.001);
const market = storedMarket([fundSeries('QQQ', returns), idealInverse('SQQQ', returns, 3)]);
const portfolio = parsePortfolio(
  portfolioFile({ rebalance: { check: 'daily', drift: { measure: 'weight', tolerance: 0.01 }, scope: 'breached' } }),
  'test',
);
const view = viewOf(portfolio, pricesOf(market));
const published = { version: 3, generation: 1, computedAt: '2024-06-28T21:00:00.000Z', changes: null };
const api = createApi(apiPorts({ views: [{ ...view.latest, ...published }], parts: madeParts(view) }));

test.each([
  ['', '/v1/portfolios/{name}'],
  ['/equity', '/v1/portfolios/{name}/equity'],
  ['/trades', '/v1/portfolios/{name}/trades'],
  ['/report', '/v1/portfolios/{name}/report'],
  ['/attribution', '/v1/portfolios/{name}/attribution'],
  ['/pairs/QQQ-SQQQ', '/v1/portfolios/{name}/pairs/{pair}'],
])('a computed view is served at /v1/portfolios/test%s as the description says', async (path, declared) => {
  const response = await api.request(`/v1/portfolios/test${path}`);
  expect(response.status).toBe(200);
  expect(await violations(declared, response)).toEqual([]);
  const text = await response.text();
  // Each has something to show: a year of the curve, trades in shares, two years of attribution, nine cells.
  expect(text.length).toBeGreaterThan(500);
});
