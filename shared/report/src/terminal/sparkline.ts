const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/**
 * A line of block characters, `width` of them at most: each the mean of an equal share of `values`,
 * between the lowest and the highest mean.
 * @returns an empty string for no values; a level line when all are equal
 */
export function sparkline(values: ArrayLike<number>, width: number): string {
  const means = thinned(values, width);
  const low = Math.min(...means);
  const spread = Math.max(...means) - low;
  return means
    .map((mean) => {
      const level = spread > 0 ? (mean - low) / spread : 0.5;
      return BARS[Math.min(BARS.length - 1, Math.floor(level * BARS.length))] ?? BARS[0];
    })
    .join('');
}

/** Like {@link sparkline}, on a logarithmic scale: equal steps are equal growth. `values` are above 0. */
export function growthLine(values: ArrayLike<number>, width: number): string {
  return sparkline(Float64Array.from(values, Math.log), width);
}

/** `values` as at most `width` means of consecutive, equal shares. */
export function thinned(values: ArrayLike<number>, width: number): number[] {
  const columns = Math.min(values.length, Math.max(1, width));
  return Array.from({ length: columns }, (_, column) => {
    const first = Math.floor((column * values.length) / columns);
    const end = Math.floor(((column + 1) * values.length) / columns);
    let sum = 0;
    for (let i = first; i < end; i += 1) sum += values[i] ?? 0;
    return sum / (end - first);
  });
}
