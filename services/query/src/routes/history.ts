import type { Context } from 'hono';
import { AppError } from '@evenkeel/domain';
import { isSessionDate, type SessionDate } from '@evenkeel/domain/calendar';
import type { Json } from '@evenkeel/dynamo/requests';
import { equityYear, tradeRows } from '@evenkeel/dynamo/strategy';
import type { ApiPorts } from './api-ports';
import { answerJson } from '../http/answer';
import { boundsOf, nextHeaders, nextPage, PAGE_PARAMETERS, pageOfRange, type PageOfRange } from '../http/paging';
import { readParameters } from '../http/parameters';
import { partsOfView, versionOf } from './portfolios';

interface Dated {
  readonly date: string;
}

/** Most sessions on a page: 20 years of the curve, two years of trades. */
const MOST_EQUITY = 5000;
const MOST_TRADED = 500;
/** Rows of a page, 1 MB of trades: a session that goes beyond them begins the next page. */
const MOST_ROWS = 5000;

/** `GET /v1/portfolios/{name}/equity`: the model portfolio's closes, newest first. */
export function getEquity(c: Context, ports: ApiPorts, name: string): Promise<Response> {
  return answerYears(c, ports, name, { key: 'equity', most: MOST_EQUITY, rowsOf: equityRows });
}

/** `GET /v1/portfolios/{name}/trades`: the model portfolio's trades, newest session first. */
export function getTrades(c: Context, ports: ApiPorts, name: string): Promise<Response> {
  return answerYears(c, ports, name, { key: 'trades', most: MOST_TRADED, rowsOf: tradeRows });
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

/** Parts by calendar year, and the rows that they hold. */
interface Yearly {
  readonly key: string;
  /** Most sessions on a page. */
  readonly most: number;
  readonly rowsOf: (part: Json) => readonly Dated[];
}

/** A page of rows, newest session first. No year is read before it is needed: the trades of 20 years can be 50 MB. */
async function answerYears(
  c: Context,
  { views }: ApiPorts,
  portfolio: string,
  { key, most, rowsOf }: Yearly,
): Promise<Response> {
  const page = pageOfRange(readParameters(c.req.url, PAGE_PARAMETERS), most);
  const { from, to } = boundsOf(page);
  const inside = ({ date }: Dated) => (from === undefined || date >= from) && (to === undefined || date <= to);
  const pageFrom = (parts: ReadonlyMap<string, Json>) =>
    newestSessions(
      [...parts.values()].flatMap((part) => rowsOf(part).filter(inside)),
      page,
    );
  const { latest, parts } = await partsOfView(views, portfolio, key, {
    from: from?.slice(0, 4),
    to: to?.slice(0, 4),
    enough: (read) => pageFrom(read).more !== undefined,
  });
  const { rows, more } = pageFrom(parts);
  const next = nextPage(more);
  const body = { portfolio: latest.portfolio, asOf: latest.asOf, version: latest.version, [key]: rows, next };
  return answerJson(c, body, undefined, nextHeaders(c.req.url, next));
}

/** The newest sessions that find room on a page, whole; and the last of them where there are more. */
function newestSessions(
  rows: readonly Dated[],
  { limit }: PageOfRange,
): { rows: Dated[]; more: SessionDate | undefined } {
  const bySession = new Map<SessionDate, Dated[]>();
  for (const row of rows) {
    const session = row.date;
    if (!isSessionDate(session)) continue;
    const known = bySession.get(session);
    if (known === undefined) bySession.set(session, [row]);
    else known.push(row);
  }
  const shown: Dated[] = [];
  let last: SessionDate | undefined;
  let count = 0;
  for (const [session, own] of [...bySession].sort(([a], [b]) => (a < b ? 1 : -1))) {
    if (count === limit || (count > 0 && shown.length + own.length > MOST_ROWS)) return { rows: shown, more: last };
    shown.push(...own);
    last = session;
    count += 1;
  }
  return { rows: shown, more: undefined };
}

function equityRows(part: Json): Dated[] {
  const { sessions, ...columns } = equityYear.parse(part);
  return sessions.map((date, row) => ({
    date,
    ...Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values[row]])),
  }));
}
