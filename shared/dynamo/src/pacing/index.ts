export { mapBounded, slots, type Slots } from './bounded';
export { type Machine, THIS_MACHINE } from './machine';
export { polled, type PollOptions } from './poll';
export { backoffMs, retrying, type Backoff, type RetryOptions, type RetryPolicy } from './retry';
