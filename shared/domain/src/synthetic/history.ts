import { Decimal } from 'decimal.js';
import type { SessionDate } from '../calendar';
import type { Series, Ticker, VendorHistory, VendorRow } from '../prices';
import { baseFundOf, inverseFundOf, USUAL_FRICTIONS, type Frictions } from './funds';
import { marketOf } from './market';
import { basePath, inversePath } from './paths';
import { tapeOf } from './tape';

/** Which made-up market, and how much of it. */
export interface SyntheticOptions {
  /** An integer; the same seed is the same market, everywhere and always. */
  readonly seed: number;
  /** First date wanted; without it all there is, from 2007-01-03 or the fund's first session. */
  readonly from?: SessionDate | undefined;
  /** Last date wanted. A later one adds bars and changes none, as traded. */
  readonly to: SessionDate;
  /** What inverse funds lose besides their leverage; the usual amounts when absent. */
  readonly frictions?: Frictions | undefined;
}

/**
 * The made-up history of any ticker as a vendor would serve it on `to`: split-adjusted, every split
 * listed. The legs of the default universe and SPY resemble their models: shared market regimes,
 * sector news, quarterly dividends, daily-reset inverse funds at their dated leverage with fees and
 * financing, reverse splits. Any other ticker is a plain fund. Adjusted volume is not rounded to whole
 * shares, so that undoing the splits gives the traded volume back exactly.
 *
 * @example syntheticHistory(parseTicker('SQQQ'), { seed: 1, to: parseSessionDate('2024-06-28') })
 */
export function syntheticHistory(ticker: Ticker, options: SyntheticOptions): VendorHistory {
  return asServed(syntheticSeries(ticker, options));
}

/** The same history as traded, ready for arithmetic: `seriesFromVendor(syntheticHistory(...))`, without the detour. */
export function syntheticSeries(
  ticker: Ticker,
  { seed, from, to, frictions = USUAL_FRICTIONS }: SyntheticOptions,
): Series {
  const market = marketOf(seed, to);
  const inverse = inverseFundOf(ticker);
  if (!inverse) {
    const fund = baseFundOf(ticker);
    return startingAt(from, tapeOf(fund, basePath(fund, market), seed));
  }
  const path = inversePath(inverse, basePath(inverse.base, market), frictions, seed);
  return startingAt(from, tapeOf({ ...inverse, dividendYield: 0 }, path, seed));
}

function startingAt(from: SessionDate | undefined, series: Series): Series {
  const found = from === undefined ? 0 : series.sessions.findIndex((session) => session >= from);
  if (found === 0) return series;
  const first = found === -1 ? series.sessions.length : found;
  return {
    ticker: series.ticker,
    sessions: series.sessions.slice(first),
    open: series.open.slice(first),
    high: series.high.slice(first),
    low: series.low.slice(first),
    close: series.close.slice(first),
    volume: series.volume.slice(first),
    dividend: series.dividend.slice(first),
    split: series.split.slice(first),
  };
}

/** Enough digits for the reciprocals of dozens of splits. */
const Wide = Decimal.clone({ precision: 120 });

/** Restates a tape to its last session, as vendors do: prices over `R_t`, volume times `R_t`. */
function asServed(tape: Series): VendorHistory {
  const rows: VendorRow[] = [];
  const dividends: { session: SessionDate; amount: Decimal }[] = [];
  const splits: { session: SessionDate; ratio: Decimal }[] = [];
  let ratio = new Wide(1);
  let reciprocal = new Wide(1);
  tape.sessions
    .map((session, t) => ({ session, t }))
    .toReversed()
    .forEach(({ session, t }) => {
      const unsplit = ratio.equals(1);
      const traded = (column: Float64Array) => new Decimal(column[t] ?? Number.NaN);
      const price = (column: Float64Array) =>
        unsplit ? traded(column) : new Decimal(reciprocal.times(traded(column)));
      const { open, high, low, close, volume, dividend, split } = tape;
      rows.push({
        session,
        open: price(open),
        high: price(high),
        low: price(low),
        close: price(close),
        volume: unsplit ? traded(volume) : new Decimal(ratio.times(traded(volume))),
      });
      if (dividend[t]) dividends.push({ session, amount: price(dividend) });
      if (split[t]) {
        splits.push({ session, ratio: traded(split) });
        ratio = ratio.times(traded(split));
        reciprocal = new Wide(1).div(ratio);
      }
    });
  return {
    ticker: tape.ticker,
    rows: rows.toReversed(),
    dividends: dividends.toReversed(),
    splits: splits.toReversed(),
  };
}
