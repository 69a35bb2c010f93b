import type { SessionDate } from '../calendar';
import { AppError } from '../errors';
import type { RiskFreeDay } from '../portfolio';
import { SESSIONS_A_YEAR } from '../statistics/constants';

/** The mean of a run's risk-free rates, for a session and compounded to a year. */
export function meanRiskFree(rates: Float64Array): { readonly session: number; readonly annual: number } {
  const session = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
  return { session, annual: (1 + session) ** SESSIONS_A_YEAR - 1 };
}

/**
 * Risk-free rate of each session of a run.
 *
 * @param rate an annual rate `a`, which is `(1 + a)^(1/252) - 1` a session (the inverse of how `cagr`
 * compounds), or daily rates ascending by session. Money markets and the exchange close on different
 * days, so a session without a rate of its own has the latest earlier one.
 * @throws AppError `bad-data` when the daily rates begin after the first session
 */
export function riskFreeRates(rate: number | readonly RiskFreeDay[], sessions: readonly SessionDate[]): Float64Array {
  if (typeof rate === 'number') {
    return new Float64Array(sessions.length).fill((1 + rate) ** (1 / SESSIONS_A_YEAR) - 1);
  }
  let next = 0;
  let current: number | undefined;
  return Float64Array.from(sessions, (session) => {
    for (let day = rate[next]; day !== undefined && day.session <= session; day = rate[++next]) current = day.rate;
    if (current === undefined) {
      throw new AppError(
        'bad-data',
        `risk-free rates: none on or before ${session}, the first session of the run; add earlier rows or start later`,
        { session },
      );
    }
    return current;
  });
}
