import { attributionYears, meanNetDeltas, type PairHistory } from '@evenkeel/domain/analysis';
import type { BacktestRun } from '@evenkeel/domain/backtest';
import { asJsonObject } from '@evenkeel/dynamo/requests';
import type { ViewPart } from '@evenkeel/dynamo/strategy';

/**
 * The attribution (docs/numbers.md, section 6), one item a calendar year, `attribution#2024`, and `attribution` with each pair's mean net
 * delta. That is of the whole run and changes with every session; kept apart, it leaves the years that are over as they are.
 */
export function attributionParts(net: BacktestRun, netPairs: () => readonly PairHistory[]): Map<string, ViewPart> {
  const whole: ViewPart = { make: () => ({ meanNetDeltas: meanNetDeltas(net) }) };
  const years = attributionYears(net, netPairs).map(({ year, make }): [string, ViewPart] => [
    `attribution#${year}`,
    { make: () => asJsonObject(make()) },
  ]);
  return new Map([['attribution', whole], ...years]);
}
