/**
 * A growing sample of known candidates that answers "the k-th smallest so far" in O(log n): a
 * Fenwick tree of counts over the candidates' ranks (Fenwick 1994, "A new data structure for
 * cumulative frequency tables").
 *
 * The candidates only fix the numbering of ranks; an answer depends on the added values alone.
 */
export class GrowingSample {
  readonly #ranked: Float64Array;
  readonly #counts: Int32Array;
  readonly #highestStep: number;
  #size = 0;

  /** @param candidates every value that may be added; NaN is left out */
  constructor(candidates: Float64Array) {
    this.#ranked = candidates.filter((value) => !Number.isNaN(value)).sort();
    this.#counts = new Int32Array(this.#ranked.length + 1);
    this.#highestStep = this.#ranked.length === 0 ? 0 : 2 ** Math.floor(Math.log2(this.#ranked.length));
  }

  get size(): number {
    return this.#size;
  }

  /** Adds one of the candidates. */
  add(value: number): void {
    for (let node = this.#rankOf(value); node < this.#counts.length; node += node & -node) {
      this.#counts[node] = (this.#counts[node] ?? 0) + 1;
    }
    this.#size += 1;
  }

  /** The value at position `k` (0 = smallest) of the added values in ascending order; `k` below {@link size}. */
  at(k: number): number {
    let node = 0;
    let before = k;
    for (let step = this.#highestStep; step > 0; step >>= 1) {
      const count = node + step < this.#counts.length ? (this.#counts[node + step] ?? 0) : Infinity;
      if (count <= before) {
        node += step;
        before -= count;
      }
    }
    return this.#ranked[node] ?? Number.NaN;
  }

  /**
   * Quantile with linear interpolation between neighbours (numpy's default, Hyndman & Fan type 7).
   * The position is computed from whole percents, so that it is exact wherever it falls on a value.
   */
  quantile(percent: number): number {
    const scaled = (this.#size - 1) * percent;
    const below = Math.floor(scaled / 100);
    const fraction = (scaled % 100) / 100;
    const low = this.at(below);
    return fraction === 0 ? low : low + fraction * (this.at(below + 1) - low);
  }

  /**
   * Whether one of the added values is at most the quantile: exactly `value <= quantile(percent)`, at a third of the cost. Only where
   * the value is the upper of the two neighbours that the quantile lies between does it have to be worked out.
   */
  isAtMostQuantile(value: number, percent: number): boolean {
    const below = Math.floor(((this.#size - 1) * percent) / 100);
    const smaller = this.#smallerThan(value);
    return smaller <= below || (smaller === below + 1 && value <= this.quantile(percent));
  }

  /** How many of the added values are smaller. */
  #smallerThan(value: number): number {
    let count = 0;
    for (let node = this.#rankOf(value) - 1; node > 0; node &= node - 1) count += this.#counts[node] ?? 0;
    return count;
  }

  /** 1-based rank of the first candidate equal to `value`. */
  #rankOf(value: number): number {
    let low = 0;
    let high = this.#ranked.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#ranked[middle] ?? Number.NaN) < value) low = middle + 1;
      else high = middle;
    }
    return low + 1;
  }
}
