import { dayNumber, sessionsBetween, type SessionDate } from '../calendar';
import { SESSIONS_A_YEAR } from '../statistics';
import { MARKET_START } from './funds';
import { randomStream } from './random';

/** Volatility regime of the whole market. */
export type MarketRegime = 'low' | 'medium' | 'high';

interface RegimeCharacter {
  /** Annual volatility of the market. */
  readonly volatility: number;
  /** Annual expected log growth. */
  readonly drift: number;
  /** By how much funds' own volatility is stretched. */
  readonly stretch: number;
  /** Probability a session of moving to each regime; the rest stays. */
  readonly leave: Readonly<Partial<Record<MarketRegime, number>>>;
}

/**
 * A Markov chain over three regimes: calm years, ordinary months, crises of some weeks. Mean stays of
 * 100, 62 and 33 sessions; levels are of the order of the S&P 500's.
 */
const REGIMES: Readonly<Record<MarketRegime, RegimeCharacter>> = {
  low: { volatility: 0.09, drift: 0.14, stretch: 0.75, leave: { medium: 0.01 } },
  medium: { volatility: 0.17, drift: 0.09, stretch: 1, leave: { low: 0.011, high: 0.005 } },
  high: { volatility: 0.38, drift: -0.12, stretch: 1.9, leave: { medium: 0.03 } },
};

/** The market every fund of a seed shares; one row a session. */
export interface Market {
  readonly seed: number;
  readonly sessions: readonly SessionDate[];
  /** Address of each session's random numbers: days since the market's start. */
  readonly places: readonly number[];
  readonly regimes: readonly MarketRegime[];
  /** The market's log return. */
  readonly logReturn: Float64Array;
  /** Factor on funds' own volatility. */
  readonly stretch: Float64Array;
}

/** The market of `seed` from its start to `to`; a longer one begins with the same rows. */
export function marketOf(seed: number, to: SessionDate): Market {
  const sessions = sessionsBetween(MARKET_START, to);
  const start = dayNumber(MARKET_START);
  const places = sessions.map((session) => dayNumber(session) - start);
  const moves = randomStream(seed, 'market regime');
  const shocks = randomStream(seed, 'market return');
  const regimes: MarketRegime[] = [];
  let regime: MarketRegime = 'medium';
  for (const place of places) {
    regime = following(regime, moves.uniform(place));
    regimes.push(regime);
  }
  return {
    seed,
    sessions,
    places,
    regimes,
    logReturn: Float64Array.from(regimes, (each, row) => {
      const { volatility, drift } = REGIMES[each];
      return drift / SESSIONS_A_YEAR + (volatility / Math.sqrt(SESSIONS_A_YEAR)) * shocks.normal(places[row] ?? 0);
    }),
    stretch: Float64Array.from(regimes, (each) => REGIMES[each].stretch),
  };
}

function following(regime: MarketRegime, draw: number): MarketRegime {
  const { low = 0, medium = 0, high = 0 } = REGIMES[regime].leave;
  if (draw < low) return 'low';
  if (draw < low + medium) return 'medium';
  return draw < low + medium + high ? 'high' : regime;
}
