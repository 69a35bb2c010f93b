import type { Context } from 'hono';
import { AppError } from '@evenkeel/domain';
import { isSessionDate } from '@evenkeel/domain/calendar';
import type { Json } from '@evenkeel/dynamo/requests';
import { equityYear, tradeRows, type LatestView } from '@evenkeel/dynamo/strategy';
import type { ApiPorts } from './api-ports';
import { answerJson } from '../http/answer';
import { boundsOf, nextHeaders, nextPage, PAGE_PARAMETERS, pageOfRange, type PageOfRange } from '../http/paging';
import { readParameters } from '../http/parameters';
import { partsOfView, versionOf } from './portfolios';

interface Dated {
  readonly date: string;
}

/** Most sessions on a page: 20 years of the curve, and as many sessions with trades as stay below 1 MB. */
const MOST_EQUITY = 5000;
const MOST_TRADED = 500;

/** `GET /v1/portfolios/{name}/equity`: the model portfolio's closes, newest first. */
export async function getEquity(c: Context, { views }: ApiPorts, name: string): Promise<Response> {
  const page = pageOfRange(readParameters(c.req.url, PAGE_PARAMETERS), MOST_EQUITY);
  const { latest, parts } = await partsOfView(views, name, 'equity');
  return answerRows(c, latest, 'equity', equityRows(parts), page);
}

/** `GET /v1/portfolios/{name}/trades`: the model portfolio's trades, newest session first. */
export async function getTrades(c: Context, { views }: ApiPorts, name: string): Promise<Response> {
  const page = pageOfRange(readParameters(c.req.url, PAGE_PARAMETERS), MOST_TRADED);
  const { latest, parts } = await partsOfView(views, name, 'trades');
  return answerRows(c, latest, 'trades', [...parts.values()].flatMap(tradeRows), page);
}

/** `GET /v1/portfolios/{name}/report`: metrics and what else the report of a backtest says. */
export async function getReport(c: Context, { views }: ApiPorts, name: string): Promise<Response> {
  readParameters(c.req.url, []);
  const { latest, parts } = await partsOfView(views, name, 'report');
  const report = parts.get('report');
  if (report === undefined)
    throw new AppError(
      'not-found',
      `The portfolio ${latest.portfolio} has no report: it waits for its first session, or its risk-free rates are in a file.`,
    );
  return answerJson(
    c,
    { portfolio: latest.portfolio, asOf: latest.asOf, version: latest.version, report },
    versionOf(latest),
  );
}

function answerRows(c: Context, latest: LatestView, name: string, rows: readonly Dated[], page: PageOfRange): Response {
  const { from, to } = boundsOf(page);
  const inside = rows.filter(({ date }) => (from === undefined || date >= from) && (to === undefined || date <= to));
  const bySession = new Map<string, Dated[]>();
  for (const row of inside) bySession.set(row.date, [...(bySession.get(row.date) ?? []), row]);
  const sessions = [...bySession.keys()].filter(isSessionDate).sort().reverse();
  const shown = sessions.slice(0, page.limit).flatMap((session) => bySession.get(session) ?? []);
  const next = nextPage(sessions.length > page.limit ? sessions[page.limit - 1] : undefined);
  const body = { portfolio: latest.portfolio, asOf: latest.asOf, version: latest.version, [name]: shown, next };
  return answerJson(c, body, undefined, nextHeaders(c.req.url, next));
}

function equityRows(parts: ReadonlyMap<string, Json>): Dated[] {
  return [...parts.values()].flatMap((part) => {
    const { sessions, ...columns } = equityYear.parse(part);
    return sessions.map((date, row) => ({
      date,
      ...Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values[row]])),
    }));
  });
}
