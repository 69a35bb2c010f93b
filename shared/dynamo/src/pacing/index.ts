export { mapBounded, slots, type Slots } from './bounded';
export { type Machine, THIS_MACHINE } from './machine';
export { backoffMs, retrying, type Backoff, type RetryOptions, type RetryPolicy } from './retry';
