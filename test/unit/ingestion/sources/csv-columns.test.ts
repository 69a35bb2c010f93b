import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { isAppError } from '@evenkeel/domain';
import { addCalendarDays, parseSessionDate } from '@evenkeel/domain/calendar';
import { asTradedBars, parseTicker, seriesFromBars } from '@evenkeel/domain/prices';
import { openSource, readCsvColumns, readCsvSeries } from '@evenkeel/ingestion/sources';
import { parseColumns } from '../../../../services/ingestion/src/sources/csv-columns';
import { scanColumns } from '../../../../services/ingestion/src/sources/csv-scan';
import { describeWithSharedData, SHARED_DATA } from '../../../support/shared-data';

const QQQ = parseTicker('QQQ');
const HEADER = 'date,open,high,low,close,adj_close,volume,dividends,splits';

const digits = (most: number) =>
  fc.oneof(...[3, most].map((places) => fc.bigInt({ min: 0n, max: 10n ** BigInt(places) - 1n })));
/** Text of a number as vendors write it, up to 18 digits: 16 and more are beyond an exact double. */
const cell = fc
  .tuple(digits(12), digits(6), fc.nat(6), fc.boolean())
  .map(([whole, part, places, point]) =>
    point && places > 0 ? `${whole}.${String(part).padStart(places, '0').slice(0, places)}` : `${whole}`,
  );
/** Mostly of few digits, so that whole files of them have exact doubles too. */
const line = fc.tuple(
  cell,
  cell,
  cell,
  cell,
  cell,
  cell,
  fc.oneof(fc.constant('0.0'), cell),
  fc.constantFrom('0.0', '0', '0.2', '4', '1.231'),
);

/** What `read` answers, or the message of the `bad-input` it is refused with. */
function outcomeOf(read: () => number): string {
  try {
    return String(read());
  } catch (error) {
    if (isAppError(error, 'bad-input')) return error.message;
    throw error;
  }
}

function fileOf(lines: readonly (readonly string[])[], end: string): Buffer {
  const first = parseSessionDate('2019-12-20');
  const rows = lines.map((cells, index) => [addCalendarDays(first, index), ...cells].join(','));
  return Buffer.from([HEADER, ...rows].join(end) + end);
}

describe('price files as columns', () => {
  test('the quick way over the bytes gives every bit of the slow way', () => {
    let found = 0;
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 20 }), fc.constantFrom('\n', '\r\n'), (lines, end) => {
        const bytes = fileOf(lines, end);
        const slow = parseColumns(QQQ, bytes, 'QQQ.csv');
        const quick = scanColumns(QQQ, bytes, 'QQQ.csv');
        found += quick === undefined ? 0 : 1;
        expect(quick ?? slow).toEqual(slow);
      }),
    );
    expect(found).toBeGreaterThan(20);
  });

  test('plain files are in fact read the quick way', () => {
    const cells = ['10', '11', '9', '10.5', '10.25', '100', '0.0', '0.0'];
    expect(scanColumns(QQQ, fileOf([cells, cells], '\n'), 'QQQ.csv')?.close).toEqual(Float64Array.of(10.5, 10.5));
  });

  test('a byte order mark and Windows line ends hide nothing', () => {
    const bytes = Buffer.from(`\uFEFF${HEADER}\r\n2024-06-10,10,11,9,10.5,10.5,100,0.25,0.5\r\n`);
    const columns = scanColumns(QQQ, bytes, 'QQQ.csv');
    expect(columns).toEqual(parseColumns(QQQ, bytes, 'QQQ.csv'));
    expect(columns?.splits.map(({ ratio }) => ratio.toNumber())).toEqual([0.5]);
  });

  test.each([
    ['twice', '2024-06-10', 'stands twice'],
    ['after a later one', '2024-06-07', 'comes after 2024-06-10'],
  ])('a date that stands %s is refused', (_, second, told) => {
    const folder = mkdtempSync(join(tmpdir(), 'evenkeel-columns-'));
    try {
      writeFileSync(
        join(folder, 'QQQ.csv'),
        `${HEADER}\n2024-06-10,10,11,9,10,10,100,0,0\n${second},10,11,9,10,10,100,0,0\n`,
      );
      expect(() => readCsvColumns(folder, QQQ)).toThrow(`line 3, column "date": ${second} ${told}`);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('research refuses a price of zero, naming file, session and column', () => {
    const folder = mkdtempSync(join(tmpdir(), 'evenkeel-columns-'));
    try {
      writeFileSync(join(folder, 'QQQ.csv'), `${HEADER}\n2024-06-10,10,11,0,10,10,100,0,0\n`);
      expect(() => readCsvSeries(folder, QQQ)).toThrow(`${join(folder, 'QQQ.csv')}: 2024-06-10: low is 0`);
      expect(readCsvColumns(folder, QQQ).low).toEqual(Float64Array.of(0));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test.each([
    ['an exponent', `${HEADER}\n2024-06-10,1e1,11,9,10,10,100,0,0\n`],
    ['sixteen digits', `${HEADER}\n2024-06-10,10.12345678901234,11,9,10,10,100,0,0\n`],
    ['the date elsewhere', 'open,high,low,close,volume,dividends,splits,date\n10,11,9,10,100,0,0,2024-06-10\n'],
  ])('%s is left to the slow way, which can', (_, text) => {
    const bytes = Buffer.from(text);
    expect(scanColumns(QQQ, bytes, 'QQQ.csv')).toBeUndefined();
    expect(parseColumns(QQQ, bytes, 'QQQ.csv').sessions).toEqual(['2024-06-10']);
  });

  const token = fc.constantFrom(
    '2024-06-10',
    '2024-06-11',
    '2024-02-30',
    '1',
    '1.5',
    '.',
    ',',
    ',',
    ',1',
    ',0.5',
    '\n',
    '\r\n',
    '\r',
    '-',
    'e',
    '"',
    ' ',
    '',
    'null',
    '99999999999999999999',
  );
  const plainLine = fc.constantFrom('2024-06-07,1,2,1,2,9,100,0,0\n', '2024-06-06,1,2,1,2,9,100,0.25,2\n', '');

  test('where the quick way finds columns at all, the slow way finds the same', () => {
    let found = 0;
    fc.assert(
      fc.property(plainLine, fc.array(token, { maxLength: 12 }), (first, tokens) => {
        const bytes = Buffer.from(`${HEADER}\n${first}${tokens.join('')}`);
        const quick = scanColumns(QQQ, bytes, 'QQQ.csv');
        found += quick === undefined ? 0 : 1;
        expect(quick).toEqual(quick && parseColumns(QQQ, bytes, 'QQQ.csv'));
      }),
      { numRuns: 2000 },
    );
    expect(found).toBeGreaterThan(20);
  });

  test('whatever stands in a file is read or refused as bad input, naming the file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'evenkeel-columns-'));
    try {
      fc.assert(
        fc.property(fc.array(token, { maxLength: 40 }), (tokens) => {
          writeFileSync(join(folder, 'QQQ.csv'), `${HEADER}\n${tokens.join('')}`);
          expect(outcomeOf(() => readCsvColumns(folder, QQQ).sessions.length)).toMatch(/^[1-9]|QQQ\.csv/);
        }),
        { numRuns: 200 },
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describeWithSharedData('price files as columns, on real histories', () => {
  const folder = join(SHARED_DATA, 'prices');
  const real = ['SQQQ', 'SOXS', 'XLF', 'ERY', 'SPY'].map((symbol) => parseTicker(symbol));

  test.each(real)('%s: as-traded columns have the bits of the way through decimals', async (ticker) => {
    const history = await openSource('csv', { data: folder }).fetch(ticker);
    expect(readCsvSeries(folder, ticker)).toEqual(seriesFromBars(ticker, asTradedBars(history)));
  });

  test.each(real)('%s is read the quick way', (ticker) => {
    expect(scanColumns(ticker, readFileSync(join(folder, `${ticker}.csv`)), ticker)).toBeDefined();
  });

  test('SQQQ traded at 76.98 on its first day', () => {
    const series = readCsvSeries(folder, parseTicker('SQQQ'));
    expect(series.sessions[0]).toBe('2010-02-11');
    expect(series.close[0]).toBeCloseTo(76.98, 3);
  });
});
