import type { BacktestReport } from '@evenkeel/domain/analysis';
import type { Pair } from '@evenkeel/domain/pairs';
import type { Allocation, Costs, Portfolio } from '@evenkeel/domain/portfolio';
import { figures, tableLines, words } from '../../terminal/table';
import { change, counted, money, percent, times } from '../layout/figures';
import { sparkline } from '../layout/sparkline';
import { wrapped } from '../layout/wrapped';
import { syntheticNotice, type Page, type PriceOrigin } from '../layout/page';

/** Columns that the curves' names and figures take beside the curves. */
const BESIDE_CURVES = 52;

/** Name, span, rules and prices of a run, and its curves. */
export function headline(report: BacktestReport, prices: PriceOrigin, { width, ink }: Page): string[] {
  const title = `${report.portfolio}  ${report.first} to ${report.last}  ${counted(report.sessions, 'session')}`;
  return [
    ink.paint('bold', title),
    ...syntheticNotice(prices, ink),
    ...describe(report.configuration)
      .flatMap((line) => wrapped(line, width))
      .map((line) => ink.paint('dim', line)),
    ink.paint('dim', `prices: ${prices.origin}; amounts in their currency`),
    '',
    ...curves(report, Math.max(20, width - BESIDE_CURVES)),
    '',
  ];
}

/** The rules of a portfolio in words. */
export function describe(portfolio: Portfolio): string[] {
  const { check, drift, scope } = portfolio.rebalance;
  const measure = drift.measure === 'weight' ? 'weight drift' : 'net delta';
  return [
    portfolio.pairs.map(pairName).join(', '),
    `${allocationName(portfolio.allocation)}; ${check} check, ${measure} above ${percent(1)(drift.tolerance)}, ` +
      `trades ${SCOPE_NAMES[scope]}, filled at ${FILL_NAMES[portfolio.fill]}; ${costsName(portfolio.costs)}` +
      (portfolio.regimeFilter === undefined ? '' : '; regime filter on'),
  ];
}

/** `QQQ/SQQQ 3x`, or with its steps where the ratio has changed. */
export function pairName({ base, inverse, leverage }: Pair): string {
  const [first, ...later] = leverage;
  const steps = later.map((step) => `, ${times(step.ratio)} from ${step.from}`).join('');
  return `${base}/${inverse} ${times(first?.ratio)}${steps === '' ? '' : ` (then${steps.slice(1)})`}`;
}

const SCOPE_NAMES = { breached: 'breached pairs to target', pair: 'breached pairs within themselves', portfolio: 'the whole portfolio' } as const;
const FILL_NAMES = { close: 'the same close', 'next-open': 'the next open', 'next-close': 'the next close' } as const;

function allocationName(allocation: Allocation): string {
  if (allocation.method === 'equal') return 'equal allocation';
  return `${allocation.method} allocation over ${counted(allocation.window, 'session')}`;
}

function costsName({ commissionRate, slippage }: Costs): string {
  const commission = commissionRate === 0 ? 'no commission' : `commission ${percent(3)(commissionRate)}`;
  if (slippage.model === 'none') return `${commission}, no slippage`;
  if (slippage.model === 'fixed') return `${commission}, slippage ${percent(3)(slippage.rate)}`;
  return `${commission}, slippage by square root up to ${percent(3)(slippage.cap)}`;
}

function curves(report: BacktestReport, width: number): string[] {
  const nav = report.curve.map((point) => point.nav);
  const row = (name: string, values: readonly number[]) => [
    name,
    sparkline(values, width),
    money(values.at(-1)),
    change()((values.at(-1) ?? Number.NaN) / report.configuration.capital - 1),
  ];
  const rows = [row('NAV', nav)];
  if (report.benchmark) rows.push(row(report.benchmark.symbol, report.benchmark.nav));
  const below = drawdownsOf(nav, report.configuration.capital);
  rows.push(['drawdown', sparkline(below, width), '', `at worst ${percent()(report.net.maxDrawdown)}`]);
  return tableLines([words(''), words(''), figures(''), words('')], rows, 'compact');
}

function drawdownsOf(nav: readonly number[], capital: number): number[] {
  let peak = capital;
  return nav.map((value) => {
    peak = Math.max(peak, value);
    return value / peak - 1;
  });
}
