import type { BacktestRun } from '@evenkeel/domain/backtest';
import type { Portfolio, RegimeCell } from '@evenkeel/domain/portfolio';
import { counted } from '../layout/figures';

/** What a regime filter blocks, and on how many sessions each pair was in cash; nothing without a filter. */
export function filterLines({ regimeFilter, benchmark }: Portfolio, run: BacktestRun): string[] {
  if (regimeFilter === undefined) return [];
  const blocked = Object.entries(regimeFilter.pairs ?? {}).flatMap(([pair, cells]) =>
    cells.length === 0 ? [] : [`${pair} in ${cells.map(cellName).join(' or ')}`],
  );
  const market = regimeFilter.benchmark ?? [];
  if (market.length > 0)
    blocked.push(`everything in ${market.join(' or ')} volatility of ${benchmark ?? 'the benchmark'}`);
  const cash = run.pairs.map(({ base, inverse, baseValue, inverseValue }) => {
    const sessions = baseValue.reduce((n, value, row) => n + (value === 0 && inverseValue[row] === 0 ? 1 : 0), 0);
    return `${base}/${inverse} ${sessions.toLocaleString('en-US')}`;
  });
  return [
    `regime filter blocks ${blocked.length === 0 ? 'nothing' : blocked.join(', ')}; in cash, of ${counted(run.sessions.length, 'session')}: ${cash.join(', ')}`,
  ];
}

function cellName({ volatility, correlation }: RegimeCell): string {
  const parts = [
    ...(volatility === undefined ? [] : [`${volatility} volatility`]),
    ...(correlation === undefined ? [] : [`${correlation} correlation`]),
  ];
  return parts.join(' with ');
}
