/** What functions have written since {@link captureLines}: log lines and metrics, each parsed. */
export interface WrittenLines {
  logs(): Record<string, unknown>[];
  /** Lines in embedded metric format. */
  metrics(): Record<string, unknown>[];
}

/**
 * Collects what functions write that are composed from now on, under an environment as Lambda gives it, with `changes`.
 * `jest.restoreAllMocks` ends it.
 */
export function captureLines(changes: Readonly<Record<string, string>> = {}): WrittenLines {
  const lines: Record<string, unknown>[] = [];
  // Powertools writes around the console otherwise.
  jest.replaceProperty(process, 'env', {
    ...process.env,
    AWS_REGION: 'us-east-1',
    EVENKEEL_STAGE: 'test',
    POWERTOOLS_DEV: 'true',
    POWERTOOLS_METRICS_DISABLED: 'false',
    ...changes,
  });
  for (const stream of ['log', 'debug', 'info', 'warn', 'error'] as const) {
    jest.spyOn(console, stream).mockImplementation((...[text]: unknown[]) => lines.push(parsed(text)));
  }
  const isMetric = (line: Record<string, unknown>): boolean => '_aws' in line;
  return {
    logs: () => lines.filter((line) => !isMetric(line)),
    metrics: () => lines.filter(isMetric),
  };
}

/** Lambda's context of an invocation that has five minutes. */
export function invocationOf(awsRequestId: string): { awsRequestId: string; getRemainingTimeInMillis: () => number } {
  return { awsRequestId, getRemainingTimeInMillis: () => 300_000 };
}

function parsed(text: unknown): Record<string, unknown> {
  const line: unknown = JSON.parse(String(text));
  return typeof line === 'object' && line !== null ? { ...line } : { line };
}
