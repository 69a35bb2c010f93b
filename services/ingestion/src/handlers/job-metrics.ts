import { type Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { sessionsAfter } from '@evenkeel/domain/calendar';
import type { Ticker } from '@evenkeel/domain/prices';
import type { Coverage } from '@evenkeel/dynamo/ingestion';
import type { JobSummary } from '../jobs';

/** Publishes what the alarms of resources/alarms.yml watch, in total and, for age, by symbol. */
export function recordMetrics(metrics: Metrics, summary: JobSummary, coverage: ReadonlyMap<Ticker, Coverage>): void {
  const total = (count: (symbol: JobSummary['symbols'][number]) => number): number =>
    summary.symbols.reduce((sum, symbol) => sum + count(symbol), 0);
  metrics.addMetric(
    'BarsStored',
    MetricUnit.Count,
    total(({ stored }) => stored),
  );
  metrics.addMetric(
    'BarsCorrected',
    MetricUnit.Count,
    total(({ corrected }) => corrected),
  );
  metrics.addMetric(
    'BarsQuarantined',
    MetricUnit.Count,
    total(({ quarantined }) => quarantined.length),
  );
  metrics.addMetric('SymbolsFailed', MetricUnit.Count, summary.failed.length);
  if (summary.job === 'audit') {
    metrics.addMetric(
      'AuditDifferences',
      MetricUnit.Count,
      total(({ differences = [] }) => differences.length),
    );
  }
  const ages = summary.symbols.flatMap(({ symbol }) => {
    const newest = coverage.get(symbol)?.last;
    const age = newest === undefined ? undefined : sessionsAfter(newest, summary.asOf);
    return age === undefined ? [] : [{ symbol, age }];
  });
  for (const { symbol, age } of ages) {
    const single = metrics.singleMetric();
    single.addDimension('symbol', symbol);
    single.addMetric('NewestSessionAge', MetricUnit.Count, age);
  }
  if (ages.length > 0)
    metrics.addMetric('LargestSessionAge', MetricUnit.Count, Math.max(...ages.map(({ age }) => age)));
}
