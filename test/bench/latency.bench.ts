import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { addCalendarMonths, parseSessionDate, sessionsBetween, type SessionDate } from '@evenkeel/domain/calendar';
import { asTradedBars, type Bar, parseTicker, type Ticker, type VendorHistory } from '@evenkeel/domain/prices';
import { syntheticHistory } from '@evenkeel/domain/synthetic';
import { mapBounded } from '@evenkeel/dynamo/pacing';
import { priceHistoryWriter } from '@evenkeel/dynamo/prices';
import { createDynamoClients } from '@evenkeel/dynamo/requests';
import { report } from './support/measure';

/** The symbols of both portfolios. */
const SYMBOLS = ['QQQ', 'SQQQ', 'TLT', 'TBT', 'SMH', 'SOXS', 'XLF', 'FAZ', 'XLE', 'ERY', 'SPY'].map((symbol) =>
  parseTicker(symbol),
);
const PORTFOLIOS = ['classic', 'hedged'];
const SEED = 7;
const END = parseSessionDate('2025-11-28');
/** New sessions that are put and waited for, one after the other, and those before them that warm everything up. */
const MEASURED = 40;
const WARMING = 5;
const POLL_MS = 10;
const LIMITS = { p50: 400, p95: 1000, growth: 1.3 };

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const oneYear = await measure(1);
const fifteen = await measure(15);
const growth = fifteen / oneYear;
report('p50 of 15 years to that of 1 year', growth.toFixed(2), {
  text: `${LIMITS.growth}`,
  holds: growth <= LIMITS.growth,
});

/**
 * Starts the system with `years` of prices, then puts session after session as ingestion does, a symbol at a time, and waits after the
 * last put of each until the API shows the session's targets of both portfolios.
 * @returns the median in ms
 */
async function measure(years: number): Promise<number> {
  const sessions = sessionsBetween(addCalendarMonths(END, -12 * years), END);
  const coming = sessions.slice(-(MEASURED + WARMING));
  const [first] = sessions;
  const cut = sessions.at(-(MEASURED + WARMING) - 1);
  if (first === undefined || cut === undefined) throw new Error('there are no sessions');
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-latency-'));
  for (const symbol of SYMBOLS) {
    writeFileSync(join(folder, `${symbol}.csv`), asCsv(syntheticHistory(symbol, { seed: SEED, from: first, to: cut })));
  }
  const bars = new Map(
    SYMBOLS.map((symbol) => [symbol, asTradedBars(syntheticHistory(symbol, { seed: SEED, from: cut, to: END }))]),
  );
  const stack = await startStack(folder);
  try {
    const put = putter(stack.database);
    const waits: number[] = [];
    for (const session of coming) {
      await put(session, bars);
      waits.push(await untilShown(stack.dashboard, session));
    }
    const measured = waits.slice(WARMING).sort((a, b) => a - b);
    const p50 = quantile(measured, 0.5);
    const p95 = quantile(measured, 0.95);
    report(`last put to new view, ${years} year(s), p50`, `${p50.toFixed(0)} ms`, {
      text: `${LIMITS.p50} ms`,
      holds: p50 < LIMITS.p50,
    });
    report('  p95', `${p95.toFixed(0)} ms`, { text: `${LIMITS.p95} ms`, holds: p95 < LIMITS.p95 });
    return p50;
  } finally {
    await stack.stop();
    rmSync(folder, { recursive: true });
  }
}

interface RunningStack {
  readonly database: string;
  readonly dashboard: string;
  stop(): Promise<void>;
}

/** `evenkeel up` on the files of `folder`, once it has printed its targets and addresses. */
async function startStack(folder: string): Promise<RunningStack> {
  const args = ['up', '--source', 'csv', '--data', folder, '--port', '0', '--as-of', END];
  const child = spawn(process.execPath, ['cli/bin/evenkeel.mjs', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<void>((settle) => child.once('close', () => settle()));
  const output = collect(child);
  const [database, dashboard] = await Promise.race([
    Promise.all([output.match(/Database (http:\S+?),? /), output.match(/Dashboard +(http:\S+?)\/\s/)]),
    ended.then((): never => {
      throw new Error(`up has ended: ${output.text()}`);
    }),
  ]);
  const stop = async (): Promise<void> => {
    child.kill('SIGINT');
    await ended;
  };
  return { database, dashboard, stop };
}

function collect(child: ChildProcessByStdio<null, Readable, Readable>) {
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return {
    text: () => text,
    match: async (pattern: RegExp): Promise<string> => {
      for (;;) {
        const [, found] = pattern.exec(text) ?? [];
        if (found !== undefined) return found;
        await sleep(50);
      }
    },
  };
}

function putter(endpoint: string) {
  const { client } = createDynamoClients({ endpoint });
  const writer = priceHistoryWriter(client, 'evenkeel-dev-PriceHistory');
  return async (session: SessionDate, bars: ReadonlyMap<Ticker, readonly Bar[]>): Promise<void> => {
    await mapBounded(SYMBOLS, 3, async (symbol) => {
      const bar = bars.get(symbol)?.find((each) => each.session === session);
      if (bar === undefined) throw new Error(`no bar of ${symbol} on ${session}`);
      await writer.putIfAbsent(symbol, bar, { source: 'bench', recordedAt: `${session}T22:00:00.000Z` });
    });
  };
}

/** Milliseconds until the API shows the targets of `session` for every portfolio. */
async function untilShown(dashboard: string, session: SessionDate): Promise<number> {
  const started = performance.now();
  for (const name of PORTFOLIOS) {
    for (;;) {
      const response = await fetch(`${dashboard}/v1/portfolios/${name}`);
      const body: unknown = await response.json();
      if (typeof body === 'object' && body !== null && 'asOf' in body && body.asOf === session) break;
      if (performance.now() - started > 60_000) throw new Error(`${name} has not come to ${session} within a minute`);
      await sleep(POLL_MS);
    }
  }
  return performance.now() - started;
}

/** A vendor's history in the columns of the csv source. */
function asCsv({ rows, dividends, splits }: VendorHistory): string {
  const cash = new Map(dividends.map(({ session, amount }) => [session, amount]));
  const ratios = new Map(splits.map(({ session, ratio }) => [session, ratio]));
  const lines = rows.map(({ session, open, high, low, close, volume }) =>
    [session, open, high, low, close, volume, cash.get(session) ?? 0, ratios.get(session) ?? 0].map(String).join(','),
  );
  return ['date,open,high,low,close,volume,dividends,splits', ...lines, ''].join('\n');
}

function quantile(sorted: readonly number[], p: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))] ?? Number.NaN;
}
