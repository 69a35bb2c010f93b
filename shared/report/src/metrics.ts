import type { Metrics, PeriodReturns } from '@evenkeel/domain/analysis';
import { change, count, money, percent, ratio, sessions } from './formats/numbers';
import type { Cell } from './model/content';

/** A metric that is one figure. */
export type MetricKey = Exclude<keyof Metrics, 'periods'>;

/** Where a metric is shown; `null` where it is not shown with the others. */
export type MetricGroup = 'returns' | 'risk' | 'benchmark' | 'trading' | null;

/** How people read one metric. */
export interface MetricText<Value> {
  readonly group: MetricGroup;
  readonly label: string;
  readonly format: (value: Value) => string;
  /** In one line; docs/numbers.md, section 4, has it with its source. */
  readonly definition: string;
}

/**
 * Every metric as people read it, in the order in which it is shown. A metric of the domain without an entry here
 * does not compile; one with an entry stands on the terminal's tearsheet and wherever else metrics are shown.
 */
export const METRICS: { readonly [Key in MetricKey]: MetricText<Metrics[Key] | null> } = {
  totalReturn: metric('returns', 'Total return', change(), 'NAV at the end over the capital, less 1'),
  cagr: metric('returns', 'Annual return', change(), 'total return compounded to 252 sessions'),
  bestYear: metric(
    'returns',
    'Best year',
    change(),
    'largest return of a calendar year, the first and the last as far as the run covers them',
  ),
  worstYear: metric(
    'returns',
    'Worst year',
    change(),
    'smallest return of a calendar year, the first and the last as far as the run covers them',
  ),
  positiveYears: metric('returns', 'Positive years', percent(1), 'share of calendar years with a return above 0'),
  positiveQuarters: metric(
    'returns',
    'Positive quarters',
    percent(1),
    'share of calendar quarters with a return above 0',
  ),
  bestMonth: metric(
    'returns',
    'Best month',
    change(),
    'largest return of a calendar month, the first and the last as far as the run covers them',
  ),
  worstMonth: metric(
    'returns',
    'Worst month',
    change(),
    'smallest return of a calendar month, the first and the last as far as the run covers them',
  ),
  positiveMonths: metric('returns', 'Positive months', percent(1), 'share of calendar months with a return above 0'),
  averageUpMonth: metric('returns', 'Mean up month', change(), 'mean return of the months above 0'),
  averageDownMonth: metric('returns', 'Mean down month', change(), 'mean return of the months below 0'),
  bestDay: metric('returns', 'Best day', change(), 'largest daily return'),
  worstDay: metric('returns', 'Worst day', change(), 'smallest daily return'),
  positiveDays: metric('returns', 'Positive days', percent(1), 'share of sessions with a return above 0'),
  sharpe: metric(
    'returns',
    'Sharpe ratio',
    ratio(),
    'mean over sd of the daily returns above the risk-free rate, times the root of 252',
  ),
  sortino: metric(
    'returns',
    'Sortino ratio',
    ratio(),
    'annual mean return above the risk-free rate over the annual downside deviation, the mean over all days',
  ),
  calmar: metric('returns', 'Calmar ratio', ratio(), 'annual return over the size of the largest drawdown'),
  omega: metric('returns', 'Omega', ratio(), 'sum of the gains over the sum of the losses of all days'),
  psr: metric(
    'returns',
    'P(Sharpe > 0)',
    percent(1),
    'probability that the true Sharpe ratio is above 0, given skew and kurtosis',
  ),

  volatility: metric('risk', 'Volatility, a year', percent(), 'sd of the daily returns, times the root of 252'),
  maxDrawdown: metric(
    'risk',
    'Max drawdown',
    percent(),
    'deepest fall of NAV below its running peak, the starting capital being the first peak',
  ),
  maxDrawdownDays: metric(
    'risk',
    'Longest, days',
    count,
    'longest span from a peak to its recovery, or to the last session, in calendar days',
  ),
  maxDrawdownSessions: metric(
    'risk',
    'Longest, sessions',
    count,
    'longest span from a peak to its recovery, or to the last session, in sessions',
  ),
  drawdownOpen: metric(
    'risk',
    'Longest, recovered',
    (open) => (open === true ? 'not yet' : 'yes'),
    'whether NAV was back at the peak of the longest drawdown, in days, by the last session',
  ),
  currentDrawdown: metric('risk', 'Current drawdown', percent(), 'NAV of the last session below its running peak'),
  currentDrawdownDays: metric('risk', 'Current drawdown, days', count, 'calendar days since that peak, 0 at a peak'),
  averageDrawdown: metric(
    'risk',
    'Mean drawdown',
    percent(),
    'mean depth of all falls below a peak, the open one included',
  ),
  averageDrawdownDays: metric(
    'risk',
    'Mean drawdown, days',
    count,
    'mean length of all falls below a peak, in calendar days',
  ),
  ulcerIndex: metric('risk', 'Ulcer index', percent(), 'root mean square of how far NAV lies below its running peak'),
  var95: metric(
    'risk',
    'VaR 95 %, historical',
    percent(),
    '5 % quantile of the daily returns themselves; no distribution is assumed',
  ),
  cvar95: metric(
    'risk',
    'CVaR 95 %, historical',
    percent(),
    'mean of the daily returns that are not above the value at risk',
  ),
  tailRatio: metric(
    'risk',
    'Tail ratio',
    ratio(),
    'size of the 95 % quantile of the daily returns over that of the 5 % quantile',
  ),
  skew: metric('risk', 'Skew', ratio(), 'sample skewness of the daily returns'),
  kurtosis: metric(
    'risk',
    'Excess kurtosis',
    ratio(),
    'sample kurtosis of the daily returns, 0 for a normal distribution',
  ),

  beta: metric(
    'benchmark',
    'Beta',
    ratio(),
    "slope of the daily returns on the benchmark's, from the second session on",
  ),
  alpha: metric('benchmark', 'Alpha, a year', change(), "mean daily return less beta times the benchmark's, times 252"),
  correlation: metric('benchmark', 'Correlation', ratio(), "correlation of the daily returns with the benchmark's"),
  trackingError: metric(
    'benchmark',
    'Tracking error, a year',
    percent(),
    "sd of the daily returns less the benchmark's, times the root of 252",
  ),
  activeReturn: metric(
    'benchmark',
    'Active return, a year',
    change(),
    "mean of the daily returns less the benchmark's, times 252",
  ),
  informationRatio: metric('benchmark', 'Information ratio', ratio(), 'active return over tracking error'),
  upCapture: metric(
    'benchmark',
    'Up capture',
    percent(1),
    "mean return over the benchmark's on the sessions on which that rose",
  ),
  downCapture: metric(
    'benchmark',
    'Down capture',
    percent(1),
    "mean return over the benchmark's on the sessions on which that fell",
  ),
  benchmarkWinRate: metric(
    'benchmark',
    'Sessions ahead',
    percent(1),
    "share of sessions with a return above the benchmark's",
  ),

  trades: metric('trading', 'Trades', count, 'filled orders, each leg for itself'),
  rebalances: metric('trading', 'Rebalances', count, 'sessions with trades after the first purchase'),
  rebalancesPerMonth: metric('trading', 'Rebalances a month', ratio(), 'rebalances for each 21 sessions'),
  meanHoldingSessions: metric(
    'trading',
    'Mean holding',
    sessions,
    "mean length of a spell: one pair's holding from one of its trades to the next, or to the end",
  ),
  winRate: metric('trading', 'Winning spells', percent(1), 'share of spells that earned more than they cost'),
  profitFactor: metric(
    'trading',
    'Profit factor, per spell',
    ratio(),
    "profits of the winning spells over the losing spells' losses, after costs",
  ),
  averageWin: metric('trading', 'Mean win', money, 'mean profit of a winning spell'),
  averageLoss: metric('trading', 'Mean loss', money, 'mean loss of a losing spell'),
  turnover: metric(
    'trading',
    'Turnover, one-way a year',
    percent(1),
    'half of all that was traded, a year, over mean NAV',
  ),
  totalCost: metric('trading', 'Total cost', money, 'commissions and slippage'),
  monthlyCost: metric('trading', 'Cost a month', money, 'total cost for each 21 sessions'),
  costToAssets: metric('trading', 'Cost to assets, a year', percent(3), "a year's costs over mean NAV"),
  costDrag: metric('trading', 'Cost drag, a year', percent(3), 'annual return without costs less that with them'),

  largestTrade: metric(null, 'Largest trade', money, 'largest value of a single order'),
  dsr: metric(
    null,
    'Deflated Sharpe ratio',
    percent(1),
    "probability that the true Sharpe ratio is above what the best of a sweep's trials would show by luck",
  ),
};

/** What the returns up to the last session are called, shortest first; `periods` of docs/numbers.md, section 4. */
export const PERIODS: readonly (readonly [key: keyof PeriodReturns, label: string])[] = [
  ['mtd', 'Month to date'],
  ['ytd', 'Year to date'],
  ['3m', '3 months'],
  ['6m', '6 months'],
  ['1y', '1 year'],
  ['3y', '3 years'],
  ['5y', '5 years'],
  ['10y', '10 years'],
  ['all', 'Whole run'],
];

/** The metrics of a group, in the order in which they are shown. */
export function metricsOf(group: MetricGroup): MetricKey[] {
  return Object.keys(METRICS)
    .filter(isMetric)
    .filter((key) => METRICS[key].group === group);
}

/** One metric of a curve as people read it. */
export function metricCell<Key extends MetricKey>(metrics: Pick<Metrics, Key>, key: Key): Cell {
  const { format }: MetricText<Metrics[Key] | null> = METRICS[key];
  const value = metrics[key];
  return { text: format(value), value: typeof value === 'number' ? value : null };
}

function metric<Value>(
  group: MetricGroup,
  label: string,
  format: (value: Value) => string,
  definition: string,
): MetricText<Value> {
  return { group, label, format, definition };
}

function isMetric(key: string): key is MetricKey {
  return Object.hasOwn(METRICS, key);
}
