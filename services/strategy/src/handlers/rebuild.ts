import { directFunction } from '@evenkeel/runtime/functions';
import { recomputeEach } from '../recompute/each';
import { openService } from './service';

/**
 * The Lambda function `rebuild`: recomputes every portfolio now, whatever the stream says, and mends their stored views, after a
 * portfolio's file has been deployed, when records have ended in the failure queue, or an item of a view was edited or lost. Takes no
 * input.
 */
export const handler = directFunction({
  service: 'strategy',
  open: openService,
  run: (service, _event, { log }) => recomputeEach({ ...service, log, reasonFor: () => ({ verify: true }) }),
});
