import type { LeftOut, LeftOutReason, OrderPlan, Targets } from '@evenkeel/domain/portfolio';
import { figures, tableLines, words } from '../terminal/table';
import { counted, money, percent, ratio } from '@evenkeel/report';
import { syntheticNotice, type Page, type PriceOrigin } from './layout/page';
import { wrapped } from './layout/wrapped';

/**
 * The lines of a plan for a person: the orders in the order to send them, what is left out, and what remains.
 * @param old what there is to say about the age of the targets, one line each
 */
export function planPage(
  plan: OrderPlan,
  targets: Targets,
  prices: PriceOrigin,
  old: readonly string[],
  { width, ink }: Page,
): string[] {
  const dim = (line: string): string => ink.paint('dim', line);
  const alerts = [...old, ...sharedNotice(plan), ...untouchedNotices(plan)];
  return [
    ink.paint(
      'bold',
      `${plan.portfolio}  targets of ${plan.asOf}  ${counted(plan.orders.length, 'order')}  plan ${plan.id}`,
    ),
    ...syntheticNotice(prices, ink, 'do not send these orders'),
    ...wrapped(`a proposal, nothing is sent; ${ruleLine(targets)}; prices: ${prices.origin}`, width).map(dim),
    ...alerts.flatMap((line) => wrapped(`! ${line}`, width)).map((line) => ink.paint('yellow', line)),
    '',
    ...(plan.orders.length === 0 ? [emptyLine(plan)] : [...orderLines(plan), ...wrapped(SEQUENCE, width).map(dim)]),
    '',
    ...leftOutLines(plan),
    ...tableLines([words(''), figures(''), words('')], summaryOf(plan), 'compact'),
    '',
  ];
}

/** The sequence in which orders are listed, said where they are. */
const SEQUENCE = 'sells first, so that their money is there for the buys; in each group the largest drift first';

/** The plan and the rule answer two questions; together they would look like a contradiction. */
function ruleLine({ signal }: Targets): string {
  const rule =
    signal === 'rebalance'
      ? 'would trade on that session'
      : 'would not trade on that session (drift within the tolerance, or no check due)';
  return `the orders bring your holdings to the targets; the model portfolio itself ${rule}`;
}

function sharedNotice({ sharedSymbols }: OrderPlan): string[] {
  return sharedSymbols.length === 0
    ? []
    : [`${sharedSymbols.join(', ')}: in more than one pair; the order is for the sum of their targets`];
}

function untouchedNotices({ untouched }: OrderPlan): string[] {
  return untouched.map(
    ({ symbol, shares }) =>
      `${symbol}: ${shares.toFixed()} shares left alone and not counted below, no pair of the portfolio has it`,
  );
}

function emptyLine({ leftOut }: OrderPlan): string {
  return leftOut.length === 0
    ? 'nothing to do: every holding is where it should be'
    : 'no order: what is off its target is left out, for the reasons below';
}

function orderLines({ orders }: OrderPlan): string[] {
  const rows = orders.map((order) => [
    order.side,
    order.symbol,
    order.shares.toFixed(),
    money(order.price.toNumber()),
    money(order.value.toNumber()),
    money(order.estimatedCost.toNumber()),
    percent()(order.weight),
    percent()(order.target),
    `${ratio(2)(order.drift * 100)} points`,
  ]);
  const columns = [
    words(''),
    words('symbol'),
    ...['shares', 'close', 'value', 'est. cost', 'weight', 'target', 'drift'].map(figures),
  ];
  return tableLines(columns, rows, 'compact');
}

const REASONS: Readonly<Record<LeftOutReason, string>> = {
  'below-minimum': 'less than --min-order',
  'less-than-one-share': 'less than one whole share',
  'less-than-its-cost': 'less than it would cost',
  'not-enough-cash': 'the orders above take the money',
};

function leftOutLines({ leftOut }: OrderPlan): string[] {
  if (leftOut.length === 0) return [];
  const row = ({ side, symbol, value, reason }: LeftOut): string[] => [
    side,
    symbol,
    money(value.toNumber()),
    REASONS[reason],
  ];
  return ['left out', ...tableLines([words(''), words(''), figures(''), words('')], leftOut.map(row), 'compact'), ''];
}

function summaryOf(plan: OrderPlan): string[][] {
  return [
    ['Value now', money(plan.nav.toNumber()), `cash and the portfolio's symbols at their closes of ${plan.asOf}`],
    ['Cash before', money(plan.cashBefore.toNumber()), ''],
    ['Estimated costs', money(plan.estimatedCost.toNumber()), "at the portfolio's cost rates"],
    ['Cash after', money(plan.cashAfter.toNumber()), 'once all orders are filled at these prices'],
    ['Idle cash', money(plan.idleCash.toNumber()), 'of that: what the targets would have invested'],
  ];
}
