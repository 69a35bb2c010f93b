import { AppError, messageOf } from '@evenkeel/domain';
import type { EnabledPortfolios } from '@evenkeel/domain/portfolio';
import { type Log, logFailure } from '@evenkeel/runtime/log';

/** What went wrong with single portfolios, kept until all others have been seen to. */
export interface NotedFailures {
  /** What `work` answers, alone in a list; an empty list where it fails, which is said in the log and noted. */
  orNote<T>(portfolio: string, work: () => Promise<T>): Promise<T[]>;
  /** @throws AppError `failed` naming each portfolio that failed or was refused, and why */
  throwAny(): void;
}

/** Notes failures of `enabled`; of those refused it says so at once. */
export function notedFailures({ portfolios, refused }: EnabledPortfolios, log: Log): NotedFailures {
  const failures = new Map<string, unknown>();
  const note = (portfolio: string, error: unknown): void => {
    failures.set(portfolio, error);
    logFailure(log, `portfolio ${portfolio}`, error, { portfolio });
  };
  for (const { name, error } of refused) note(name, error);
  return {
    async orNote(portfolio, work) {
      try {
        return [await work()];
      } catch (error) {
        note(portfolio, error);
        return [];
      }
    },
    throwAny() {
      if (failures.size === 0) return;
      const reasons = [...failures].map(([name, error]) => `${name}: ${messageOf(error)}`);
      throw new AppError(
        'failed',
        `${failures.size} of ${portfolios.length + refused.length} portfolios failed: ${reasons.join('; ')}`,
        { failed: [...failures.keys()].join(',') },
        { cause: [...failures.values()][0] },
      );
    },
  };
}
