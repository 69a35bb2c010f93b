import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Decimal } from 'decimal.js';
import { AppError } from '@evenkeel/domain';
import { parseSessionDate } from '@evenkeel/domain/calendar';
import { parseTicker, type VendorHistory } from '@evenkeel/domain/prices';
import { openSource, type PriceSource } from '@evenkeel/ingestion/sources';
import { startYahooServer, type YahooServer } from '../../../support/yahoo-server';

/** What every price source must keep, whatever stands behind it. A new source adds its line to SOURCES. */
const QQQ = parseTicker('QQQ');
const FROM = parseSessionDate('2024-06-12');
const FILE = `date,open,high,low,close,volume,dividends,splits
2024-06-07,200.5,202.25,199.75,201,1000,0.0,0.0
2024-06-10,201,203,200,202,2000,0.25,0.0
2024-06-11,101,102,100,101.5,3000,0.0,2.0
2024-06-12,102,103,101,102.5,4000,0.0,0.0
2024-06-13,103,104,102,103.5,5000,0.5,0.0
`;

let folder: string;
let yahoo: YahooServer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'evenkeel-sources-'));
  writeFileSync(join(folder, 'QQQ.csv'), FILE);
  yahoo = await startYahooServer({ now: '2024-06-14T02:00:00Z', folder, symbols: ['QQQ'] });
});

afterAll(async () => {
  await yahoo.stop();
  rmSync(folder, { recursive: true, force: true });
});

const SOURCES: readonly [string, () => PriceSource][] = [
  ['yahoo', () => openSource('yahoo', { yahooUrl: yahoo.url })],
  ['csv', () => openSource('csv', { data: folder })],
  ['synthetic', () => openSource('synthetic', { seed: 7, now: () => new Date('2024-06-14T02:00:00Z') })],
];

/** All decimals as text: quick to compare, and exact. */
function textOf(history: VendorHistory): string {
  return JSON.stringify(history);
}

describe.each(SOURCES)('the price source %s', (name, open) => {
  let whole: VendorHistory;
  beforeAll(async () => {
    whole = await open().fetch(QQQ);
  });

  test('carries the name under which its bars are stored', () => {
    expect(open().name).toBe(name);
  });

  test('answers about the symbol that was asked, and with something', () => {
    expect(whole.ticker).toBe('QQQ');
    expect(whole.rows.length).toBeGreaterThanOrEqual(5);
  });

  test('has rows and events in the order of their sessions', () => {
    for (const items of [whole.rows, whole.dividends, whole.splits]) {
      const sessions = items.map(({ session }) => session);
      expect(sessions).toEqual(sessions.toSorted());
    }
  });

  test('has decimals or null in every cell, and events above 0', () => {
    const cells = whole.rows.flatMap((row) => [row.open, row.high, row.low, row.close, row.volume]);
    expect(cells.every((cell) => cell === null || (Decimal.isDecimal(cell) && cell.isFinite()))).toBe(true);
    for (const { amount } of whole.dividends) expect(amount.greaterThan(0)).toBe(true);
    for (const { ratio } of whole.splits) expect(ratio.greaterThan(0)).toBe(true);
  });

  test('narrowed by `from`, answers the same rows and events from that session on', async () => {
    const since = ({ session }: { session: string }): boolean => session >= FROM;
    const late = await open().fetch(QQQ, { from: FROM });
    expect(late.rows.length).toBeGreaterThan(0);
    expect(textOf(late)).toBe(
      textOf({
        ticker: QQQ,
        rows: whole.rows.filter(since),
        dividends: whole.dividends.filter(since),
        splits: whole.splits.filter(since),
      }),
    );
  });

  test('gives the same answer twice', async () => {
    expect(textOf(await open().fetch(QQQ))).toBe(textOf(whole));
  });

  test('does its work after it has answered with a promise: trouble rejects, and is never thrown', async () => {
    const answer = open().fetch(parseTicker('NOSUCH'));
    expect(answer).toBeInstanceOf(Promise);
    await answer.then(
      (history) => expect(history.ticker).toBe('NOSUCH'),
      (error: unknown) => {
        if (!(error instanceof AppError)) throw error;
        expect(error.message).toContain('NOSUCH');
      },
    );
  });
});

test('yahoo and csv tell the same history of the same prices', async () => {
  const [first, second] = await Promise.all(SOURCES.slice(0, 2).map(([, open]) => open().fetch(QQQ)));
  expect(first).toEqual(second);
});
