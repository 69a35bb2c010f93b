import { MetricUnit, Metrics } from '@aws-lambda-powertools/metrics';
import type { ServiceName } from './service-name';

/** CloudWatch's namespace of everything that the services count. */
const NAMESPACE = 'Evenkeel';

/**
 * What a function counts in one invocation, written as one line in embedded metric format when it ends. Every metric has
 * the dimensions `service` and `stage`, which the alarms of `services/<service>/resources/alarms.yml` repeat.
 */
export interface ServiceMetrics {
  /** Adds a count; of several in one invocation CloudWatch keeps each. */
  count(name: string, value?: number): void;
  milliseconds(name: string, value: number): void;
  /** A count by symbol: a metric of its own for each, written at once. CloudWatch bills each. */
  countOf(symbol: string, name: string, value: number): void;
  /** Stands in the line for Logs Insights to find; no dimension, and not billed as a metric. */
  note(name: string, value: string | number): void;
}

/** The metrics of a function of `service`, and how they are written when an invocation ends. */
export function openMetrics(
  service: ServiceName,
  stage: string,
): { readonly metrics: ServiceMetrics; readonly publish: () => void } {
  const recorder = new Metrics({ namespace: NAMESPACE, serviceName: service, defaultDimensions: { stage } });
  const metrics: ServiceMetrics = {
    count: (name, value = 1) => void recorder.addMetric(name, MetricUnit.Count, value),
    milliseconds: (name, value) => void recorder.addMetric(name, MetricUnit.Milliseconds, value),
    countOf: (symbol, name, value) =>
      void recorder.singleMetric().addDimension('symbol', symbol).addMetric(name, MetricUnit.Count, value),
    note: (name, value) => void recorder.addMetadata(name, String(value)),
  };
  return {
    metrics,
    publish: () => {
      // An invocation that counted nothing is no reason for a warning.
      if (recorder.hasStoredMetrics()) recorder.publishStoredMetrics();
      else recorder.clearMetadata();
    },
  };
}
