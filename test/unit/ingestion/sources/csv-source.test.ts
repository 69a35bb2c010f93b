import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AppError } from '@evenkeel/domain';
import { parseTicker } from '@evenkeel/domain/prices';
import { openSource } from '@evenkeel/ingestion/sources';
import { failureOf } from '../../../support/failure';

const HEADER = 'date,open,high,low,close,adj_close,volume,dividends,splits';
const GOOD = '2024-06-10,10,11,9,10.5,10.5,100,0.0,0.0';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'evenkeel-csv-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(...lines: string[]): void {
  writeFileSync(join(folder, 'QQQ.csv'), `${lines.join('\n')}\n`);
}

async function fetchQqq() {
  return openSource('csv', { data: folder }).fetch(parseTicker('QQQ'));
}

async function complaint(): Promise<AppError> {
  const error = await failureOf(fetchQqq());
  expect(error.message).not.toContain('\n');
  return error;
}

describe('a folder of price files', () => {
  test('reads each number exactly as it is written', async () => {
    write(HEADER, '2010-02-11,12875194.7,12999994.65,12209594.97,12316794.93,9616726.0,0,0.123456789012345678,0.004');
    const { rows, dividends, splits } = await fetchQqq();
    expect(rows[0]?.close?.toFixed()).toBe('12316794.93');
    expect(dividends).toHaveLength(1);
    expect(dividends[0]?.amount.toFixed()).toBe('0.123456789012345678');
    expect(splits[0]?.ratio.toFixed()).toBe('0.004');
    expect(splits[0]?.session).toBe('2010-02-11');
  });

  test('finds columns by name: any order, adj_close optional, others left alone', async () => {
    write('splits,note,close,date,open,low,high,dividends,volume', '0,hello,10.5,2024-06-10,10,9,11,0.5,100');
    const { rows, dividends } = await fetchQqq();
    expect(
      rows.map((row) => [
        row.session,
        String(row.open),
        String(row.high),
        String(row.low),
        String(row.close),
        String(row.volume),
      ]),
    ).toEqual([['2024-06-10', '10', '11', '9', '10.5', '100']]);
    expect(dividends.map(({ amount }) => amount.toNumber())).toEqual([0.5]);
  });

  test('takes Windows line ends, a byte order mark and an empty last line', async () => {
    writeFileSync(join(folder, 'QQQ.csv'), `\uFEFF${HEADER}\r\n${GOOD}\r\n\r\n`);
    expect((await fetchQqq()).rows).toHaveLength(1);
  });

  const WRONG: readonly [string, string[], RegExp, object][] = [
    [
      'a missing column',
      ['date,open,high,low,volume,dividends,splits', '2024-06-10,1,1,1,1,0,0'],
      /QQQ\.csv: line 1: column "close" is missing/,
      { line: 1, column: 'close' },
    ],
    [
      'a doubled column',
      [`${HEADER},close`, `${GOOD},1`],
      /line 1: column "close" stands twice/,
      { line: 1, column: 'close' },
    ],
    [
      'a word for a number',
      [HEADER, GOOD, '2024-06-11,10,11,nine,10.5,10.5,100,0,0'],
      /QQQ\.csv: line 3, column "low": "nine" is not a number/,
      { line: 3, column: 'low' },
    ],
    [
      'an empty cell',
      [HEADER, '2024-06-10,10,11,9,,10.5,100,0,0'],
      /line 2, column "close": "" is not a number/,
      { line: 2, column: 'close' },
    ],
    [
      'NaN',
      [HEADER, '2024-06-10,10,11,9,NaN,10.5,100,0,0'],
      /line 2, column "close": "NaN" is not a number/,
      { line: 2, column: 'close' },
    ],
    [
      'an infinite number',
      [HEADER, '2024-06-10,10,Infinity,9,10,10.5,100,0,0'],
      /line 2, column "high"/,
      { line: 2, column: 'high' },
    ],
    [
      'a number beyond all numbers',
      [HEADER, GOOD, '2024-06-11,10,11,9,10,10.5,1e999,0,0'],
      /QQQ\.csv: line 3, column "volume": 1e999 is larger/,
      { line: 3, column: 'volume' },
    ],
    [
      'a date of no calendar',
      [HEADER, '2024-02-30,10,11,9,10,10.5,100,0,0'],
      /line 2, column "date": "2024-02-30" is not a date/,
      { line: 2, column: 'date' },
    ],
    [
      'sessions out of order',
      [HEADER, '2024-06-11,10,11,9,10,10,100,0,0', GOOD],
      /line 3, column "date": 2024-06-10 comes after 2024-06-11/,
      { line: 3, column: 'date' },
    ],
    [
      'a session twice',
      [HEADER, GOOD, GOOD],
      /line 3, column "date": 2024-06-10 stands twice/,
      { line: 3, column: 'date' },
    ],
    ['a short line', [HEADER, '2024-06-10,10,11'], /line 2: has 3 cells where the header has 9/, { line: 2 }],
    [
      'a negative split',
      [HEADER, '2024-06-10,10,11,9,10,10,100,0,-0.2'],
      /line 2, column "splits": -0\.2 is below 0/,
      { line: 2, column: 'splits' },
    ],
    ['no sessions', [HEADER], /has a header and no sessions/, {}],
  ];
  test.each(WRONG)('refuses %s, naming file, line and column', async (_, lines, message, details) => {
    write(...lines);
    const error = await complaint();
    expect(error.code).toBe('bad-input');
    expect(error.message).toMatch(message);
    expect(error.details).toMatchObject({ file: join(folder, 'QQQ.csv'), ...details });
  });

  test('names the folder and what it does have when a symbol has no file', async () => {
    for (const symbol of ['TLT', 'SPY']) writeFileSync(join(folder, `${symbol}.csv`), `${HEADER}\n${GOOD}\n`);
    const error = await complaint();
    expect(error.code).toBe('bad-input');
    expect(error.message).toBe(`QQQ: no QQQ.csv in ${folder}; it has SPY, TLT`);
  });

  test('refuses a folder that does not exist before anything is asked of it', () => {
    const missing = join(folder, 'nowhere');
    expect(() => openSource('csv', { data: missing })).toThrow(`data folder ${missing} does not exist`);
  });

  test('refuses a file in place of a folder', () => {
    write(HEADER, GOOD);
    expect(() => openSource('csv', { data: join(folder, 'QQQ.csv') })).toThrow('is not a folder');
  });
});
