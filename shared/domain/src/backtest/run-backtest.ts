import { AppError } from '../errors';
import type { SessionDate } from '../calendar';
import type { Portfolio } from '../portfolio';
import type { Panel } from './panel';
import type { BacktestRun } from './run';
import type { EngineState } from './state';

/** How to run. */
export interface RunOptions {
  /** False for the gross run: the same configuration without any costs. Default true. */
  readonly costs?: boolean | undefined;
  /** Go on after this state instead of starting; the columns then begin with the session after it. */
  readonly after?: EngineState | undefined;
  /** Stop after this session instead of the panel's last. */
  readonly until?: SessionDate | undefined;
}

/** Runs a portfolio over a panel. */
export function runBacktest(_portfolio: Portfolio, _panel: Panel, _options: RunOptions = {}): BacktestRun {
  throw new AppError('failed', 'runBacktest is not ready');
}
