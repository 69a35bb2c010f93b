import { reportFigures, riskFreeRates, type PairHistory } from '@evenkeel/domain/analysis';
import { asJsonObject } from '@evenkeel/dynamo/requests';
import type { ViewPart } from '@evenkeel/dynamo/strategy';
import type { Computed } from '../computed';

/**
 * The report of the run, without what has items of its own (curve, trades) or grows with every session: an item may have 400 KB. None where the risk-free rates are in a file: it is on the machine of whoever wrote the portfolio.
 */
export function reportParts(
  { portfolio, panel, net, gross }: Computed,
  netPairs: () => readonly PairHistory[],
): Map<string, ViewPart> {
  const { riskFreeRate } = portfolio;
  if (typeof riskFreeRate === 'string') return new Map();
  const make = () => {
    const riskFree = riskFreeRates(riskFreeRate, panel.sessions);
    const report = reportFigures({ portfolio, panel, net, gross, netPairs: netPairs(), riskFree });
    const benchmark = report.benchmark && { symbol: report.benchmark.symbol, metrics: report.benchmark.metrics };
    return asJsonObject({ ...report, benchmark });
  };
  return new Map([['report', { make }]]);
}
