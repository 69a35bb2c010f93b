import { parseSessionDate, type SessionDate } from '../calendar';
import { DEFAULT_UNIVERSE, ratioOn, type Pair } from '../pairs';
import type { Ticker } from '../prices';
import { hashOf } from './random';

/** First session of the made-up market. */
export const MARKET_START = parseSessionDate('2007-01-03');

/** A fund that holds stocks or bonds. Rates and volatilities are annual. */
export interface BaseFund {
  readonly ticker: Ticker;
  readonly startPrice: number;
  /** Sensitivity to the market's daily log return. */
  readonly marketBeta: number;
  /** Volatility of what the market does not explain, in the medium regime. */
  readonly ownVolatility: number;
  /** Expected log growth that the market does not explain. */
  readonly ownDrift: number;
  readonly dividendYield: number;
  /** Shares on an ordinary day. */
  readonly volume: number;
}

/** A fund that promises `-ratio` times its base's daily return. */
export interface InverseFund {
  readonly ticker: Ticker;
  readonly base: BaseFund;
  readonly listed: SessionDate;
  readonly startPrice: number;
  readonly volume: number;
  /** Leverage ratio in force on a session, positive. */
  readonly ratioOn: (session: SessionDate) => number;
}

/** What an inverse fund loses besides its leverage, a year. */
export interface Frictions {
  /** Expense ratio, a share of assets. */
  readonly fee: number;
  /** Cost of the short exposure: swap spread and borrow, a share of the exposure. */
  readonly financing: number;
  /** Standard deviation of a day's return around the goal. */
  readonly trackingError: number;
}

/** Expense ratios of such funds are near 0.95 %; financing and tracking error are of the usual order. */
export const USUAL_FRICTIONS: Frictions = { fee: 0.0095, financing: 0.004, trackingError: 0.0003 };

type Character = Omit<BaseFund, 'ticker'>;

/** Levels and characters near those of the real funds early in 2007. */
const CHARACTERS: Readonly<Record<string, Character>> = {
  SPY: { startPrice: 141.4, marketBeta: 1, ownVolatility: 0.005, ownDrift: 0, dividendYield: 0.018, volume: 9e7 },
  QQQ: { startPrice: 43.2, marketBeta: 1.15, ownVolatility: 0.08, ownDrift: 0.03, dividendYield: 0.008, volume: 5e7 },
  SMH: { startPrice: 33.7, marketBeta: 1.4, ownVolatility: 0.16, ownDrift: 0.04, dividendYield: 0.009, volume: 6e6 },
  XLF: { startPrice: 36.7, marketBeta: 1.2, ownVolatility: 0.12, ownDrift: -0.01, dividendYield: 0.019, volume: 6e7 },
  XLE: { startPrice: 57.1, marketBeta: 1.05, ownVolatility: 0.19, ownDrift: -0.02, dividendYield: 0.032, volume: 2e7 },
  TLT: { startPrice: 88.8, marketBeta: -0.25, ownVolatility: 0.12, ownDrift: 0.03, dividendYield: 0.032, volume: 1e7 },
};

/** The inverse fund of that ticker in the default universe, if it is one. */
export function inverseFundOf(ticker: Ticker): InverseFund | undefined {
  const pair = DEFAULT_UNIVERSE.find(({ inverse }) => inverse === ticker);
  return pair && inverseFund(pair);
}

/** The base fund of that ticker; a ticker nobody knows is a plain fund whose character follows from its name. */
export function baseFundOf(ticker: Ticker): BaseFund {
  return { ticker, ...(CHARACTERS[ticker] ?? plainCharacter(ticker)) };
}

function inverseFund(pair: Pair): InverseFund {
  const first = pair.leverage[0]?.from ?? MARKET_START;
  return {
    ticker: pair.inverse,
    base: baseFundOf(pair.base),
    listed: first > MARKET_START ? first : MARKET_START,
    startPrice: 60,
    volume: 1.5e7,
    ratioOn: (session) => ratioOn(pair, session),
  };
}

function plainCharacter(ticker: Ticker): Character {
  const share = (name: string) => hashOf(`${ticker} ${name}`) / 2 ** 32;
  return {
    startPrice: 20 + 80 * share('price'),
    marketBeta: 0.6 + 0.8 * share('beta'),
    ownVolatility: 0.1 + 0.2 * share('volatility'),
    ownDrift: 0,
    dividendYield: 0.03 * share('yield'),
    volume: 1e6 + 9e6 * share('volume'),
  };
}
