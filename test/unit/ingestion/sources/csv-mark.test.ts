import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseTicker } from '@evenkeel/domain/prices';
import { openSource, recordedSource, syntheticAmong } from '@evenkeel/ingestion/sources';

const [QQQ, SPY] = [parseTicker('QQQ'), parseTicker('SPY')];
const COLUMNS = 'date,open,high,low,close,volume,dividends,splits';
const ROW = '2024-06-10,1,1,1,1,100,0,0';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'evenkeel-mark-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What bars of the file would be stored under. */
function recordedOf(...lines: readonly string[]): string {
  writeFileSync(join(folder, 'QQQ.csv'), `${lines.join('\n')}\n`);
  return recordedSource(openSource('csv', { data: folder }), QQQ);
}

describe('the mark of synthetic prices in a csv file', () => {
  it('is the word synthetic in a column source, wherever it stands', () => {
    expect(recordedOf(`${COLUMNS},source`, `${ROW},synthetic`)).toBe('synthetic');
    expect(recordedOf(`\uFEFFSource,${COLUMNS}\r`, `yahoo,${ROW}\r`, `Synthetic,${ROW.replace('10', '11')}\r`)).toBe(
      'synthetic',
    );
  });

  it('is not the word in another column, nor another word in that one', () => {
    expect(recordedOf(COLUMNS, ROW)).toBe('csv');
    expect(recordedOf(`${COLUMNS},note`, `${ROW},synthetic`)).toBe('csv');
    expect(recordedOf(`${COLUMNS},source`, `${ROW},yahoo`)).toBe('csv');
  });

  it('belongs to the symbol of the file alone', () => {
    recordedOf(`${COLUMNS},source`, `${ROW},synthetic`);
    writeFileSync(join(folder, 'SPY.csv'), `${COLUMNS}\n${ROW}\n`);
    const source = openSource('csv', { data: folder });
    expect(syntheticAmong([QQQ, SPY, parseTicker('NONE')], source)).toEqual([QQQ]);
  });

  it('leaves the history as it is', async () => {
    const marked = [`${COLUMNS},source`, `${ROW},synthetic`];
    recordedOf(COLUMNS, ROW);
    const plain = await openSource('csv', { data: folder }).fetch(QQQ);
    recordedOf(...marked);
    expect(await openSource('csv', { data: folder }).fetch(QQQ)).toEqual(plain);
  });
});

test('the built-in market is synthetic, and Yahoo is not', () => {
  expect(recordedSource(openSource('synthetic'), QQQ)).toBe('synthetic');
  expect(recordedSource(openSource('yahoo'), QQQ)).toBe('yahoo');
});
