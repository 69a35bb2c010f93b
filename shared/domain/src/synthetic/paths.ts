import type { SessionDate } from '../calendar';
import type { BaseFund, Frictions, InverseFund } from './funds';
import { SESSIONS_A_YEAR } from '../statistics';
import type { Market } from './market';
import { randomStream } from './random';

/** What a share earned, dividends included: one row a session. */
export interface GrowthPath {
  readonly sessions: readonly SessionDate[];
  /** Addresses of the sessions' random numbers. */
  readonly places: readonly number[];
  /** Close over the close before (1 in the first row). */
  readonly daily: Float64Array;
  /** Open over the close before (1 in the first row). */
  readonly overnight: Float64Array;
}

/** Share of a day's news that comes before the opening, and the opening's own noise relative to the day's volatility. */
const OVERNIGHT_SHARE = 0.35;
const OPENING_NOISE = 0.2;

/** A base fund: the market times its beta, and news of its own. */
export function basePath(fund: BaseFund, market: Market): GrowthPath {
  const own = randomStream(market.seed, `${fund.ticker} own`);
  const opening = randomStream(market.seed, `${fund.ticker} opening`);
  const rows = market.sessions.length;
  const daily = new Float64Array(rows).fill(1);
  const overnight = new Float64Array(rows).fill(1);
  for (let t = 1; t < rows; t += 1) {
    const place = market.places[t] ?? 0;
    const ownVolatility = (fund.ownVolatility * (market.stretch[t] ?? 1)) / Math.sqrt(SESSIONS_A_YEAR);
    const news =
      fund.marketBeta * (market.logReturn[t] ?? 0) +
      fund.ownDrift / SESSIONS_A_YEAR +
      ownVolatility * own.normal(place);
    daily[t] = Math.exp(news);
    overnight[t] = Math.exp(OVERNIGHT_SHARE * news + OPENING_NOISE * ownVolatility * opening.normal(place));
  }
  return { sessions: market.sessions, places: market.places, daily, overnight };
}

/** However badly a day goes, a fund keeps this share. */
const REMAINS = 0.02;

/**
 * An inverse fund that resets its exposure at every close: each day it earns `-ratio` times its base's
 * return, less fee and financing, from its first session on.
 */
export function inversePath(fund: InverseFund, base: GrowthPath, frictions: Frictions, seed: number): GrowthPath {
  const found = base.sessions.findIndex((session) => session >= fund.listed);
  const first = found === -1 ? base.sessions.length : found;
  const tracking = randomStream(seed, `${fund.ticker} tracking`);
  const sessions = base.sessions.slice(first);
  const places = base.places.slice(first);
  const daily = new Float64Array(sessions.length).fill(1);
  const overnight = new Float64Array(sessions.length).fill(1);
  sessions.forEach((session, t) => {
    if (t === 0) return;
    const ratio = fund.ratioOn(session);
    const cost = (frictions.fee + frictions.financing * ratio) / SESSIONS_A_YEAR;
    const miss = frictions.trackingError * tracking.normal(places[t] ?? 0);
    daily[t] = Math.max(REMAINS, 1 - ratio * ((base.daily[first + t] ?? 1) - 1) - cost + miss);
    overnight[t] = Math.max(REMAINS, 1 - ratio * ((base.overnight[first + t] ?? 1) - 1));
  });
  return { sessions, places, daily, overnight };
}
