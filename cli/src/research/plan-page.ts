import type { OrderPlan, Targets } from '@evenkeel/domain/portfolio';
import { figures, tableLines, words } from '../terminal/table';
import { counted, money, percent, ratio } from './layout/figures';
import { syntheticNotice, type Page, type PriceOrigin } from './layout/page';

/** The lines of a plan for a person: the orders in the order to send them, and what remains. */
export function planPage(plan: OrderPlan, targets: Targets, prices: PriceOrigin, { ink }: Page): string[] {
  const summary = [
    ['Value now', money(plan.nav.toNumber()), 'holdings and cash at the closes below'],
    ['Cash before', money(plan.cashBefore.toNumber()), ''],
    ['Estimated costs', money(plan.estimatedCost.toNumber()), 'at the portfolio\'s cost rates'],
    ['Cash after', money(plan.cashAfter.toNumber()), 'once all orders are filled at these prices'],
  ];
  const signal = targets.signal === 'rebalance' ? 'the model portfolio trades today' : 'the model portfolio holds today';
  return [
    ink.paint('bold', `${plan.portfolio}  targets of ${plan.asOf}  ${counted(plan.orders.length, 'order')}  plan ${plan.id}`),
    ...syntheticNotice(prices, ink, 'do not send these orders'),
    ink.paint('dim', `a proposal, nothing is sent; ${signal}; prices: ${prices.origin}`),
    '',
    ...orderLines(plan),
    '',
    ...tableLines([words(''), figures(''), words('')], summary, 'compact'),
    ...plan.untouched.map(({ symbol, shares }) => ink.paint('yellow', `! ${symbol}: ${shares.toFixed()} shares left alone, the portfolio does not know it`)),
    '',
  ];
}

function orderLines({ orders }: OrderPlan): string[] {
  if (orders.length === 0) return ['nothing to do: every holding is where it should be, or closer than the smallest order'];
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
