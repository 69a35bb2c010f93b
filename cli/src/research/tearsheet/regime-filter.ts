import { sessionsInCash, type BacktestRun } from '@evenkeel/domain/backtest';
import { pairKey } from '@evenkeel/domain/pairs';
import type { Portfolio, RegimeCell } from '@evenkeel/domain/portfolio';
import { count, counted } from '@evenkeel/report';

/** What a regime filter blocks, and on how many sessions each pair was in cash; nothing without a filter. */
export function filterLines({ regimeFilter, benchmark }: Portfolio, run: BacktestRun): string[] {
  if (regimeFilter === undefined) return [];
  const blocked = Object.entries(regimeFilter.pairs ?? {}).flatMap(([pair, cells]) =>
    cells.length === 0 ? [] : [`${pair} in ${cells.map(cellName).join(' or ')}`],
  );
  const market = regimeFilter.benchmark ?? [];
  if (market.length > 0)
    blocked.push(`everything in ${market.join(' or ')} volatility of ${benchmark ?? 'the benchmark'}`);
  const inCash = sessionsInCash(run);
  const cash = run.pairs.map((pair, at) => `${pairKey(pair)} ${count(inCash[at])}`);
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
