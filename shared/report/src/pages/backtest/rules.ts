import type { Pair } from '@evenkeel/domain/pairs';
import { isCalendar, type Allocation, type Costs, type Portfolio } from '@evenkeel/domain/portfolio';
import { counted, percent, share, times } from '../../formats/numbers';

/** The rules of a portfolio in words. */
export function rulesOf(portfolio: Portfolio): string[] {
  return [
    portfolio.pairs.map(pairName).join(', '),
    `${allocationName(portfolio.allocation)}; ${ruleName(portfolio.rebalance)}, ` +
      `filled at ${FILL_NAMES[portfolio.fill]}; ${costsName(portfolio.costs)}`,
  ];
}

function ruleName({ check, drift, scope }: Portfolio['rebalance']): string {
  if (isCalendar(drift)) {
    return check === 'never' ? 'never rebalanced' : `rebalanced ${check} by the calendar, ${CALENDAR_NAMES[scope]}`;
  }
  const measure = drift.measure === 'weight' ? 'weight drift' : 'net delta';
  return `${check} check, ${measure} above ${share(drift.tolerance)}, trades ${SCOPE_NAMES[scope]}`;
}

/** `QQQ/SQQQ 3x`, or with its steps where the ratio has changed. */
function pairName({ base, inverse, leverage }: Pair): string {
  const [first, ...later] = leverage;
  const steps = later.map((step) => `, ${times(step.ratio)} from ${step.from}`).join('');
  return `${base}/${inverse} ${times(first?.ratio)}${steps === '' ? '' : ` (then${steps.slice(1)})`}`;
}

const SCOPE_NAMES = {
  breached: 'breached pairs to target',
  pair: 'breached pairs within themselves',
  portfolio: 'the whole portfolio',
} as const;
const CALENDAR_NAMES = {
  breached: 'every pair to target',
  pair: 'every pair within itself',
  portfolio: 'the whole portfolio',
} as const;
const FILL_NAMES = { close: 'the same close', 'next-open': 'the next open', 'next-close': 'the next close' } as const;

function allocationName(allocation: Allocation): string {
  if (allocation.method === 'equal') return 'equal allocation';
  if (allocation.method === 'fixed') return `fixed allocation ${allocation.weights.map(share).join(', ')}`;
  return `${allocation.method} allocation over ${counted(allocation.window, 'session')}`;
}

function costsName({ commissionRate, slippage }: Costs): string {
  const commission = commissionRate === 0 ? 'no commission' : `commission ${percent(3)(commissionRate)}`;
  if (slippage.model === 'none') return `${commission}, no slippage`;
  if (slippage.model === 'fixed') return `${commission}, slippage ${percent(3)(slippage.rate)}`;
  return `${commission}, slippage by square root up to ${percent(3)(slippage.cap)}`;
}
