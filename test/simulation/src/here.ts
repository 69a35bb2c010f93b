import type { SimulatedProcess } from './process';

/** The simulated process that a module of a program is in; each process is given its own. */
export declare const here: SimulatedProcess;
