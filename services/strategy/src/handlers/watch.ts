import { directFunction } from '@evenkeel/runtime/functions';
import { tellLate } from '../signals/late';
import { openService } from './service';

/**
 * The Lambda function `watch`: looks in the evening whether the session is complete, tells of it once where it is not, and sends
 * what else was left unsent. Takes no input.
 */
export const handler = directFunction({
  service: 'strategy',
  open: openService,
  run: async ({ portfolio, deps }, _event, { log, metrics }) => {
    try {
      const summary = await tellLate(deps, portfolio);
      log.info('watched', { ...summary });
      return summary;
    } catch (error) {
      // Nobody else notices where this look is missing.
      metrics.count('SignalsUnsent');
      throw error;
    }
  },
});
