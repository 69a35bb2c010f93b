import type { Context } from 'hono';
import { AppError } from '@evenkeel/domain';
import { isSessionDate } from '@evenkeel/domain/calendar';
import type { DistanceYear, StoredEntry } from '@evenkeel/dynamo/strategy';
import type { ApiPorts } from './api-ports';
import { answerJson } from '../http/answer';
import { boundsOf, nextHeaders, nextPage, PAGE_PARAMETERS, pageOfRange } from '../http/paging';
import { readParameters } from '../http/parameters';
import { noView } from './portfolios';

/** Most sessions on a page; an entry of thirty pairs has some 10 KB. */
const MOST_SESSIONS = 60;

/** `GET /v1/portfolios/{name}/ledger`: the entries of the model ledger beside the backtest that began with it, newest session first. */
export async function getLedger(c: Context, { views }: ApiPorts, name: string): Promise<Response> {
  const page = pageOfRange(readParameters(c.req.url, PAGE_PARAMETERS), MOST_SESSIONS);
  const { ledger } = await views.fence(name);
  if (ledger === undefined) throw await noLedger(views, name);
  const { from, to } = boundsOf(page);
  // One session more than fits tells whether there is a next page.
  const entries = await views.ledgerEntries(name, ledger, { from, to, sessions: page.limit + 1 });
  const sessions = [...new Set(entries.map(({ entry }) => entry.session))].filter(isSessionDate);
  const shown = sessions.slice(0, page.limit);
  const years = await views.distances(name, { from: shown.at(-1)?.slice(0, 4), to: shown[0]?.slice(0, 4) });
  const body = {
    portfolio: name,
    start: ledger.start,
    ledger: shown.map((session) => ({
      session,
      ...distanceOn(session, years),
      entries: entries.filter(({ entry }) => entry.session === session).map(row),
    })),
    next: nextPage(sessions.length > page.limit ? shown.at(-1) : undefined),
  };
  return answerJson(c, body, undefined, nextHeaders(c.req.url, body.next));
}

/** Where the ledger and its backtest stood; nulls where they have not been compared yet. */
function distanceOn(session: string, years: ReadonlyMap<string, DistanceYear>) {
  const year = years.get(session.slice(0, 4));
  const at = year?.sessions.indexOf(session) ?? -1;
  const [nav = null, backtest = null] = [year?.ledger[at], year?.backtest[at]];
  const distance = nav === null || backtest === null ? null : nav / backtest - 1;
  return { nav, backtest, distance, reasons: year?.reasons[at] ?? [] };
}

function row({ generation, n, version, recordedAt, entry }: StoredEntry) {
  const { kind, late, decision, orders, fills, pairs, cash, nav, corrects, effect } = entry;
  const legs = pairs.flatMap(({ base, inverse }) => [base, inverse]);
  return { n, generation, kind, late, decision, orders, fills, legs, cash, nav, corrects, effect, version, recordedAt };
}

async function noLedger(views: ApiPorts['views'], name: string): Promise<AppError> {
  if (!(await views.portfolios()).some((listed) => listed.name === name)) return noView(name);
  return new AppError(
    'not-found',
    `The portfolio ${name} has no ledger yet: it begins with the first session, or with "start" in the portfolio's file.`,
  );
}
