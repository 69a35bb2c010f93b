import type { Fills } from '../backtest';
import { at } from '../column';
import { SESSIONS_A_MONTH, SESSIONS_A_YEAR } from '../statistics/constants';
import { mean } from '../statistics/distribution';
import { ratio } from '../statistics/ratio';
import { turnoverOf } from './basic-metrics';
import type { SpellList } from './spell-list';

/** Trading and its cost. A spell is one pair's holding from one of its trades to the next, or to the end. */
export interface TradeMetrics {
  /** One-way, a year. */
  readonly turnover: number | null;
  readonly totalCost: number;
  /** Filled orders, legs counted singly. */
  readonly trades: number;
  /** Sessions with trades after the first purchase. */
  readonly rebalances: number;
  /** {@link rebalances} for each 21 sessions. */
  readonly rebalancesPerMonth: number | null;
  /** Mean length of a spell, in sessions. */
  readonly meanHoldingSessions: number | null;
  /** Share of spells that ended above their start, opening cost included. */
  readonly winRate: number | null;
  /** Sum of the winning spells' profits / sum of the losing spells' losses. */
  readonly profitFactor: number | null;
  /** Mean profit of a winning spell, in money. */
  readonly averageWin: number | null;
  /** Mean loss of a losing spell, in money, not above 0. */
  readonly averageLoss: number | null;
  /** {@link totalCost} for each 21 sessions. */
  readonly monthlyCost: number | null;
  /** A year's costs / mean NAV. */
  readonly costToAssets: number | null;
  /** Absolute value of the largest single order, in money. */
  readonly largestTrade: number | null;
}

/** What was traded and held: by a portfolio, or by one pair in it. */
export interface Trading {
  /** Orders of the whole portfolio. */
  readonly fills: Fills;
  /** Positions of the orders that count, ascending; absent where all do. */
  readonly orders?: Int32Array | undefined;
  /** One list a pair. */
  readonly spells: readonly SpellList[];
  /** Value of the portfolio, or of the pair, at the close of each session. */
  readonly value: Float64Array;
}

/** Turnover, cost and the figures of spells (docs/numbers.md, section 4). */
export function tradeMetrics({ fills, orders, spells, value }: Trading): TradeMetrics {
  const sessions = value.length;
  const months = sessions / SESSIONS_A_MONTH;
  const meanValue = mean(value) ?? 0;
  const traded = sumsOf(fills, orders);
  const held = resultsOf(spells);
  const rebalances = Math.max(traded.sessions - 1, 0);
  return {
    turnover: turnoverOf(traded.value, meanValue, sessions),
    totalCost: traded.cost,
    trades: traded.orders,
    rebalances,
    rebalancesPerMonth: ratio(rebalances, months),
    meanHoldingSessions: ratio(held.sessions, held.spells),
    winRate: ratio(held.wins, held.spells),
    profitFactor: ratio(held.won, Math.abs(held.lost)),
    averageWin: ratio(held.won, held.wins),
    averageLoss: ratio(held.lost, held.losses),
    monthlyCost: ratio(traded.cost, months),
    costToAssets: ratio(traded.cost * (SESSIONS_A_YEAR / sessions), meanValue),
    largestTrade: traded.largest === undefined ? null : Math.abs(at(fills.value, traded.largest)),
  };
}

/** Position of the order of the largest absolute value; undefined when nothing was traded. */
export function largestOrder(fills: Fills): number | undefined {
  return sumsOf(fills, undefined).largest;
}

/** Orders together: their number, on how many sessions they were filled, cost, sum of |value|, and the position of the largest. */
function sumsOf(fills: Fills, chosen: Int32Array | undefined) {
  const orders = chosen?.length ?? fills.length;
  let [sessions, cost, value, size, row] = [0, 0, 0, 0, -1];
  let largest: number | undefined;
  for (let each = 0; each < orders; each++) {
    const order = chosen === undefined ? each : (chosen[each] ?? -1);
    const own = Math.abs(at(fills.value, order));
    const filled = fills.row[order] ?? -1;
    if (filled !== row) sessions += 1;
    row = filled;
    cost += at(fills.cost, order);
    value += own;
    if (largest === undefined || own > size) [largest, size] = [order, own];
  }
  return { orders, sessions, cost, value, largest };
}

/** Spells together: their number and length, and what those won and lost that did either. */
function resultsOf(lists: readonly SpellList[]) {
  const sums = { spells: 0, sessions: 0, wins: 0, won: 0, losses: 0, lost: 0 };
  for (const { length, columns } of lists) {
    sums.spells += length;
    for (let spell = 0; spell < length; spell++) {
      const profit = at(columns.profit, spell) - at(columns.cost, spell);
      sums.sessions += at(columns.last, spell) - at(columns.first, spell);
      if (profit > 0) {
        sums.wins += 1;
        sums.won += profit;
      } else if (profit < 0) {
        sums.losses += 1;
        sums.lost += profit;
      }
    }
  }
  return sums;
}
