import type { Context } from 'hono';
import type { ApiPorts } from '../api-ports';
import { answer } from '../../http/answer';
import { exactJson } from '../../http/exact-json';
import { nextHeaders, nextPage } from '../../http/paging';
import { readParameters } from '../../http/parameters';
import { PRICE_PARAMETERS, priceQuery } from './price-query';
import { longTable, tableCsv, tableObjects, wideTable } from './price-table';
import { readPrices } from './read-prices';

/** `GET /v1/prices`: stored bars, newest first. */
export async function getPrices(c: Context, { prices }: ApiPorts): Promise<Response> {
  const query = priceQuery(readParameters(c.req.url, PRICE_PARAMETERS));
  const { asOf, rows, endedWith } = await readPrices(prices, query);
  const { wide, adjust, symbols, format } = query;
  const table = wide === undefined ? longTable(rows) : wideTable(rows, symbols, wide);
  const next = nextPage(endedWith);
  const headers = nextHeaders(c.req.url, next);
  if (format === 'csv') return answer(c, { body: tableCsv(table), contentType: 'text/csv; charset=utf-8', headers });
  const body = exactJson({
    asOf,
    adjust,
    ...(wide === undefined ? {} : { column: wide }),
    prices: tableObjects(table),
    next,
  });
  return answer(c, { body, contentType: 'application/json', headers });
}
