import type { Invocation, Outcome } from './lambda';
import type { Subscribers } from './subscribers';
import type { Tables } from './tables';
import type { World } from './world';

/** Reads what each invocation has answered and logged: every failure has to be said where somebody looks. */
export class Observer {
  constructor(
    private readonly world: World,
    private readonly tables: Tables,
    private readonly subscribers: Subscribers,
  ) {}

  ended({ request, process, lines }: Invocation, outcome: Outcome): void {
    const { world } = this;
    const failed = outcome.error !== undefined || batchItemFailures(outcome.result) > 0;
    if (failed) this.subscribers.failed.add(request);
    if (failed && process.alive && !lines.some(({ level }) => level === 'error')) {
      world.violated(
        'every failure is visible',
        `${request} has failed, and its log does not say so: ${JSON.stringify(outcome.result ?? String(outcome.error))}`,
      );
    }
    if (isSummary(outcome.result)) this.lookForSilence(request, outcome.result);
    if (isSkipped(outcome.result)) world.recovered('job left to another that was at it');
    for (const { message, fields } of lines) {
      if (message === 'retired') world.recovered('portfolio taken away, its view retired');
      if (message !== 'recomputed') continue;
      world.recovered(`recomputation ${String(fields['outcome'])}`);
      if (typeof fields['rebuilt'] === 'string') world.recovered(`more was read: ${reasonOf(fields['rebuilt'])}`);
      else if (fields['settledTo'] !== null) world.recovered('went on from a checkpoint');
    }
  }

  /** A symbol that has no bar of the newest finished session is named in the summary of the job that left it so. */
  private lookForSilence(request: string, summary: Summary): void {
    for (const { symbol, gaps, quarantined, error } of summary.symbols) {
      if (quarantined.length > 0) this.world.recovered('held back in quarantine');
      if (gaps.length > 0) this.world.recovered('gap named');
      if (summary.job === 'audit' || error !== undefined) continue;
      const key = { ticker: { S: symbol }, timestamp: { S: summary.asOf } };
      if (this.tables.get(this.tables.names.prices, key) !== undefined) continue;
      if (gaps.includes(summary.asOf) || quarantined.some(({ date }) => date === summary.asOf)) continue;
      this.world.violated(
        'every failure is visible',
        `${request} says nothing of ${symbol} ${summary.asOf}, which is not stored`,
      );
    }
  }
}

interface Summary {
  readonly job: string;
  readonly asOf: string;
  readonly symbols: readonly {
    readonly symbol: string;
    readonly gaps: readonly string[];
    readonly quarantined: readonly { readonly date: string }[];
    readonly error?: string;
  }[];
}

function isSummary(result: unknown): result is Summary {
  return typeof result === 'object' && result !== null && 'job' in result && 'symbols' in result;
}

function isSkipped(result: unknown): boolean {
  return typeof result === 'object' && result !== null && 'skipped' in result;
}

function batchItemFailures(result: unknown): number {
  if (typeof result !== 'object' || result === null || !('batchItemFailures' in result)) return 0;
  return Array.isArray(result.batchItemFailures) ? result.batchItemFailures.length : 0;
}

function reasonOf(reason: string): string {
  if (reason.startsWith('a bar of')) return 'a bar has changed';
  // Read while another recomputation put its own in their place.
  return reason.includes('do not belong to the chain') ? 'checkpoints of another chain' : reason;
}
