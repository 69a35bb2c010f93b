import type { Portfolio } from '@evenkeel/domain/portfolio';
import { mapBounded } from '@evenkeel/dynamo/pacing';
import { directFunction } from '@evenkeel/runtime/functions';
import { notedFailures } from '../portfolios/noted-failures';
import { tellLate } from '../signals/late';
import { openService } from './service';

/** Portfolios looked at at once. */
const AT_ONCE = 4;

/**
 * The Lambda function `watch`: looks in the evening whether each portfolio's session is complete, tells of it once where it is not, and sends
 * what else was left unsent. Takes no input.
 */
export const handler = directFunction({
  service: 'strategy',
  open: openService,
  run: async ({ enabled, deps }, _event, { log, metrics }) => {
    const failures = notedFailures(enabled, log);
    const look = async (portfolio: Portfolio) => {
      const summary = await tellLate(deps, portfolio);
      log.info('watched', { ...summary });
      return summary;
    };
    const summaries = await mapBounded(enabled.portfolios, AT_ONCE, (portfolio) =>
      failures.orNote(portfolio.name, () => look(portfolio)),
    );
    try {
      failures.throwAny();
      return summaries.flat();
    } catch (error) {
      // Nobody else notices where this look is missing.
      metrics.count('SignalsUnsent');
      throw error;
    }
  },
});
