import { sessionsAfter } from '@evenkeel/domain/calendar';
import type { Ticker } from '@evenkeel/domain/prices';
import type { Coverage } from '@evenkeel/dynamo/ingestion';
import type { ServiceMetrics } from '@evenkeel/runtime/metrics';
import type { JobSummary } from '../jobs';

/** Counts what the alarms of resources/alarms.yml watch, in total and, for age, by symbol. */
export function recordMetrics(
  metrics: ServiceMetrics,
  summary: JobSummary,
  coverage: ReadonlyMap<Ticker, Coverage>,
): void {
  const total = (count: (symbol: JobSummary['symbols'][number]) => number): number =>
    summary.symbols.reduce((sum, symbol) => sum + count(symbol), 0);
  const stored = total((symbol) => symbol.stored);
  metrics.count('BarsStored', stored);
  const corrected = total((symbol) => symbol.corrected);
  metrics.count('BarsCorrected', corrected);
  const quarantined = total((symbol) => symbol.quarantined.length);
  metrics.count('BarsQuarantined', quarantined);
  metrics.count('SymbolsFailed', summary.failed.length);
  if (summary.job === 'audit') {
    const differences = total((symbol) => symbol.differences?.length ?? 0);
    metrics.count('AuditDifferences', differences);
  }
  const ages = summary.symbols.flatMap(({ symbol }) => {
    const newest = coverage.get(symbol)?.last;
    const age = newest === undefined ? undefined : sessionsAfter(newest, summary.asOf);
    return age === undefined ? [] : [{ symbol, age }];
  });
  for (const { symbol, age } of ages) metrics.countOf(symbol, 'NewestSessionAge', age);
  if (ages.length > 0) metrics.count('LargestSessionAge', Math.max(...ages.map(({ age }) => age)));
}
