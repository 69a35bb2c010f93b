import { meanRiskFree } from '@evenkeel/domain/analysis';
import { span } from '../formats/dates';
import { percent, share } from '../formats/numbers';

/**
 * The risk-free rate of a run in words.
 * @param named the annual rate, or the file of daily rates, as the portfolio has it
 * @param rates of each session of the run
 */
export function riskFreeLine(
  named: number | string,
  rates: Float64Array,
  { first, last }: { readonly first: string; readonly last: string },
): string {
  if (typeof named === 'number') return named === 0 ? 'risk-free rate 0' : `risk-free rate ${share(named)} a year`;
  const { session, annual } = meanRiskFree(rates);
  return `risk-free rates of ${named}: mean ${percent(4)(session)} a session, ${percent()(annual)} a year, from ${span(first, last)}`;
}
