import type { PriceDoubt } from '@evenkeel/domain/backtest';
import type { SessionDate } from '@evenkeel/domain/calendar';
import type { LeftOut, LeftOutReason, OrderPlan, Portfolio, Staleness, Targets } from '@evenkeel/domain/portfolio';
import { counted, exactShares, money, percent, percentPoints } from '../formats/numbers';
import type { NamedFigure } from '../model/content';
import { cell, figureColumn, figures, nameColumn, paragraph, table, textColumn } from '../model/make';
import type { Block, Page } from '../model/page';
import { doubtNotices } from '../notices/price-doubts';
import { leverageNotices } from '../notices/run';
import { stalenessNotices } from '../notices/staleness';
import { syntheticWarning, type PriceOrigin } from './prices';

/** A plan with what it rests on. */
export interface PlanResult {
  readonly plan: OrderPlan;
  readonly targets: Targets;
  readonly portfolio: Portfolio;
  readonly prices: PriceOrigin;
  readonly doubts: readonly PriceDoubt[];
  readonly staleness: Staleness;
  /** True when the session was asked for, with `--to`. */
  readonly asked: boolean;
  /** First session of the model run that the targets come from. */
  readonly first: SessionDate;
}

/** A plan: the orders in the order to send them, what is left out, and what remains. */
export function planPage(result: PlanResult): Page {
  const { plan, targets, portfolio, prices, doubts, staleness, asked, first } = result;
  return {
    title: `${plan.portfolio}  targets of ${plan.asOf}  ${counted(plan.orders.length, 'order')}  plan ${plan.id}`,
    warning: syntheticWarning(prices, 'do not send these orders'),
    about: [`a proposal, nothing is sent; ${ruleLine(targets)}; prices: ${prices.origin}`],
    notices: [
      ...doubtNotices(doubts),
      ...stalenessNotices(staleness, asked),
      ...leverageNotices(portfolio.pairs, first),
      ...sharedNotice(plan),
      ...untouchedNotices(plan),
    ],
    blocks: [ordersBlock(plan), leftOutBlock(plan), { contents: [figures(summaryOf(plan))] }],
  };
}

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
      `${symbol}: ${exactShares(shares)} shares left alone and not counted below, no pair of the portfolio has it`,
  );
}

/** The sequence in which orders are listed, said where they are. */
const SEQUENCE = 'sells first, so that their money is there for the buys; in each group the largest drift first';

function ordersBlock({ orders, leftOut }: OrderPlan): Block {
  if (orders.length === 0) {
    const why =
      leftOut.length === 0
        ? 'nothing to do: every holding is where it should be'
        : 'no order: what is off its target is left out, for the reasons below';
    return { contents: [paragraph(why)] };
  }
  const rows = orders.map((order) => [
    order.side,
    order.symbol,
    { text: exactShares(order.shares), value: order.shares.toNumber() },
    cell(order.price.toNumber(), money),
    cell(order.value.toNumber(), money),
    cell(order.estimatedCost.toNumber(), money),
    cell(order.weight, percent()),
    cell(order.target, percent()),
    cell(order.drift, (drift) => `${percentPoints()(drift)} points`),
  ]);
  const columns = [
    nameColumn(''),
    nameColumn('symbol'),
    ...['shares', 'close', 'value', 'est. cost', 'weight', 'target', 'drift'].map((heading) => figureColumn(heading)),
  ];
  return { contents: [table(columns, rows, { pinned: 2 }), paragraph(SEQUENCE, 'faint')] };
}

const REASONS: Readonly<Record<LeftOutReason, string>> = {
  'below-minimum': 'less than --min-order',
  'less-than-one-share': 'less than one whole share',
  'less-than-its-cost': 'less than it would cost',
  'not-enough-cash': 'the orders above take the money',
};

function leftOutBlock({ leftOut }: OrderPlan): Block {
  if (leftOut.length === 0) return { contents: [] };
  const row = ({ side, symbol, value, reason }: LeftOut) => [
    side,
    symbol,
    cell(value.toNumber(), money),
    REASONS[reason],
  ];
  const columns = [nameColumn(''), nameColumn(''), figureColumn(''), textColumn('')];
  return { contents: [paragraph('left out'), table(columns, leftOut.map(row), { pinned: 2 })] };
}

function summaryOf(plan: OrderPlan): NamedFigure[] {
  const amount = (label: string, value: OrderPlan['nav'], note?: string): NamedFigure => ({
    label,
    cell: cell(value.toNumber(), money),
    note,
  });
  return [
    amount('Value now', plan.nav, `cash and the portfolio's symbols at their closes of ${plan.asOf}`),
    amount('Cash before', plan.cashBefore),
    amount('Estimated costs', plan.estimatedCost, "at the portfolio's cost rates"),
    amount('Cash after', plan.cashAfter, 'once all orders are filled at these prices'),
    amount('Idle cash', plan.idleCash, 'of that: what the targets would have invested'),
  ];
}
