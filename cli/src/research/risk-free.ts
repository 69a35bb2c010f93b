import { AppError } from '@evenkeel/domain';
import type { SessionDate } from '@evenkeel/domain/calendar';
import { meanRiskFree } from '@evenkeel/domain/analysis';
import type { LoadedPortfolio } from '../files/portfolio-file';
import { percent, share } from '@evenkeel/report';

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
  const { session, annual } = meanRiskFree(rates);
  return `risk-free rates of ${named}: mean ${percent(4)(session)} a session, ${percent()(annual)} a year, from ${sessions.at(0) ?? ''} to ${sessions.at(-1) ?? ''}`;
}
