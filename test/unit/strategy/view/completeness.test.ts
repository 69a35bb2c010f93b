import fc from 'fast-check';
import { parseSessionDate, type SessionDate } from '@evenkeel/domain/calendar';
import { parseTicker } from '@evenkeel/domain/prices';
import { completenessOf } from '../../../../services/strategy/src/view/completeness';

const QQQ = parseTicker('QQQ');
const SQQQ = parseTicker('SQQQ');
const SPY = parseTicker('SPY');
const days = (...texts: string[]): SessionDate[] => texts.map((text) => parseSessionDate(text));

describe('completenessOf', () => {
  it('is the newest session of all when nobody lags', () => {
    const sessions = new Map([
      [QQQ, days('2024-06-27', '2024-06-28')],
      [SQQQ, days('2024-06-28')],
    ]);
    expect(completenessOf([QQQ, SQQQ], sessions)).toEqual({ asOf: '2024-06-28', newest: '2024-06-28', waitsFor: [] });
  });

  it('stays at the newest common session and names who lacks the newest, the benchmark too', () => {
    const sessions = new Map([
      [QQQ, days('2024-06-26', '2024-06-27', '2024-06-28')],
      [SQQQ, days('2024-06-26', '2024-06-27', '2024-06-28')],
      [SPY, days('2024-06-26')],
    ]);
    expect(completenessOf([QQQ, SQQQ, SPY], sessions)).toEqual({
      asOf: '2024-06-26',
      newest: '2024-06-28',
      waitsFor: [{ symbol: 'SPY', newest: '2024-06-26' }],
    });
  });

  it('has no as-of session while a symbol has no bars', () => {
    expect(completenessOf([QQQ, SQQQ], new Map([[QQQ, days('2024-06-28')]]))).toEqual({
      asOf: null,
      newest: '2024-06-28',
      waitsFor: [{ symbol: 'SQQQ', newest: null }],
    });
  });

  it('waits for everybody while nothing is stored', () => {
    const { asOf, waitsFor } = completenessOf([QQQ, SQQQ], new Map());
    expect(asOf).toBeNull();
    expect(waitsFor.map(({ symbol }) => symbol)).toEqual(['QQQ', 'SQQQ']);
  });

  it('never acts on a session that a symbol lacks, and names somebody whenever it stays behind', () => {
    const pool = days('2024-06-24', '2024-06-25', '2024-06-26', '2024-06-27', '2024-06-28');
    const column = fc.subarray(pool);
    fc.assert(
      fc.property(column, column, column, (a, b, c) => {
        const sessions = new Map([
          [QQQ, a],
          [SQQQ, b],
          [SPY, c],
        ]);
        const { asOf, newest, waitsFor } = completenessOf([QQQ, SQQQ, SPY], sessions);
        const common = pool.filter((day) => [a, b, c].every((each) => each.includes(day)));
        expect(asOf).toBe(common.at(-1) ?? null);
        expect(asOf === newest || waitsFor.length > 0).toBe(true);
        for (const { symbol } of waitsFor) expect(sessions.get(symbol)?.at(-1) ?? null).not.toBe(newest ?? undefined);
      }),
    );
  });
});
