import { AppError } from '@evenkeel/domain';
import { share } from '@evenkeel/report';
import type { LoadedPortfolio } from '../files/portfolio-file';

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
