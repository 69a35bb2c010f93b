import { exchangeDate } from '@evenkeel/domain/calendar';
import { syntheticHistory } from '@evenkeel/domain/synthetic';
import { THIS_MACHINE } from '@evenkeel/dynamo/pacing';
import { SYNTHETIC, type PriceSource } from './price-source';

/** Which market to serve, and up to when. */
export interface SyntheticSourceOptions {
  /** Which market: the same seed is the same market on every machine; {@link SYNTHETIC_SEED} unless told. */
  readonly seed?: number | undefined;
  /** The clock up to which the market has run; this machine's unless told. */
  readonly now?: (() => Date) | undefined;
}

/** The market that everybody sees who names no other. */
export const SYNTHETIC_SEED = 20_100_211;

/** The built-in market, for machines that reach no vendor. Nothing in it is a real price. */
export function syntheticSource({
  seed = SYNTHETIC_SEED,
  now = () => new Date(THIS_MACHINE.now()),
}: SyntheticSourceOptions = {}): PriceSource {
  return {
    name: SYNTHETIC,
    isSynthetic: () => true,
    fetch: (ticker, { from } = {}) =>
      new Promise((answer) => {
        answer(syntheticHistory(ticker, { seed, from, to: exchangeDate(now()) }));
      }),
  };
}
