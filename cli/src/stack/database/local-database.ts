import type { Child } from '../child';

/** A database that runs on this machine, as a process of its own. */
export interface LocalDatabase {
  /** e.g. `http://127.0.0.1:40123`. */
  readonly endpoint: string;
  readonly child: Child;
  stop(): Promise<void>;
}
