import { here } from '../src/here';

export const MetricUnit = { Count: 'Count', Milliseconds: 'Milliseconds' } as const;

export class Metrics {
  addMetric(name: string, _unit: string, value: number): void {
    here.count(name, value);
  }

  singleMetric(): { addDimension(): { addMetric(): void } } {
    return { addDimension: () => ({ addMetric: () => undefined }) };
  }

  addMetadata(): void {
    // For people only.
  }

  clearMetadata(): void {
    // For people only.
  }

  hasStoredMetrics(): boolean {
    return false;
  }

  publishStoredMetrics(): void {
    // There is nothing to publish.
  }
}
