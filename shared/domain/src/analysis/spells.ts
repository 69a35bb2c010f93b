import type { BacktestRun, PairColumns, Panel, PanelPair, Trade } from '../backtest';
import { at } from '../column';
import type { Fill } from '../portfolio';
import { indexReturns } from '../statistics/daily-returns';
import { OpenSpell } from './open-spell';
import type { PairHistory, Spell } from './spell-model';

/** Takes a run apart into its pairs and their spells. */
export function pairHistories(run: BacktestRun, panel: Panel, fill: Fill): PairHistory[] {
  return run.pairs.flatMap((columns, position) => {
    const prices = panel.pairs[position];
    const trades = run.trades.filter((trade) => trade.pair === position);
    return prices === undefined ? [] : [pairHistory(columns, prices, trades, run, fill)];
  });
}

function pairHistory(
  columns: PairColumns,
  prices: PanelPair,
  trades: readonly Trade[],
  { sessions }: BacktestRun,
  fill: Fill,
): PairHistory {
  const { base, inverse } = prices;
  const { baseValue, inverseValue, traded } = columns;
  const rows = sessions.length;
  const history = emptyColumns(rows);
  const spells: Spell[] = [];
  let open: OpenSpell | null = null;
  let next = 0;
  for (let row = rowOfTrade(traded, 0); row < rows;) {
    let paid = 0;
    for (let trade = trades[next]; trade !== undefined && trade.session === sessions[row]; trade = trades[++next])
      paid += trade.cost;
    const heldBase = row === 0 ? 0 : at(baseValue, row - 1);
    const heldInverse = row === 0 ? 0 : at(inverseValue, row - 1);
    const baseClose = at(base.close, row);
    const inverseClose = at(inverse.close, row);
    const baseFill = fill === 'next-open' ? at(base.open, row) : baseClose;
    const inverseFill = fill === 'next-open' ? at(inverse.open, row) : inverseClose;
    const boughtBase = at(baseValue, row) * (baseFill / baseClose);
    const boughtInverse = at(inverseValue, row) * (inverseFill / inverseClose);
    const remains = boughtBase + boughtInverse > 0;
    const ratio = at(columns.ratio, row);
    if (open) {
      const baseGrowth = baseFill / at(base.close, row - 1);
      const inverseGrowth = inverseFill / at(inverse.close, row - 1);
      const night = {
        baseReturn: baseGrowth - 1,
        inverseReturn: inverseGrowth - 1,
        ratio,
        baseValue: heldBase * baseGrowth,
        inverseValue: heldInverse * inverseGrowth,
      };
      open.hold(night, row, history);
      spells.push(open.close(row, remains ? 0 : paid));
    }
    open = remains ? new OpenSpell(row, boughtBase, boughtInverse, ratio, paid) : null;
    if (open && fill === 'next-open') {
      const day = {
        baseReturn: baseClose / baseFill - 1,
        inverseReturn: inverseClose / inverseFill - 1,
        ratio,
        baseValue: at(baseValue, row),
        inverseValue: at(inverseValue, row),
      };
      open.hold(day, row, history);
    }
    const held = heldBase + heldInverse;
    history.cost[row] = paid;
    history.invested[row] = held === 0 ? boughtBase + boughtInverse : held;

    const following = rowOfTrade(traded, row + 1);
    open?.holdThrough(row + 1, Math.min(following, rows), columns, prices, history);
    row = following;
  }
  if (open) spells.push(open.close(rows - 1, 0));
  return { spells, ...history, baseReturns: indexReturns(base.close), trades };
}

/** First row from `from` on in which the pair traded; infinite after the last. */
function rowOfTrade(traded: Uint8Array, from: number): number {
  const row = traded.indexOf(1, from);
  return row < 0 ? Infinity : row;
}

/** The columns of a {@link PairHistory}, all 0; one memory for all, since many small ones cost more than filling them. */
function emptyColumns(rows: number) {
  const memory = new Float64Array(rows * 8);
  const column = (position: number) => memory.subarray(position * rows, (position + 1) * rows);
  return {
    profit: column(0),
    cost: column(1),
    invested: column(2),
    exposure: column(3),
    tracking: column(4),
    trend: column(5),
    decay: column(6),
    direction: column(7),
  };
}
