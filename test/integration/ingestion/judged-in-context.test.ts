import { day } from '../../factories/bars';
import { vendorHistory } from '../../factories/vendor-history';
import { type StageTables, startTestDatabase, type TestDatabase } from '../../support/test-database';
import { HALF_YEAR, symbolOn, type SymbolUnderTest } from '../../support/small-market';
import {
  edits,
  scaledFrom,
  withCells,
  withDividend,
  withoutSession,
  withScaledRow,
  type Edit,
} from '../../support/vendor-edits';

/** What is doubted stays doubted, however far it has fallen behind the sessions that an update looks at. */
jest.setTimeout(60_000);
let database: TestDatabase;
let stage: StageTables;
beforeAll(async () => {
  database = await startTestDatabase();
  stage = await database.createTables('context');
});
afterAll(() => database.stop());

const between = (first: string, last: string): string[] =>
  HALF_YEAR.filter((session) => session >= first && session <= last);
const without = (missing: string): string[] => HALF_YEAR.filter((session) => session !== missing);

/** A symbol of which the sessions up to `date` are stored, as the vendor told them then. */
async function storedUpTo(date: string, ...told: Edit[]): Promise<SymbolUnderTest> {
  const symbol = symbolOn(stage);
  symbol.change(edits(...told));
  await symbol.warmUp(date);
  return symbol;
}

/** From now on the vendor tells the quiet history, edited. */
function tell(symbol: SymbolUnderTest, ...told: Edit[]): void {
  symbol.source.serve(edits(...told)(vendorHistory(symbol.ticker, HALF_YEAR)));
}

test('a spike is held back on every later day', async () => {
  const symbol = await storedUpTo('2024-05-31');
  tell(symbol, withScaledRow('2024-06-03', 10));
  for (const session of between('2024-06-03', '2024-06-28')) {
    expect((await symbol.update(session)).quarantined).toEqual([{ date: '2024-06-03', reason: 'unexplained-jump' }]);
  }
  expect(await symbol.sessions()).toEqual(without('2024-06-03'));
});

test('a repeated dividend is held back on every later day', async () => {
  const symbol = await storedUpTo('2024-05-31');
  tell(symbol, withDividend('2024-06-03', '0.4'), withDividend('2024-06-10', '0.4'));
  for (const session of between('2024-06-03', '2024-06-28')) await symbol.update(session);
  const bars = await stage.jobs.prices.bars(symbol.ticker, { from: day('2024-06-03') });
  expect(bars.filter(({ dividend }) => !dividend.isZero()).map(({ session }) => session)).toEqual(['2024-06-03']);
  expect(await stage.jobs.state.quarantined(symbol.ticker)).toMatchObject([
    { session: '2024-06-10', reason: 'repeated-dividend' },
  ]);
});

test('the late row of an old gap is measured against the bar before the gap', async () => {
  const symbol = await storedUpTo('2024-06-13', withoutSession('2024-02-01'));
  tell(symbol, withScaledRow('2024-02-01', '0.1'));
  expect(await symbol.update('2024-06-14')).toMatchObject({
    stored: 1,
    quarantined: [{ date: '2024-02-01', reason: 'unexplained-jump' }],
  });
  tell(symbol);
  expect(await symbol.update('2024-06-17')).toMatchObject({ stored: 2, quarantined: [], gaps: [] });
});

test.each([
  ['a date', { from: day('2024-06-03') }],
  ['a period', { period: '1mo' as const }],
])('a fetch limited by %s is measured against what is stored before it', async (_, limit) => {
  const symbol = await storedUpTo('2024-05-14');
  tell(symbol, scaledFrom('2024-05-15', 10));
  const summary = await symbol.warmUp('2024-06-14', limit);
  expect(summary.stored).toBe(0);
  expect(summary.quarantined.every(({ reason }) => reason === 'unexplained-jump')).toBe(true);
  expect((await symbol.sessions()).at(-1)).toBe('2024-05-14');
});

test('what a limited fetch only looked back on stays as it was stored', async () => {
  const symbol = await storedUpTo('2024-05-14');
  const before = await stage.jobs.prices.bars(symbol.ticker);
  tell(symbol, withCells('2024-05-14', { volume: '2000000' }));
  const asked = symbol.source.asked.length;
  expect(await symbol.warmUp('2024-06-14', { from: day('2024-06-03') })).toMatchObject({
    stored: 10,
    corrected: 0,
    quarantined: [],
  });
  expect(symbol.source.asked.slice(asked).map(({ from }) => from)).toEqual(['2024-05-14']);
  expect(await symbol.sessions()).toEqual([
    ...between('2024-01-02', '2024-05-14'),
    ...between('2024-06-03', '2024-06-14'),
  ]);
  expect((await stage.jobs.prices.bars(symbol.ticker)).slice(0, before.length)).toEqual(before);
});
