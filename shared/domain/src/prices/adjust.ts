import { Decimal } from 'decimal.js';
import type { Bar } from './bar';
import { Exact, ZERO } from './exact';

/** How stored bars are shown: as traded, split-adjusted, or split- and dividend-adjusted. */
export const ADJUSTMENTS = ['none', 'split', 'total'] as const;
/** One of {@link ADJUSTMENTS}. */
export type Adjustment = (typeof ADJUSTMENTS)[number];

/** Significant digits of an adjusted price: as many as survive a double, far more than any vendor sends. */
const DIGITS = 15;

/**
 * As-traded bars (ascending) as a reader wants them, adjusted to the last bar given: pass the history
 * up to the newest stored bar and cut afterwards, or later splits and dividends are not in it.
 * - `none`: unchanged.
 * - `split`: prices and dividend divided by `R_t`, the product of all later split ratios; volume times `R_t`.
 * - `total`: prices also times the product over later ex-dates u of `1 - D_u / C_(u-1)`, both
 *   split-adjusted: Yahoo's adjusted close (docs/numbers.md, section 1).
 *
 * `dividend` and `split` keep their events: the dividend is per split-adjusted share in both modes.
 */
export function adjustBars(bars: readonly Bar[], adjustment: Adjustment): Bar[] {
  if (adjustment === 'none') return [...bars];
  let ratio: Decimal = new Wide(1);
  let multiplier: Decimal = new Wide(1);
  const adjusted: Bar[] = [];
  for (let i = bars.length - 1; i >= 0; i -= 1) {
    const bar = bars[i];
    if (bar === undefined) continue;
    adjusted.push(adjustedBar(bar, ratio, multiplier));
    if (adjustment === 'total') multiplier = multiplier.times(dividendFactor(bar, bars[i - 1]));
    if (bar.split.isZero()) continue;
    ratio = ratio.times(bar.split);
    multiplier = multiplier.div(bar.split);
  }
  return adjusted.toReversed();
}

/** Enough digits that a product over all dividends of a century stays far below the {@link DIGITS} that are shown. */
const Wide = Exact.clone({ precision: 40 });
const ONE = new Wide(1);

/** `multiplier` is what prices are multiplied by: the product of the dividend factors over `R_t`. */
function adjustedBar(bar: Bar, ratio: Decimal, multiplier: Decimal): Bar {
  if (multiplier.equals(1) && ratio.equals(1)) return bar;
  const price = (value: Decimal) => shown(multiplier.times(value));
  return {
    session: bar.session,
    open: price(bar.open),
    high: price(bar.high),
    low: price(bar.low),
    close: price(bar.close),
    volume: new Decimal(ratio.times(bar.volume).toDecimalPlaces(0, Decimal.ROUND_HALF_EVEN)),
    dividend: bar.dividend.isZero() ? ZERO : shown(new Wide(bar.dividend).div(ratio)),
    split: bar.split,
  };
}

/** `1 - D_t / C_(t-1)`, both per share after the split of t. */
function dividendFactor(bar: Bar, before: Bar | undefined): Decimal {
  if (before === undefined || bar.dividend.isZero()) return ONE;
  const carried = bar.split.isZero() ? new Wide(before.close) : new Wide(before.close).div(bar.split);
  return new Wide(1).minus(new Wide(bar.dividend).div(carried));
}

function shown(value: Decimal): Decimal {
  return new Decimal(value.toSignificantDigits(DIGITS, Decimal.ROUND_HALF_EVEN));
}
