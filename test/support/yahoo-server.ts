import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseTicker, type Ticker, type VendorHistory } from '@evenkeel/domain/prices';
import { openSource } from '@evenkeel/ingestion/sources';
import { chartBody, openOf, type ChartRange } from './yahoo-chart-body';
import { notFound, rangeBeforeListing, type Misbehaviour } from './yahoo-misbehaviour';

/** A chart request as it arrived. */
export interface ChartRequest extends ChartRange {
  readonly symbol: string;
  readonly interval: string | null;
  readonly events: string | null;
}

/**
 * A server on 127.0.0.1 that answers chart requests as Yahoo would have on a given day, or
 * misbehaves as Yahoo does.
 */
export interface YahooServer {
  /** For `EVENKEEL_YAHOO_URL`, `yahooUrl` or `baseUrl`. */
  readonly url: string;
  /** All requests so far, oldest first. */
  readonly requests: readonly ChartRequest[];
  /** From now on it is `instant`: later sessions and splits are unknown. */
  setNow(instant: Date | string): void;
  /** Adds or replaces a symbol's whole life, split-adjusted to its last split. */
  serve(history: VendorHistory): void;
  /** The symbol's history as it is served, for editing: `serve(edit(lifeOf('QQQ')))`. */
  lifeOf(symbol: string): VendorHistory;
  /** The symbol is unknown from now on, with its whole history. */
  withdraw(symbol: string): void;
  /** Spoils the next `times` answers about `symbol` (`*`: any symbol). Several queue up. */
  misbehave(symbol: string, misbehaviour: Misbehaviour, times?: number): void;
  /** Forgets what is left of the misbehaviour of `symbol`, or of all. */
  behave(symbol?: string): void;
  stop(): Promise<void>;
}

export interface YahooServerOptions {
  readonly now: Date | string;
  readonly histories?: readonly VendorHistory[];
  /** A folder of price files and the symbols to serve from it. */
  readonly folder?: string;
  readonly symbols?: readonly string[];
}

interface Planned {
  readonly symbol: string;
  readonly misbehaviour: Misbehaviour;
  left: number;
}

export async function startYahooServer(options: YahooServerOptions): Promise<YahooServer> {
  const lives = new Map<string, VendorHistory>();
  const requests: ChartRequest[] = [];
  let planned: Planned[] = [];
  let now = new Date(options.now);

  for (const history of [...(options.histories ?? []), ...(await fromFolder(options))])
    lives.set(history.ticker, history);

  const server = createServer((message, response) => {
    const request = chartRequest(message);
    if (request === undefined) {
      end(response, 404, 'text/plain', 'only /v8/finance/chart/SYMBOL is served here');
      return;
    }
    requests.push(request);
    const life = lives.get(request.symbol);
    const good = life && chartBody(life, now, request);
    const plan = planned.find(({ symbol, left }) => left > 0 && (symbol === request.symbol || symbol === '*'));
    if (plan) plan.left -= 1;
    const respond = plan?.misbehaviour ?? ordinary(life, request);
    respond(response, good);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));

  return {
    url: `http://127.0.0.1:${portOf(server.address())}`,
    requests,
    setNow: (instant) => (now = new Date(instant)),
    serve: (history) => lives.set(history.ticker, history),
    lifeOf(symbol) {
      const life = lives.get(symbol);
      if (life === undefined) throw new Error(`the test's Yahoo serves no ${symbol}`);
      return life;
    },
    withdraw: (symbol) => lives.delete(symbol),
    misbehave: (symbol, misbehaviour, times = Infinity) => planned.push({ symbol, misbehaviour, left: times }),
    behave: (symbol) => (planned = planned.filter((plan) => symbol !== undefined && plan.symbol !== symbol)),
    stop: () =>
      new Promise((stopped, failed) => {
        server.close((error) => (error ? failed(error) : stopped()));
        server.closeAllConnections();
      }),
  };
}

function ordinary(life: VendorHistory | undefined, range: ChartRange): Misbehaviour {
  if (life === undefined) return notFound;
  const first = life.rows[0];
  if (first !== undefined && range.period2 <= openOf(first.session)) return rangeBeforeListing;
  return (response, good) => end(response, 200, 'application/json', JSON.stringify(good));
}

function end(response: ServerResponse, status: number, contentType: string, body: string): void {
  response.writeHead(status, { 'content-type': contentType });
  response.end(body);
}

function chartRequest(message: IncomingMessage): ChartRequest | undefined {
  const url = new URL(message.url ?? '/', 'http://127.0.0.1');
  const symbol = /^\/v8\/finance\/chart\/([^/]+)$/.exec(url.pathname)?.[1];
  if (symbol === undefined) return undefined;
  return {
    symbol: decodeURIComponent(symbol),
    period1: Number(url.searchParams.get('period1')),
    period2: Number(url.searchParams.get('period2')),
    interval: url.searchParams.get('interval'),
    events: url.searchParams.get('events'),
  };
}

async function fromFolder({ folder, symbols = [] }: YahooServerOptions): Promise<VendorHistory[]> {
  if (folder === undefined) return [];
  const source = openSource('csv', { data: folder });
  return Promise.all(symbols.map((symbol): Promise<VendorHistory> => source.fetch(ticker(symbol))));
}

function ticker(symbol: string): Ticker {
  return parseTicker(symbol);
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('the test server has no port');
  return address.port;
}
