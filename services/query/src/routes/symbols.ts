import type { Context } from 'hono';
import { lastFinishedSession, sessionsAfter } from '@evenkeel/domain/calendar';
import { parseTicker, type Ticker } from '@evenkeel/domain/prices';
import type { ApiPorts } from './api-ports';
import { answerJson } from '../http/answer';
import { readParameters } from '../http/parameters';
import { headsOf, isCurrent, type ListedView } from './listed-view';

/** `GET /v1/symbols`: what is stored, and how far it goes. */
export async function getSymbols(c: Context, { coverage }: ApiPorts): Promise<Response> {
  readParameters(c.req.url, []);
  return answerJson(c, { symbols: await coverage(), next: null });
}

/**
 * `GET /v1/health`: each symbol's newest session against the last finished one of the exchange. Symbols are those that are stored and
 * those that a portfolio waits for. What no portfolio holds any more may lag: nobody fetches it.
 */
export async function getHealth(c: Context, ports: ApiPorts): Promise<Response> {
  const { prices, coverage, now } = ports;
  readParameters(c.req.url, []);
  const lastFinished = lastFinishedSession(now());
  const [stored, { heads, unreadable }] = await Promise.all([coverage(), headsOf(ports, c.req.path)]);
  const current = heads.filter(isCurrent);
  const waitedFor = current.flatMap(({ waitsFor }) => waitsFor.map(({ symbol }) => parseTicker(symbol)));
  const tickers = [...new Set([...stored.map(({ symbol }) => symbol), ...waitedFor])].sort();
  const symbols = await Promise.all(
    tickers.map(async (symbol) => {
      const newest = (await prices.newestSession(symbol)) ?? null;
      return { symbol, newest, lag: newest === null ? null : sessionsAfter(newest, lastFinished) };
    }),
  );
  const isNeeded = unreadable.length > 0 ? () => true : neededBy(current);
  const fresh = symbols.every(({ symbol, lag }) => lag === 0 || !isNeeded(symbol));
  const status = symbols.length === 0 ? 'empty' : fresh ? 'fresh' : 'lagging';
  return answerJson(c, { status, lastFinishedSession: lastFinished, symbols });
}

/** Which symbols the portfolios need that are computed: all, while one of them has no targets to tell by. */
function neededBy(current: readonly ListedView[]): (symbol: Ticker) => boolean {
  if (current.length === 0 || current.some(({ asOf }) => asOf === null)) return () => true;
  const needed = new Set(
    current.flatMap(({ pairs, waitsFor }) => [
      ...pairs.flatMap(({ base, inverse }) => [base, inverse]),
      ...waitsFor.map(({ symbol }) => symbol),
    ]),
  );
  return (symbol) => needed.has(symbol);
}
