/** Sessions a year, for every annualisation (docs/numbers.md, section 4). */
export const SESSIONS_A_YEAR = 252;

/** Sessions a month: a twelfth of {@link SESSIONS_A_YEAR}. */
export const SESSIONS_A_MONTH = 21;

/** Window of regimes, of their volatility and correlation, in returns (docs/numbers.md, section 5). */
export const REGIME_WINDOW = 21;

/** Window of the hedge check's rolling beta, in returns (docs/numbers.md, section 5). */
export const HEDGE_WINDOW = 63;

/**
 * Returns, and shares of a NAV, that differ by less than this are the same: rounding alone moves them so
 * far, and days that are equal on paper must not be told apart by it.
 */
export const SAME_RETURN = 1e-12;

/** A ratio whose denominator is smaller than this has no value (docs/numbers.md, section 4). */
export const SMALLEST_DENOMINATOR = 1e-12;
