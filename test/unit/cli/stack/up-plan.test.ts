import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseSessionDate } from '@evenkeel/domain/calendar';
import { afterTheClose, planUp, type UpOptions } from '../../../../cli/src/stack/up-plan';

const clock = new Date('2025-12-24T23:00:00Z');
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'evenkeel-plan-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const options = (more: Partial<UpOptions> = {}): UpOptions => ({
  source: 'synthetic',
  port: '0',
  database: 'auto',
  ...more,
});

describe('--as-of', () => {
  test.each([
    // Regular close 16:00 in New York, final a quarter of an hour later.
    ['2024-06-28', '2024-06-28T20:15'],
    // A Saturday shows the Friday before it.
    ['2024-06-29', '2024-06-28T20:15'],
    // 13:00 on the day after Thanksgiving.
    ['2024-11-29', '2024-11-29T18:15'],
  ])('%s is the world just after %s', (date, expected) => {
    expect(afterTheClose(parseSessionDate(date), clock).toISOString()).toMatch(expected);
  });

  test('a day that has not finished is refused with the last one that has', () => {
    expect(() => afterTheClose(parseSessionDate('2025-12-24'), new Date('2025-12-24T15:00:00Z'))).toThrow(
      /2025-12-24: that session has not finished; the last one that has is 2025-12-23/,
    );
  });

  test('a day before the calendar is refused', () => {
    expect(() => afterTheClose(parseSessionDate('1980-01-02'), clock)).toThrow(/before 1990/);
  });
});

describe('the options of up', () => {
  test('the portfolios of the installation, their eleven symbols once', async () => {
    const plan = await planUp(options(), {});
    expect(plan.symbols).toEqual(expect.arrayContaining(['QQQ', 'SQQQ', 'SPY']));
    expect(plan.symbols).toHaveLength(11);
    expect(plan.portfolios.map(({ portfolio }) => portfolio.name)).toEqual(['classic', 'hedged']);
    expect(plan).toMatchObject({ installed: true, refused: [] });
    expect(plan.standInClock).toBeUndefined();
  });

  test('portfolios by name and by file, in the order in which they are named', async () => {
    const file = join(folder, 'mine.json');
    writeFileSync(
      file,
      JSON.stringify({
        name: 'own',
        capital: 1000,
        pairs: [{ base: 'GLD', inverse: 'GLL', leverage: 2 }],
        rebalance: { check: 'daily', drift: { measure: 'weight', tolerance: 0.1 }, scope: 'breached' },
        costs: { commissionRate: 0, slippage: { model: 'none' } },
      }),
    );
    const plan = await planUp(options({ portfolio: [file, 'hedged'] }), {});
    expect(plan.portfolios.map(({ portfolio }) => portfolio.name)).toEqual(['own', 'hedged']);
    expect(plan.portfolios[0]?.path).toBe(file);
    expect(plan.installed).toBe(false);
    expect(plan.symbols.slice(0, 3)).toEqual(['GLD', 'GLL', 'QQQ']);
    expect(plan.symbols).toHaveLength(13);
  });

  test.each([
    ['a port that is none', { port: '80000' }, /--port: "80000" is not a port/],
    [
      'a source that is none',
      { source: 'bloomberg' },
      /there is no source "bloomberg"; choose auto, yahoo, csv, synthetic/,
    ],
    ['a data folder that does not exist', { source: 'csv', data: '/nowhere/prices' }, /\/nowhere\/prices/],
    ['a symbol that the folder does not have', { source: 'csv', data: tmpdir() }, /no QQQ\.csv/],
    ['a date that is none', { asOf: '28.6.2024' }, /--as-of: "28\.6\.2024" is not a date/],
    [
      'a portfolio that is none',
      { portfolio: ['classic', '/nowhere/p.json'] },
      /\/nowhere\/p\.json: there is no such file/,
    ],
  ])('%s is refused by name, before anything starts', async (_, more, message) => {
    await expect(planUp(options(more), {})).rejects.toThrow(message);
    await expect(planUp(options(more), {})).rejects.toMatchObject({ code: 'bad-input' });
  });

  test('EVENKEEL_NOW stands in for the clock', async () => {
    const plan = await planUp(options(), { EVENKEEL_NOW: '2024-06-28T22:00:00Z' });
    expect(plan.now.toISOString()).toBe('2024-06-28T22:00:00.000Z');
    expect(plan.standInClock).toEqual(plan.now);
  });
});
