import type { BacktestRun, PairColumns, Panel, PanelPair, Trade } from '../backtest';
import type { Fill } from '../portfolio';
import { indexLogReturns, indexReturns } from '../statistics/daily-returns';

/**
 * One pair's holding from one of its trades to the next, or to the end of the run. Money, and only
 * this pair's; `profit` is before costs.
 */
export interface Spell {
  /** Row of the trade that opened it. */
  readonly first: number;
  /** Row of the trade that closed it, or the last row. */
  readonly last: number;
  /** Value of both legs right after the opening trade (P). */
  readonly startValue: number;
  readonly profit: number;
  /** Of the opening trade, and of the closing one where nothing was held after it; not negative. */
  readonly cost: number;
  /** P L/2 x^2. */
  readonly trend: number;
  /** -P L/2 V. */
  readonly decay: number;
  /** Sum of V_inverse,t-1 (r_inverse + L r_base). */
  readonly tracking: number;
  /** (V_base - L V_inverse) at the start * (base growth - 1). */
  readonly direction: number;
}

/** One pair through a run, one row a session. */
export interface PairHistory {
  readonly spells: readonly Spell[];
  /** Change of the pair's value that trades did not bring, before costs. */
  readonly profit: Float64Array;
  readonly cost: Float64Array;
  /** What the session's profit was made on: the value at the last close, or what was bought if that was nothing. */
  readonly invested: Float64Array;
  readonly trades: readonly Trade[];
}

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
  const history = { profit: new Float64Array(rows), cost: new Float64Array(rows), invested: new Float64Array(rows) };
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
    let profit = 0;
    if (open) {
      const baseGrowth = baseFill / at(base.close, row - 1);
      const inverseGrowth = inverseFill / at(inverse.close, row - 1);
      profit += open.hold(baseGrowth - 1, inverseGrowth - 1, ratio, heldBase * baseGrowth, heldInverse * inverseGrowth);
      spells.push(open.close(row, remains ? 0 : paid));
    }
    open = remains ? new OpenSpell(row, boughtBase, boughtInverse, ratio, paid) : null;
    if (open && fill === 'next-open') {
      profit += open.hold(
        baseClose / baseFill - 1,
        inverseClose / inverseFill - 1,
        ratio,
        at(baseValue, row),
        at(inverseValue, row),
      );
    }
    const held = heldBase + heldInverse;
    history.profit[row] = profit;
    history.cost[row] = paid;
    history.invested[row] = held === 0 ? boughtBase + boughtInverse : held;

    const following = rowOfTrade(traded, row + 1);
    open?.holdThrough(row + 1, Math.min(following, rows), columns, prices, history);
    row = following;
  }
  if (open) spells.push(open.close(rows - 1, 0));
  return { spells, ...history, trades };
}

/** First row from `from` on in which the pair traded; infinite after the last. */
function rowOfTrade(traded: Uint8Array, from: number): number {
  const row = traded.indexOf(1, from);
  return row < 0 ? Infinity : row;
}

/** Accumulates a spell session by session; a session with a fill at its open is two steps, one a spell. */
class OpenSpell {
  #logSum = 0;
  #logSquares = 0;
  #tracking = 0;
  #profit = 0;
  #base: number;
  #inverse: number;
  #growth = 1;

  constructor(
    readonly first: number,
    readonly startBase: number,
    readonly startInverse: number,
    readonly ratio: number,
    readonly openingCost: number,
  ) {
    this.#base = startBase;
    this.#inverse = startInverse;
  }

  /** Takes one step to the given values and returns its profit. */
  hold(baseReturn: number, inverseReturn: number, ratio: number, baseValue: number, inverseValue: number): number {
    const log = Math.log1p(baseReturn);
    this.#logSum += log;
    this.#logSquares += log * log;
    this.#growth *= 1 + baseReturn;
    this.#tracking += this.#inverse * (inverseReturn + ratio * baseReturn);
    const profit = baseValue - this.#base + (inverseValue - this.#inverse);
    this.#profit += profit;
    this.#base = baseValue;
    this.#inverse = inverseValue;
    return profit;
  }

  /** {@link hold} from close to close over rows `from` to `end - 1`, without trades: nearly all there is to do, hence the locals. */
  holdThrough(
    from: number,
    end: number,
    columns: PairColumns,
    { base, inverse }: PanelPair,
    history: Pick<PairHistory, 'profit' | 'invested'>,
  ): void {
    const baseReturns = indexReturns(base.close);
    const logReturns = indexLogReturns(base.close);
    const inverseReturns = indexReturns(inverse.close);
    let [logSum, logSquares, tracking, earned, growth] = [
      this.#logSum,
      this.#logSquares,
      this.#tracking,
      this.#profit,
      this.#growth,
    ];
    let heldBase = this.#base;
    let heldInverse = this.#inverse;
    for (let row = from; row < end; row++) {
      const baseReturn = at(baseReturns, row);
      const log = at(logReturns, row);
      const baseValue = at(columns.baseValue, row);
      const inverseValue = at(columns.inverseValue, row);
      const profit = baseValue - heldBase + (inverseValue - heldInverse);
      logSum += log;
      logSquares += log * log;
      growth *= 1 + baseReturn;
      tracking += heldInverse * (at(inverseReturns, row) + at(columns.ratio, row) * baseReturn);
      earned += profit;
      history.profit[row] = profit;
      history.invested[row] = heldBase + heldInverse;
      heldBase = baseValue;
      heldInverse = inverseValue;
    }
    [this.#logSum, this.#logSquares, this.#tracking, this.#profit, this.#growth] = [
      logSum,
      logSquares,
      tracking,
      earned,
      growth,
    ];
    this.#base = heldBase;
    this.#inverse = heldInverse;
  }

  close(last: number, closingCost: number): Spell {
    const startValue = this.startBase + this.startInverse;
    const half = (startValue * this.ratio) / 2;
    return {
      first: this.first,
      last,
      startValue,
      profit: this.#profit,
      cost: this.openingCost + closingCost,
      trend: half * this.#logSum ** 2,
      decay: -half * this.#logSquares,
      tracking: this.#tracking,
      direction: (this.startBase - this.ratio * this.startInverse) * (this.#growth - 1),
    };
  }
}

function at(column: Float64Array, row: number): number {
  return column[row] ?? Number.NaN;
}
