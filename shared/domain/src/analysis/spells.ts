import type { BacktestRun, PairColumns, Panel, PanelPair } from '../backtest';
import { at } from '../column';
import type { Fill } from '../portfolio';
import { indexReturns } from '../statistics/daily-returns';
import { OpenSpell } from './open-spell';
import { SpellList } from './spell-list';
import type { PairHistory } from './spell-model';

/** Takes a run apart into its pairs and their spells. */
export function pairHistories(run: BacktestRun, panel: Panel, fill: Fill): PairHistory[] {
  const orders = ordersByPair(run);
  return run.pairs.flatMap((columns, position) => {
    const prices = panel.pairs[position];
    const own = orders[position];
    return prices === undefined || own === undefined ? [] : [pairHistory(columns, prices, own, run, fill)];
  });
}

function pairHistory(
  columns: PairColumns,
  prices: PanelPair,
  orders: Int32Array,
  { fills }: BacktestRun,
  fill: Fill,
): PairHistory {
  const { base, inverse } = prices;
  const { baseValue, inverseValue, traded } = columns;
  const rows = baseValue.length;
  const history = emptyColumns(rows);
  const spells = new SpellList(traded.reduce((sum, flag) => sum + flag, 0));
  let open: OpenSpell | null = null;
  let next = 0;
  for (let row = rowOfTrade(traded, 0); row < rows;) {
    let paid = 0;
    for (let order = orders[next]; order !== undefined && fills.row[order] === row; order = orders[++next])
      paid += at(fills.cost, order);
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
      spells.add(open.close(row, remains ? 0 : paid));
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
  if (open) spells.add(open.close(rows - 1, 0));
  return { spells, ...history, baseReturns: indexReturns(base.close), orders };
}

/** Positions of the orders of each pair, in their order. */
function ordersByPair({ fills, pairs }: Pick<BacktestRun, 'fills' | 'pairs'>): Int32Array[] {
  const counts = new Int32Array(pairs.length);
  const count = (pair: number) => (counts[pair] ?? 0) + 1;
  for (let order = 0; order < fills.length; order++) counts[fills.pair(order)] = count(fills.pair(order));
  const orders = Array.from(counts, (length) => new Int32Array(length));
  counts.fill(0);
  for (let order = 0; order < fills.length; order++) {
    const pair = fills.pair(order);
    orders[pair]?.fill(order, counts[pair], count(pair));
    counts[pair] = count(pair);
  }
  return orders;
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
