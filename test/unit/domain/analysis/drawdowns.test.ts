import fc from 'fast-check';
import { basicMetrics } from '../../../../shared/domain/src/analysis/basic-metrics';
import { drawdownMetrics } from '../../../../shared/domain/src/analysis/drawdown-metrics';
import {
  drawdownCurve,
  drawdownSpans,
  longestDrawdown,
  worstDrawdowns,
} from '../../../../shared/domain/src/analysis/drawdowns';
import { day } from '../../../factories/bars';

const sessions = ['2024-01-02', '2024-01-03', '2024-01-04', '2024-01-05', '2024-01-08', '2024-01-09', '2024-01-10'].map(
  day,
);

describe('drawdowns', () => {
  // Peak 110 on the 3rd, trough 88 on the 5th, back on the 8th; a dip to 120 on the 9th, recovered at once.
  const nav = Float64Array.of(100, 110, 99, 88, 125, 120, 130);

  it('name peak, trough and recovery, deepest first', () => {
    expect(worstDrawdowns(nav, 100, sessions)).toEqual([
      { peak: '2024-01-03', trough: '2024-01-05', recovery: '2024-01-08', depth: 88 / 110 - 1, days: 5, sessions: 3 },
      { peak: '2024-01-08', trough: '2024-01-09', recovery: '2024-01-10', depth: 120 / 125 - 1, days: 2, sessions: 2 },
    ]);
  });

  it('are a curve below the running peak, which begins with the capital', () => {
    expect([...drawdownCurve([90, 110, 99, 120], 100)]).toEqual([90 / 100 - 1, 0, 99 / 110 - 1, 0]);
  });

  it('measure the longest span in calendar days and in sessions', () => {
    expect(longestDrawdown(drawdownSpans(nav, 100), sessions)).toEqual({
      maxDrawdownDays: 5,
      maxDrawdownSessions: 3,
      drawdownOpen: false,
    });
  });

  it('count to the last session while there is no recovery', () => {
    const open = Float64Array.of(100, 110, 109, 108, 109, 107, 108);
    expect(worstDrawdowns(open, 100, sessions)).toEqual([
      { peak: '2024-01-03', trough: '2024-01-09', recovery: null, depth: 107 / 110 - 1, days: 7, sessions: 5 },
    ]);
    expect(longestDrawdown(drawdownSpans(open, 100), sessions)).toEqual({
      maxDrawdownDays: 7,
      maxDrawdownSessions: 5,
      drawdownOpen: true,
    });
  });

  it('are not called open for a short span at the end of a curve whose longest is closed', () => {
    expect(longestDrawdown(drawdownSpans(Float64Array.of(110, 100, 105, 100, 111, 112, 111), 100), sessions)).toEqual({
      maxDrawdownDays: 6,
      maxDrawdownSessions: 4,
      drawdownOpen: false,
    });
  });

  it('begin with the starting capital as the first peak', () => {
    const below = Float64Array.of(99, 98, 100, 101);
    expect(worstDrawdowns(below, 100, sessions)).toEqual([
      { peak: '2024-01-02', trough: '2024-01-03', recovery: '2024-01-04', depth: 98 / 100 - 1, days: 2, sessions: 2 },
    ]);
  });

  it('are none on a curve that never falls', () => {
    expect(worstDrawdowns(Float64Array.of(100, 100, 101), 100, sessions)).toEqual([]);
    expect(longestDrawdown(drawdownSpans(Float64Array.of(100, 100, 101), 100), sessions)).toEqual({
      maxDrawdownDays: 0,
      maxDrawdownSessions: 0,
      drawdownOpen: false,
    });
  });

  it('start at the last of equal peaks', () => {
    expect(drawdownSpans(Float64Array.of(110, 110, 90, 110), 100)).toEqual([
      { peak: 1, trough: 2, recovery: 3, depth: 90 / 110 - 1 },
    ]);
  });

  it('are open on the very first session, when the purchase cost something', () => {
    expect(longestDrawdown(drawdownSpans(Float64Array.of(99), 100), sessions.slice(0, 1))).toEqual({
      maxDrawdownDays: 0,
      maxDrawdownSessions: 0,
      drawdownOpen: true,
    });
  });

  it('are none where only rounding parts the curve from its peak', () => {
    const flat = new Float64Array(7).fill(99_999.98999999999);
    expect(flat[0]).toBeLessThan(99_999.99);
    expect(drawdownSpans(flat, 99_999.99)).toEqual([]);
    expect(basicMetrics(flat, 99_999.99).maxDrawdown).toBe(0);
    expect(longestDrawdown(drawdownSpans(flat, 99_999.99), sessions)).toEqual({
      maxDrawdownDays: 0,
      maxDrawdownSessions: 0,
      drawdownOpen: false,
    });
  });

  it('have the maximum drawdown as the deepest, for any curve', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 50, max: 150, noNaN: true }), { minLength: 1, maxLength: 7 }), (values) => {
        const curve = Float64Array.from(values);
        const deepest = Math.min(0, ...drawdownSpans(curve, 100).map((span) => span.depth));
        expect(basicMetrics(curve, 100).maxDrawdown).toBeCloseTo(deepest, 14);
      }),
    );
  });
});

describe('drawdownMetrics', () => {
  it('average over all falls, and measure the root mean square of the distance below the peak', () => {
    // 110, 99, 88, back at 125; 120, back at 130: falls of 20 % over 5 days and of 4 % over 2.
    const figures = drawdownMetrics(Float64Array.of(100, 110, 99, 88, 125, 120, 130), 100, sessions);
    expect(figures.averageDrawdown).toBeCloseTo(-(0.2 + 0.04) / 2, 14);
    expect(figures.averageDrawdownDays).toBe(3.5);
    expect(figures.ulcerIndex).toBeCloseTo(Math.sqrt((0.1 ** 2 + 0.2 ** 2 + 0.04 ** 2) / 7), 14);
    expect(figures).toMatchObject({ currentDrawdown: 0, currentDrawdownDays: 0 });
  });

  it('include the open fall, and say how deep and long it is now', () => {
    // At the peak of the 3rd; the deepest point was 50 below it, now it is 22.
    const figures = drawdownMetrics(Float64Array.of(100, 110, 60, 70, 80, 85, 88), 100, sessions);
    expect(figures.currentDrawdown).toBeCloseTo(-0.2, 14);
    expect(figures.currentDrawdownDays).toBe(7);
    expect(figures.averageDrawdown).toBeCloseTo(60 / 110 - 1, 14);
    expect(figures.averageDrawdownDays).toBe(7);
  });

  it('take the capital for the first peak', () => {
    const figures = drawdownMetrics(Float64Array.of(90, 95), 100, sessions.slice(0, 2));
    expect(figures.currentDrawdown).toBeCloseTo(-0.05, 14);
    expect(figures.currentDrawdownDays).toBe(1);
    expect(figures.ulcerIndex).toBeCloseTo(Math.sqrt((0.1 ** 2 + 0.05 ** 2) / 2), 14);
  });

  it('have nothing to average on a curve that never falls', () => {
    expect(drawdownMetrics(Float64Array.of(100, 100, 101), 100, sessions.slice(0, 3))).toMatchObject({
      currentDrawdown: 0,
      currentDrawdownDays: 0,
      averageDrawdown: null,
      averageDrawdownDays: null,
      ulcerIndex: 0,
    });
  });
});
