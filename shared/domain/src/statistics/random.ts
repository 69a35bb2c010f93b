/** Uniform numbers in [0, 1), 32 bits each. */
export type Random = () => number;

/**
 * A small seeded generator: sfc32 of Chris Doty-Humphrey's PractRand, 128 bits of state, of which 32
 * are a counter, so every period is at least 2^32. The same seed gives the same numbers everywhere.
 *
 * @param seed any integer; its 32 low bits count
 */
export function seededRandom(seed: number): Random {
  let a = 0x9e3779b9;
  let b = 0x243f6a88;
  let c = seed | 0;
  let counter = 1;
  const random = () => {
    const mixed = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + mixed) | 0;
    return (mixed >>> 0) / 4_294_967_296;
  };
  // The author's warm-up, after which neighbouring seeds have nothing in common.
  for (let round = 0; round < 15; round++) random();
  return random;
}
