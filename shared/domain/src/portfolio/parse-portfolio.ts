import { AppError } from '../errors';
import type { Portfolio } from './portfolio';

/** Checks the JSON of a portfolio file. */
export function parsePortfolio(_json: unknown, _origin: string): Portfolio {
  throw new AppError('failed', 'parsePortfolio is not ready');
}
