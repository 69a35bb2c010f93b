import { AppError } from '../errors';
import type { Portfolio, Targets } from '../portfolio';
import type { Panel } from './panel';
import type { EngineState } from './state';

/** What the model portfolio should hold after the state's session. */
export function latestTargets(_portfolio: Portfolio, _panel: Panel, _state: EngineState): Targets {
  throw new AppError('failed', 'latestTargets is not ready');
}
