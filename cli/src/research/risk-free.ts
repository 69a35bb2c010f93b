import { AppError } from '@evenkeel/domain';
import type { SessionDate } from '@evenkeel/domain/calendar';
import { SESSIONS_A_YEAR } from '@evenkeel/domain/statistics';
import type { LoadedPortfolio } from '../files/portfolio-file';
import { percent, share } from './layout/figures';

/** Beyond this a rate is a slip of units: percent in place of a fraction, or a year's rate for a session's. */
const HIGHEST_DAILY_RATE = 0.01;

/**
 * Refuses daily risk-free rates that nobody ever paid.
 * @param origin what the portfolio is called
 * @throws AppError `bad-input` naming the rate and its date
 */
export function requirePlausible({ riskFree }: Pick<LoadedPortfolio, 'riskFree'>, origin: string): void {
  if (typeof riskFree === 'number') return;
  const wrong = riskFree.find(({ rate }) => Math.abs(rate) > HIGHEST_DAILY_RATE);
  if (wrong === undefined) return;
  throw new AppError(
    'bad-input',
    `${origin}: the risk-free rate ${wrong.rate} of ${wrong.session} is ${share(wrong.rate)} a session; the CSV has rates a session as fractions, e.g. 0.0001`,
  );
}

/**
 * The risk-free rate of a run in words.
 * @param rates of each of `sessions`
 */
export function riskFreeLine(named: number | string, rates: Float64Array, sessions: readonly SessionDate[]): string {
  if (typeof named === 'number') return named === 0 ? 'risk-free rate 0' : `risk-free rate ${share(named)} a year`;
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
  const annual = (1 + mean) ** SESSIONS_A_YEAR - 1;
  return `risk-free rates of ${named}: mean ${percent(4)(mean)} a session, ${percent()(annual)} a year, from ${sessions.at(0) ?? ''} to ${sessions.at(-1) ?? ''}`;
}
