import { parsePortfolio } from '@evenkeel/domain/portfolio';
import { rulesOf } from '../../../../../shared/report/src/pages/backtest/rules';
import { portfolioFile } from '../../../../factories/portfolio';

/** What the page says of a rebalance rule. */
const ruleSaid = (rebalance: Record<string, unknown>): string =>
  rulesOf(parsePortfolio(portfolioFile({ rebalance }), 'test'))[1] ?? '';

describe('the rules of a backtest in words', () => {
  it.each([
    [{ check: 'monthly', scope: 'portfolio' }, 'rebalanced monthly by the calendar, the whole portfolio'],
    [{ check: 'yearly', scope: 'pair' }, 'rebalanced yearly by the calendar, every pair within itself'],
    [{ check: 'never', scope: 'portfolio' }, 'never rebalanced'],
    [
      { check: 'daily', drift: { measure: 'weight', tolerance: 0.1 }, scope: 'breached' },
      'daily check, weight drift above 10 %, trades breached pairs to target',
    ],
    [
      { check: 'weekly', drift: { measure: 'delta', tolerance: 0.2 }, scope: 'pair' },
      'weekly check, net delta above 20 %',
    ],
  ])('say %j', (rebalance, words) => {
    expect(ruleSaid(rebalance)).toContain(`; ${words}`);
  });
});
