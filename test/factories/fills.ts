import type { Fills, Trade } from '@evenkeel/domain/backtest';

/** The columns of `trades`, each on the row of its session among theirs. */
export function fillsOf(trades: readonly Trade[]): Fills {
  const sessions = [...new Set(trades.map(({ session }) => session))].sort();
  const at = (order: number): Trade => {
    const trade = trades[order];
    if (trade === undefined) throw new RangeError(`there is no trade ${order}`);
    return trade;
  };
  return {
    length: trades.length,
    row: Int32Array.from(trades, ({ session }) => sessions.indexOf(session)),
    units: Float64Array.from(trades, ({ units }) => units),
    price: Float64Array.from(trades, ({ price }) => price),
    value: Float64Array.from(trades, ({ value }) => value),
    cost: Float64Array.from(trades, ({ cost }) => cost),
    session: (order) => at(order).session,
    symbol: (order) => at(order).symbol,
    pair: (order) => at(order).pair,
    tradedPrice: (order) => at(order).tradedPrice,
    reason: (order) => at(order).reason,
  };
}
