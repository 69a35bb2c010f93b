/** Distance beyond which the tail is taken from its continued fraction. */
const TAIL = 3;

/**
 * Probability that a standard normal variable is at most `z`, to about 1e-15 absolute and, in the
 * lower tail, 1e-12 relative.
 *
 * Near 0: `1/2 + phi(z) (z + z^3/3 + z^5/(3*5) + ...)` (Abramowitz & Stegun 26.2.11); beyond 3 the
 * tail's continued fraction `phi(x) / (x + 1/(x + 2/(x + 3/...)))` (26.2.14).
 */
export function normalCdf(z: number): number {
  if (z > TAIL) return 1 - upperTail(z);
  if (z < -TAIL) return upperTail(-z);
  let term = z;
  let sum = z;
  for (let k = 3; Math.abs(term) > 1e-18; k += 2) {
    term *= (z * z) / k;
    sum += term;
  }
  return 0.5 + density(z) * sum;
}

/**
 * The `z` with {@link normalCdf}`(z) = probability`, for a probability inside (0, 1).
 *
 * Starts from the rational approximation 26.2.23 of Abramowitz & Stegun (4.5e-4) and sharpens it
 * with Halley's method on the distribution function itself.
 */
export function normalQuantile(probability: number): number {
  if (probability === 0.5) return 0;
  const tail = Math.min(probability, 1 - probability);
  const t = Math.sqrt(-2 * Math.log(tail));
  let z = (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) - t;
  for (let step = 0; step < 4; step++) {
    const error = (normalCdf(z) - tail) / density(z);
    z -= error / (1 + (z * error) / 2);
  }
  return probability < 0.5 ? z : -z;
}

function density(z: number): number {
  return Math.exp(-(z * z) / 2) / Math.sqrt(2 * Math.PI);
}

function upperTail(x: number): number {
  let fraction = x;
  for (let level = 150; level > 0; level--) fraction = x + level / fraction;
  return density(x) / fraction;
}
