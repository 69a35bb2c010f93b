/** How long one call of some work takes, in milliseconds, over many calls. */
export interface Timing {
  readonly median: number;
  readonly fastest: number;
  readonly calls: number;
}

/**
 * Times `work` once warm. Calls are timed in batches long enough for the clock; the median batch
 * stands for the machine as it is, the fastest for the machine undisturbed.
 */
export function timed(work: () => unknown, { warmMs = 300, forMs = 1000 } = {}): Timing {
  let calls = 0;
  const warmUntil = performance.now() + warmMs;
  do {
    work();
    calls += 1;
  } while (performance.now() < warmUntil);
  const batch = Math.max(1, Math.floor((calls / warmMs) * 20));
  const means: number[] = [];
  const until = performance.now() + forMs;
  do {
    const started = performance.now();
    for (let i = 0; i < batch; i += 1) work();
    means.push((performance.now() - started) / batch);
  } while (performance.now() < until || means.length < 3);
  means.sort((a, b) => a - b);
  return {
    median: means[means.length >> 1] ?? Number.NaN,
    fastest: means[0] ?? Number.NaN,
    calls: means.length * batch,
  };
}

/**
 * The exponent p of cost = c * size^p, by least squares on logarithms: 1 is linear, 2 quadratic.
 */
export function growthExponent(points: readonly { readonly size: number; readonly cost: number }[]): number {
  const xs = points.map(({ size }) => Math.log(size));
  const ys = points.map(({ cost }) => Math.log(cost));
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(xs), mean(ys)];
  const products = xs.reduce((sum, x, i) => sum + (x - mx) * ((ys[i] ?? my) - my), 0);
  return products / xs.reduce((sum, x) => sum + (x - mx) ** 2, 0);
}

/** Prints one figure, with its limit and whether it holds where there is one. */
export function report(what: string, figure: string, limit?: { readonly text: string; readonly holds: boolean }): void {
  const verdict = limit === undefined ? '' : `  (${limit.holds ? 'within' : 'OVER'} ${limit.text})`;
  process.stdout.write(`  ${what.padEnd(52)} ${figure.padStart(12)}${verdict}\n`);
}
