import { AppError, isAppError } from '@evenkeel/domain';
import { exchangeDate, type SessionDate } from '@evenkeel/domain/calendar';
import { DEFAULT_UNIVERSE, type Pair, ratioOn } from '@evenkeel/domain/pairs';
import {
  asTradedBars,
  type Bar,
  type Counterpart,
  counterpartFrom,
  judge,
  type Judgement,
  seriesFromVendor,
  type Ticker,
  type VendorHistory,
} from '@evenkeel/domain/prices';
import type { JobDeps } from './job';

/** What one fetch is for. */
export interface FetchRequest {
  readonly from?: SessionDate | undefined;
  /** Stored bars to compare with, ascending. */
  readonly stored: readonly Bar[];
  /** Stored bars that are not compared, and not doubted again where the vendor still says the same; ascending. */
  readonly known?: readonly Bar[] | undefined;
  /** True for sessions whose doubtful step or dividend an operator has accepted by name. */
  readonly accepted?: ((session: SessionDate) => boolean) | undefined;
}

/**
 * Asks the source for one symbol and passes the answer through the quality gates.
 * @throws AppError `failed` when the job's time is up before the vendor has answered, and what the source throws
 */
export async function fetchAndJudge(deps: JobDeps, ticker: Ticker, request: FetchRequest): Promise<Judgement> {
  const history = await ask(deps, ticker, request.from);
  const context = {
    now: deps.now,
    stored: request.stored,
    accepted: request.known,
    released: released(history, request),
  };
  const alone = judge(history, context);
  if (!alone.quarantined.some(({ reason }) => reason === 'unexplained-jump'))
    return withAcceptedDividends(alone, history, deps, request);
  // The other leg is fetched only for a jump: rare, and cheaper than holding every symbol in memory.
  const counterpart = await otherLeg(deps, ticker, request.from);
  const judged = counterpart === undefined ? alone : judge(history, { ...context, counterpart });
  return withAcceptedDividends(judged, history, deps, request);
}

/** One answer of the source, called off when the job's time is up. */
async function ask({ source, timeUp }: JobDeps, ticker: Ticker, from: SessionDate | undefined): Promise<VendorHistory> {
  try {
    return await source.fetch(ticker, { from, signal: timeUp });
  } catch (error) {
    if (timeUp?.aborted !== true) throw error;
    throw new AppError(
      'failed',
      `${ticker}: ${source.name} had not answered when the time of the job was up; run it again to complete it`,
      { symbol: ticker },
      { cause: error },
    );
  }
}

function released(history: VendorHistory, { accepted }: FetchRequest): ReadonlySet<SessionDate> {
  return new Set(accepted === undefined ? [] : history.rows.map(({ session }) => session).filter(accepted));
}

/** An accepted session's bar carries its dividend although the gates doubt it. */
function withAcceptedDividends(
  judged: Judgement,
  history: VendorHistory,
  deps: JobDeps,
  { accepted }: FetchRequest,
): Judgement {
  const isAccepted = ({ scope, session, reason }: Judgement['quarantined'][number]): boolean =>
    scope === 'dividend' && reason !== 'non-positive-dividend' && accepted?.(session) === true;
  const sessions = new Set(judged.quarantined.filter(isAccepted).map(({ session }) => session));
  if (sessions.size === 0) return judged;
  const dividends = new Map(asTradedBars(history, exchangeDate(deps.now)).map((bar) => [bar.session, bar.dividend]));
  return {
    ...judged,
    quarantined: judged.quarantined.filter((entry) => !isAccepted(entry)),
    bars: judged.bars.map((bar) =>
      sessions.has(bar.session) ? { ...bar, dividend: dividends.get(bar.session) ?? bar.dividend } : bar,
    ),
  };
}

/** The pair's other leg as a witness; without it a jump stays held back until a later run can confirm it. */
async function otherLeg(
  deps: JobDeps,
  ticker: Ticker,
  from: SessionDate | undefined,
): Promise<Counterpart | undefined> {
  const pair = [...(deps.pairs ?? []), ...DEFAULT_UNIVERSE].find(
    ({ base, inverse }) => base === ticker || inverse === ticker,
  );
  if (pair === undefined) return undefined;
  try {
    return counterpartOf(pair, ticker, await ask(deps, ticker === pair.base ? pair.inverse : pair.base, from));
  } catch (error) {
    if (isAppError(error, 'vendor-refused', 'vendor-unavailable', 'bad-input')) return undefined;
    throw error;
  }
}

function counterpartOf(pair: Pair, ticker: Ticker, history: VendorHistory): Counterpart {
  const side = ticker === pair.base ? 'base' : 'inverse';
  return counterpartFrom(side, (session) => ratioOn(pair, session), seriesFromVendor(history));
}
