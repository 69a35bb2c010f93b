import type { PairColumns, PanelPair } from '../backtest';
import { at } from '../column';
import { indexLogReturns, indexReturns } from '../statistics/daily-returns';
import type { PairHistory, Spell } from './spell-model';

/** The columns that a spell adds to, each session's own; a session with a fill at its open is two steps. */
export type SessionColumns = Pick<
  PairHistory,
  'profit' | 'exposure' | 'tracking' | 'trend' | 'decay' | 'direction' | 'invested'
>;

/** One step of a spell: from one price of each leg to the next. */
export interface Step {
  readonly baseReturn: number;
  readonly inverseReturn: number;
  /** Ratio of the session that the step belongs to. */
  readonly ratio: number;
  /** Values after the step. */
  readonly baseValue: number;
  readonly inverseValue: number;
}

/** A spell while it lasts: sums from its start to where it is now. */
export class OpenSpell {
  #logSum = 0;
  #logSquares = 0;
  #tracking = 0;
  #exposure = 0;
  #profit = 0;
  #base: number;
  #inverse: number;
  #growth = 1;

  /**
   * @param startBase value of the base leg right after the opening trade
   * @param startInverse value of the inverse leg
   * @param ratio of the session that opened it
   */
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

  /** Takes one step, within session `row`. */
  hold(
    { baseReturn, inverseReturn, ratio, baseValue, inverseValue }: Step,
    row: number,
    columns: SessionColumns,
  ): void {
    const log = Math.log1p(baseReturn);
    const exposure = (this.#base - ratio * this.#inverse) * baseReturn;
    const tracking = this.#inverse * (inverseReturn + ratio * baseReturn);
    const profit = baseValue - this.#base + (inverseValue - this.#inverse);
    add(columns.trend, row, this.#half * log * (2 * this.#logSum + log));
    add(columns.decay, row, -this.#half * log * log);
    add(columns.direction, row, this.#unhedged * this.#growth * baseReturn);
    add(columns.exposure, row, exposure);
    add(columns.tracking, row, tracking);
    add(columns.profit, row, profit);
    this.#logSum += log;
    this.#logSquares += log * log;
    this.#growth *= 1 + baseReturn;
    this.#exposure += exposure;
    this.#tracking += tracking;
    this.#profit += profit;
    this.#base = baseValue;
    this.#inverse = inverseValue;
  }

  /** {@link hold} from close to close over rows `from` to `end - 1`, without trades: nearly all there is to do, hence the locals. */
  holdThrough(
    from: number,
    end: number,
    pair: PairColumns,
    { base, inverse }: PanelPair,
    columns: SessionColumns,
  ): void {
    const baseReturns = indexReturns(base.close);
    const logReturns = indexLogReturns(base.close);
    const inverseReturns = indexReturns(inverse.close);
    const half = this.#half;
    const unhedged = this.#unhedged;
    let [logSum, logSquares, tracked, exposed, earned, growth] = [
      this.#logSum,
      this.#logSquares,
      this.#tracking,
      this.#exposure,
      this.#profit,
      this.#growth,
    ];
    let heldBase = this.#base;
    let heldInverse = this.#inverse;
    for (let row = from; row < end; row++) {
      const baseReturn = at(baseReturns, row);
      const log = at(logReturns, row);
      const ratio = at(pair.ratio, row);
      const baseValue = at(pair.baseValue, row);
      const inverseValue = at(pair.inverseValue, row);
      const profit = baseValue - heldBase + (inverseValue - heldInverse);
      const exposure = (heldBase - ratio * heldInverse) * baseReturn;
      const tracking = heldInverse * (at(inverseReturns, row) + ratio * baseReturn);
      columns.trend[row] = half * log * (2 * logSum + log);
      columns.decay[row] = -half * log * log;
      columns.direction[row] = unhedged * growth * baseReturn;
      columns.profit[row] = profit;
      columns.exposure[row] = exposure;
      columns.tracking[row] = tracking;
      columns.invested[row] = heldBase + heldInverse;
      logSum += log;
      logSquares += log * log;
      growth *= 1 + baseReturn;
      tracked += tracking;
      exposed += exposure;
      earned += profit;
      heldBase = baseValue;
      heldInverse = inverseValue;
    }
    this.#logSum = logSum;
    this.#logSquares = logSquares;
    this.#tracking = tracked;
    this.#exposure = exposed;
    this.#profit = earned;
    this.#growth = growth;
    this.#base = heldBase;
    this.#inverse = heldInverse;
  }

  /** The spell, ended on row `last`. */
  close(last: number, closingCost: number): Spell {
    return {
      first: this.first,
      last,
      startValue: this.startBase + this.startInverse,
      profit: this.#profit,
      cost: this.openingCost + closingCost,
      exposure: this.#exposure,
      tracking: this.#tracking,
      trend: this.#half * this.#logSum ** 2,
      decay: -this.#half * this.#logSquares,
      direction: this.#unhedged * (this.#growth - 1),
    };
  }

  /** P L/2. */
  get #half(): number {
    return ((this.startBase + this.startInverse) * this.ratio) / 2;
  }

  /** V_base - L V_inverse at the start. */
  get #unhedged(): number {
    return this.startBase - this.ratio * this.startInverse;
  }
}

function add(column: Float64Array, row: number, value: number): void {
  column[row] = at(column, row) + value;
}
