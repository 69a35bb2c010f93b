import type { SessionDate } from '../calendar';
import type { Series, Ticker } from '../prices';
import type { GrowthPath } from './paths';
import { randomStream } from './random';

/** How a fund's growth becomes quotes. */
export interface Listing {
  readonly ticker: Ticker;
  readonly startPrice: number;
  /** Annual, paid in quarters; 0 for none. */
  readonly dividendYield: number;
  /** Shares on an ordinary day. */
  readonly volume: number;
}

/** The as-traded tape of a fund that earns `path`: quotes in whole cents, dividends, splits, volume. */
export function tapeOf(listing: Listing, path: GrowthPath, seed: number): Series {
  const tape = blankTape(listing.ticker, path.sessions);
  const random = randomStream(seed, `${listing.ticker} tape`);
  // The unrounded value of a share; cents are only what is printed, so their rounding never adds up.
  let value = listing.startPrice;
  for (let t = 0; t < path.sessions.length; t += 1) {
    const place = path.places[t] ?? 0;
    const split = t === 0 ? 0 : splitAfter(tape.close[t - 1] ?? 0);
    const dividend = dividendOn(path.sessions, t, value / (split || 1), listing.dividendYield);
    const before = value / (split || 1) - dividend;
    value = before * (path.daily[t] ?? 1);
    const open = cents(before * (path.overnight[t] ?? 1));
    const close = cents(value);
    const swing = Math.abs(Math.log(path.daily[t] ?? 1)) + USUAL_SWING;
    tape.open[t] = open;
    tape.close[t] = close;
    tape.high[t] = cents(Math.max(open, close) * (1 + swing * 0.5 * random.uniform(4 * place)));
    tape.low[t] = cents(Math.min(open, close) / (1 + swing * 0.5 * random.uniform(4 * place + 1)));
    tape.volume[t] = sharesOn(listing, value, swing, random.normal(2 * place + 1));
    tape.dividend[t] = dividend;
    tape.split[t] = split;
  }
  return tape;
}

/** Distance of a day's extremes from open and close on a day that ends where it began. */
const USUAL_SWING = 0.008;

/** Below the first price a fund merges its shares, the further below the more; above the last it splits them. */
const MERGES_BELOW = [
  { price: 3, ratio: 0.1 },
  { price: 10, ratio: 0.2 },
] as const;
const SPLITS_ABOVE = { price: 900, ratio: 4 };

/** Ratios have finite reciprocals in decimals, so split-adjusted prices are exact. */
function splitAfter(closeBefore: number): number {
  const merge = MERGES_BELOW.find(({ price }) => closeBefore < price);
  if (merge) return merge.ratio;
  return closeBefore > SPLITS_ABOVE.price ? SPLITS_ABOVE.ratio : 0;
}

/** A quarter's yield in tenths of a cent, on the first session from the 20th of March, June, September and December. */
function dividendOn(sessions: readonly SessionDate[], t: number, value: number, annualYield: number): number {
  const [session, before] = [sessions[t], sessions[t - 1]];
  if (session === undefined || before === undefined || annualYield === 0) return 0;
  const [month, day] = [Number(session.slice(5, 7)), Number(session.slice(8))];
  const firstOfThem = day >= 20 && Number(before.slice(8)) < 20;
  return month % 3 === 0 && firstOfThem ? Math.round(((value * annualYield) / 4) * 1000) / 1000 : 0;
}

/** More shares change hands on days that move, and fewer the dearer one is, in round lots. */
function sharesOn({ volume, startPrice }: Listing, value: number, swing: number, draw: number): number {
  const busy = Math.exp(0.25 * draw) * (0.7 + 30 * (swing - USUAL_SWING));
  return 100 * Math.max(1, Math.round((volume * startPrice * busy) / value / 100));
}

/** At least a cent: a tape never prints 0. */
function cents(value: number): number {
  return Math.max(1, Math.round(value * 100)) / 100;
}

function blankTape(ticker: Ticker, sessions: readonly SessionDate[]): Series {
  const column = () => new Float64Array(sessions.length);
  return {
    ticker,
    sessions,
    open: column(),
    high: column(),
    low: column(),
    close: column(),
    volume: column(),
    dividend: column(),
    split: column(),
  };
}
