import type { Context } from 'hono';
import { type Signal, toldOrder } from '@evenkeel/dynamo/strategy';
import * as z from 'zod/mini';
import type { ApiPorts } from './api-ports';
import { answerJson } from '../http/answer';
import { boundsOf, nextHeaders, nextPage, PAGE_PARAMETERS, pageOfRange } from '../http/paging';
import { readParameters } from '../http/parameters';
import { noView } from './portfolios';

/** Most sessions on a page; each has a few signals of some KB. */
const MOST_SESSIONS = 100;

/** `GET /v1/portfolios/{name}/signals`: what subscribers were told, newest session first. */
export async function getSignals(c: Context, { views }: ApiPorts, name: string): Promise<Response> {
  const page = pageOfRange(readParameters(c.req.url, PAGE_PARAMETERS), MOST_SESSIONS);
  const { from, to } = boundsOf(page);
  // One session more than fits tells whether there is a next page.
  const { signals } = await views.signals(name, { from, to, sessions: page.limit + 1 });
  if (signals.length === 0 && !(await views.portfolios()).some((listed) => listed.name === name)) throw noView(name);
  const sessions = [...new Set(signals.map(({ session }) => session))];
  const shown = new Set(sessions.slice(0, page.limit));
  const next = nextPage(sessions.length > page.limit ? sessions[page.limit - 1] : undefined);
  const body = { portfolio: name, signals: signals.filter(({ session }) => shown.has(session)).map(row), next };
  return answerJson(c, body, undefined, nextHeaders(c.req.url, next));
}

/** What is shown of a signal's content, as far as it has it. */
const content = z.object({
  late: z.catch(z.boolean(), false),
  synthetic: z.catch(z.boolean(), false),
  orders: z.catch(z.array(toldOrder), []),
  replaces: z.catch(
    z.nullable(
      z.object({
        id: z.nullable(z.string()),
        version: z.number(),
        signal: z.enum(['rebalance', 'hold']),
        orders: z.nullable(z.array(toldOrder)),
      }),
    ),
    null,
  ),
});

function row({ id, kind, session, version, subject, text, announcedAt, content: told }: Signal) {
  const read = content.safeParse(told);
  const { late, synthetic, orders, replaces } = read.success
    ? read.data
    : { late: false, synthetic: false, orders: [], replaces: null };
  return {
    id,
    kind,
    session,
    version,
    late,
    synthetic,
    subject,
    text,
    orders,
    replaces,
    announcedAt: announcedAt ?? null,
  };
}
