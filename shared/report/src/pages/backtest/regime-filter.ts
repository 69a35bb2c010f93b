import { pairKey } from '@evenkeel/domain/pairs';
import type { Portfolio, RegimeCell } from '@evenkeel/domain/portfolio';
import { count, counted } from '../../formats/numbers';

/**
 * What a regime filter blocks, and on how many sessions each pair was in cash; nothing without a filter.
 * @param inCash sessions in cash, in the order of the pairs
 */
export function filterLines(
  { regimeFilter, benchmark, pairs }: Pick<Portfolio, 'regimeFilter' | 'benchmark' | 'pairs'>,
  sessions: number,
  inCash: readonly number[],
): string[] {
  if (regimeFilter === undefined) return [];
  const blocked = Object.entries(regimeFilter.pairs ?? {}).flatMap(([pair, cells]) =>
    cells.length === 0 ? [] : [`${pair} in ${cells.map(cellName).join(' or ')}`],
  );
  const market = regimeFilter.benchmark ?? [];
  if (market.length > 0)
    blocked.push(`everything in ${market.join(' or ')} volatility of ${benchmark ?? 'the benchmark'}`);
  const cash = pairs.map((pair, at) => `${pairKey(pair)} ${count(inCash[at])}`);
  return [
    `regime filter blocks ${blocked.length === 0 ? 'nothing' : blocked.join(', ')}; in cash, of ${counted(sessions, 'session')}: ${cash.join(', ')}`,
  ];
}

function cellName({ volatility, correlation }: RegimeCell): string {
  const parts = [
    ...(volatility === undefined ? [] : [`${volatility} volatility`]),
    ...(correlation === undefined ? [] : [`${correlation} correlation`]),
  ];
  return parts.join(' with ');
}
