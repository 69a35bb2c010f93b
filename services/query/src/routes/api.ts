import { problem, problemOf } from '@evenkeel/runtime/problem';
import { Hono } from 'hono';
import { routePath } from 'hono/route';
import type { ApiPorts } from './api-ports';
import { answerJson, answerProblem, SECURITY_HEADERS } from '../http/answer';
import { readParameters } from '../http/parameters';
import { getAttribution } from './attribution';
import { getEquity, getReport, getTrades } from './history';
import { getLedger } from './ledger';
import { getPage } from './page';
import { getPair } from './pairs';
import { getPortfolio, getPortfolios } from './portfolios';
import { getPrices } from './prices/get-prices';
import { getSignals } from './signals';
import { getHealth, getSymbols } from './symbols';

/** The HTTP API over its ports. Every failure, ours or the client's, comes out as a problem document. */
export function createApi(ports: ApiPorts): Hono {
  const api = new Hono();

  api.use(async (c, next) => {
    // The last route that matches is the most special one; this middleware matches everything.
    const route = routePath(c, -1);
    ports.routed(route === '/*' ? 'none' : route);
    await next();
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) {
      if (!c.res.headers.has(name)) c.res.headers.set(name, value);
    }
  });

  api.get('/', (c) => getPage(c, ports));
  api.get('/openapi.json', (c) => {
    readParameters(c.req.url, []);
    return answerJson(c, ports.openapi);
  });
  api.get('/v1/health', (c) => getHealth(c, ports));
  api.get('/v1/symbols', (c) => getSymbols(c, ports));
  api.get('/v1/prices', (c) => getPrices(c, ports));
  api.get('/v1/portfolios', (c) => getPortfolios(c, ports));
  api.get('/v1/portfolios/:name', (c) => getPortfolio(c, ports, c.req.param('name')));

  api.get('/v1/portfolios/:name/equity', (c) => getEquity(c, ports, c.req.param('name')));
  api.get('/v1/portfolios/:name/trades', (c) => getTrades(c, ports, c.req.param('name')));
  api.get('/v1/portfolios/:name/ledger', (c) => getLedger(c, ports, c.req.param('name')));
  api.get('/v1/portfolios/:name/signals', (c) => getSignals(c, ports, c.req.param('name')));
  api.get('/v1/portfolios/:name/report', (c) => getReport(c, ports, c.req.param('name')));
  api.get('/v1/portfolios/:name/attribution', (c) => getAttribution(c, ports, c.req.param('name')));
  api.get('/v1/portfolios/:name/pairs/:pair', (c) => getPair(c, ports, c.req.param('name'), c.req.param('pair')));

  api.notFound((c) => {
    if (!['GET', 'HEAD'].includes(c.req.method))
      return answerProblem(c, problem('method-not-allowed', 'This API is read with GET.'));
    return answerProblem(
      c,
      problem('not-found', 'There is nothing at this address; /openapi.json describes what there is.'),
    );
  });
  api.onError((error, c) => {
    const body = problemOf(error);
    if (body.status >= 500) ports.failed(error, c.req.path);
    return answerProblem(c, body);
  });
  return api;
}
