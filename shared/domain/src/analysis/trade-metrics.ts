import type { Trade } from '../backtest';
import { SESSIONS_A_MONTH, SESSIONS_A_YEAR } from '../statistics/constants';
import { mean } from '../statistics/distribution';
import { ratio } from '../statistics/ratio';
import { turnoverOf } from './basic-metrics';
import type { Spell } from './spell-model';

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
  readonly trades: readonly Trade[];
  readonly spells: readonly Spell[];
  /** Value of the portfolio, or of the pair, at the close of each session. */
  readonly value: Float64Array;
}

/** Turnover, cost and the figures of spells (docs/numbers.md, section 4). */
export function tradeMetrics({ trades, spells, value }: Trading): TradeMetrics {
  const sessions = value.length;
  const months = sessions / SESSIONS_A_MONTH;
  const meanValue = mean(value) ?? 0;
  const totalCost = trades.reduce((sum, trade) => sum + trade.cost, 0);
  const tradedValue = trades.reduce((sum, trade) => sum + Math.abs(trade.value), 0);
  const rebalances = Math.max(new Set(trades.map((trade) => trade.session)).size - 1, 0);
  const profits = spells.map((spell) => spell.profit - spell.cost);
  const wins = profits.filter((profit) => profit > 0);
  const losses = profits.filter((profit) => profit < 0);
  const won = wins.reduce((sum, profit) => sum + profit, 0);
  const lost = losses.reduce((sum, profit) => sum + profit, 0);
  return {
    turnover: turnoverOf(tradedValue, meanValue, sessions),
    totalCost,
    trades: trades.length,
    rebalances,
    rebalancesPerMonth: ratio(rebalances, months),
    meanHoldingSessions: ratio(
      spells.reduce((sum, spell) => sum + spell.last - spell.first, 0),
      spells.length,
    ),
    winRate: ratio(wins.length, profits.length),
    profitFactor: ratio(won, Math.abs(lost)),
    averageWin: ratio(won, wins.length),
    averageLoss: ratio(lost, losses.length),
    monthlyCost: ratio(totalCost, months),
    costToAssets: ratio(totalCost * (SESSIONS_A_YEAR / sessions), meanValue),
    largestTrade: largestTrade(trades)?.size ?? null,
  };
}

/** The order of the largest absolute value; undefined when nothing was traded. */
export function largestTrade(trades: readonly Trade[]): { trade: Trade; size: number } | undefined {
  let largest: { trade: Trade; size: number } | undefined;
  for (const trade of trades) {
    const size = Math.abs(trade.value);
    if (largest === undefined || size > largest.size) largest = { trade, size };
  }
  return largest;
}
