import { here } from '../src/here';
import type { Machine } from '../../../shared/dynamo/src/pacing/machine';

/** The machine of the simulated process that has loaded this module. */
export const THIS_MACHINE: Machine = here.machine;
export type { Machine };
