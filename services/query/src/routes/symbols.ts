import type { Context } from 'hono';
import { lastFinishedSession, sessionsAfter } from '@evenkeel/domain/calendar';
import { parseTicker, type Ticker } from '@evenkeel/domain/prices';
import type { ApiPorts } from './api-ports';
import { answerJson } from '../http/answer';
import { readParameters } from '../http/parameters';
import { headsOf, isCurrent } from './listed-view';

/** `GET /v1/symbols`: what is stored, and how far it goes. */
export async function getSymbols(c: Context, { coverage }: ApiPorts): Promise<Response> {
  readParameters(c.req.url, []);
  return answerJson(c, { symbols: await coverage(), next: null });
}

/**
 * `GET /v1/health`: each symbol's newest session against the last finished one of the exchange. Symbols
 * are those that are stored and those that a portfolio waits for.
 */
export async function getHealth(c: Context, { prices, views, coverage, now }: ApiPorts): Promise<Response> {
  readParameters(c.req.url, []);
  const lastFinished = lastFinishedSession(now());
  const [stored, waitedFor] = await Promise.all([coverage(), symbolsWaitedFor(views)]);
  const tickers = [...new Set([...stored.map(({ symbol }) => symbol), ...waitedFor])].sort();
  const symbols = await Promise.all(
    tickers.map(async (symbol) => {
      const newest = (await prices.newestSession(symbol)) ?? null;
      return { symbol, newest, lag: newest === null ? null : sessionsAfter(newest, lastFinished) };
    }),
  );
  const status = symbols.length === 0 ? 'empty' : symbols.every(({ lag }) => lag === 0) ? 'fresh' : 'lagging';
  return answerJson(c, { status, lastFinishedSession: lastFinished, symbols });
}

async function symbolsWaitedFor(views: ApiPorts['views']): Promise<Ticker[]> {
  const current = (await headsOf(views)).filter(isCurrent);
  return current.flatMap(({ waitsFor }) => waitsFor.map(({ symbol }) => parseTicker(symbol)));
}
