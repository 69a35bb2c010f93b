import { parseSessionDate } from '@evenkeel/domain/calendar';
import { buildPanel, runBacktest } from '@evenkeel/domain/backtest';
import type { CheckSchedule, Portfolio, RebalanceScope } from '@evenkeel/domain/portfolio';
import { parseTicker } from '@evenkeel/domain/prices';
import { portfolio } from '../../../factories/portfolio';
import { pathOf, seriesOf } from '../../../factories/random-market';

const BASE = parseTicker('BASE');
const INVERSE = parseTicker('INV');

/** Two sessions: up by 2 % and back to the start. */
const zigzag = Array.from({ length: 50 }, () => [0.02, 1 / 1.02 - 1]).flat();
const rising = Array.from({ length: 20 }, () => 0.01);
const falling = Array.from({ length: 20 }, () => -0.01);

interface Rule {
  readonly check: CheckSchedule;
  readonly scope?: RebalanceScope;
  readonly tolerance?: number;
}

function onePair(ratio: number, { check, scope = 'pair', tolerance = 1e-12 }: Rule): Portfolio {
  return portfolio({
    capital: 1,
    benchmark: undefined,
    pairs: [{ base: BASE, inverse: INVERSE, leverage: [{ from: parseSessionDate('2018-01-01'), ratio }] }],
    rebalance: { check, drift: { measure: 'delta', tolerance }, scope },
    costs: { commissionRate: 0, slippage: { model: 'none' } },
  });
}

/** Final NAV of 1 put into a pair of ideal funds. Every fifth weekday is the first of an ISO week. */
function finalNav(ratio: number, returns: readonly number[], rule: Rule): number {
  const series = new Map([
    [BASE, seriesOf(BASE, pathOf(returns))],
    [INVERSE, seriesOf(INVERSE, pathOf(returns.map((one) => -ratio * one)))],
  ]);
  const pair = onePair(ratio, rule);
  return runBacktest(pair, buildPanel(pair, series)).nav.at(-1) ?? Number.NaN;
}

describe('a pair of ideal funds (the table of docs/numbers.md, section 3)', () => {
  it.each([
    [3, '(+2 %, back) x 50', zigzag, 0.9474748874, 0.9541104865, 1],
    [3, '+1 % x 20', rising, 1.0510911157, 1.0118161763, 1],
    [3, '-1 % x 20', falling, 1.0649580119, 1.0123005592, 1],
    [2, '(+2 %, back) x 50', zigzag, 0.9629621781, 0.9691383078, 1],
    [2, '+1 % x 20', rising, 1.0359960172, 1.0079447566, 1],
  ])('at ratio %d over %s', (ratio, _path, returns, never, everyFifth, daily) => {
    // The least drift is a breach, or the calendar decides: where the pair always drifts, it is the same.
    for (const tolerance of [1e-12, 0]) {
      expect(Math.abs(finalNav(ratio, returns, { check: 'never', tolerance }) - never)).toBeLessThan(1e-8);
      expect(Math.abs(finalNav(ratio, returns, { check: 'weekly', tolerance }) - everyFifth)).toBeLessThan(1e-8);
      expect(Math.abs(finalNav(ratio, returns, { check: 'daily', tolerance }) - daily)).toBeLessThan(1e-8);
    }
  });

  it.each(['breached', 'portfolio'] as const)(
    'comes to the same under scope %s, since the pair is all there is and trading is free',
    (scope) => {
      expect(Math.abs(finalNav(3, zigzag, { check: 'weekly', scope }) - 0.9541104865)).toBeLessThan(1e-8);
    },
  );

  it('holds an inverse fund that decays as the table says', () => {
    expect(pathOf(zigzag.map((one) => -3 * one)).at(-1)).toBeCloseTo(78.989955, 6);
    expect(pathOf(falling.map((one) => -3 * one)).at(-1)).toBeCloseTo(180.611123, 6);
  });
});
