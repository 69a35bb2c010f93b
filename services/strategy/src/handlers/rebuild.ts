import { directFunction } from '@evenkeel/runtime/functions';
import { recompute } from '../recompute/recompute';
import { openService } from './service';

/**
 * The Lambda function `rebuild`: recomputes the portfolio now, whatever the stream says, and mends its stored view, after
 * a new portfolio has been deployed, when records have ended in the failure queue, or an item of the view was edited or
 * lost. Takes no input.
 */
export const handler = directFunction({
  service: 'strategy',
  open: openService,
  run: async ({ portfolio, deps }, _event, { log }) => {
    const summary = await recompute(deps, portfolio, { verify: true });
    log.info('rebuilt', { ...summary });
    if (summary.unreadable.length > 0) log.warn('items of the price table hold no bar', { items: summary.unreadable });
    return summary;
  },
});
