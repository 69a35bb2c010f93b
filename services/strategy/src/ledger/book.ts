import { type BacktestRun, latestTargets, type Panel, runBacktest, type Trade } from '@evenkeel/domain/backtest';
import type { SessionDate } from '@evenkeel/domain/calendar';
import { pairKey } from '@evenkeel/domain/pairs';
import type { Portfolio } from '@evenkeel/domain/portfolio';
import type { LedgerEntry, LedgerFill, LedgerLeg } from '@evenkeel/dynamo/strategy';
import { ordersOf } from '../signals/decisions';
import { goOn } from './go-on';
import { type PricesNow, pricesNow } from './prices-now';

/** What a ledger is booked by. */
export interface LedgerRun {
  readonly portfolio: Portfolio;
  /** Prices as they are known now, up to the newest session that every symbol has. */
  readonly panel: Panel;
  /** Newest session of any symbol. */
  readonly newest: string | null;
}

/**
 * The entries of the sessions of the panel after `last`, oldest first; from `start` on where there is no entry yet, with the
 * portfolio's capital. Each rolls what the entry before it holds by the session's total returns, then trades as the portfolio's
 * rules and fill say. What an entry holds is kept as money, never as index units: a correction of an old bar moves the index.
 */
export function bookSessions(run: LedgerRun, start: SessionDate, last?: LedgerEntry): LedgerEntry[] {
  const { portfolio, panel } = run;
  const prices = pricesNow(panel);
  const sessions = panel.sessions.filter((session) => (last === undefined ? session >= start : session > last.session));
  if (sessions.length === 0) return [];
  const entries: LedgerEntry[] = [];
  let before = last;
  for (const session of sessions) {
    // From the entry alone, also within one recomputation: however sessions are grouped, their entries are the same to the last bit.
    const going = before === undefined ? undefined : goOn(run, before);
    const start = going === undefined || going.anew ? session : undefined;
    const day = runBacktest(portfolio, panel, { after: going?.state, start, until: session });
    const sold = going?.sold ?? [];
    before = entryOf(run, day, {
      session,
      since: before?.session ?? null,
      sold,
      start,
      prices,
      anew: going?.anew === true,
    });
    entries.push(before);
  }
  return entries;
}

interface Day {
  readonly session: SessionDate;
  readonly since: string | null;
  /** Fills that are none of the run's: what a changed portfolio file has dropped. */
  readonly sold: readonly LedgerFill[];
  /** The session itself where everything is bought on it. */
  readonly start: SessionDate | undefined;
  /** True where that is because of another portfolio file. */
  readonly anew: boolean;
  readonly prices: PricesNow;
}

function entryOf(run: LedgerRun, day: BacktestRun, { session, since, sold, start, anew, prices }: Day): LedgerEntry {
  const { portfolio, panel, newest } = run;
  const { state, trades } = day;
  const { signal, modelOrders } = latestTargets(portfolio, panel, state, start);
  const leg = (symbol: string, values: Float64Array): LedgerLeg => {
    const { close = null, open = null, growth = Number.NaN } = prices(symbol, since, session) ?? {};
    const filledAt = portfolio.fill === 'next-open' ? open : null;
    return { symbol, value: values.at(-1) ?? Number.NaN, close, open: filledAt, growth };
  };
  return {
    kind: 'session',
    session,
    since,
    late: session !== newest,
    decision: signal,
    orders: ordersOf(modelOrders),
    fills: [...sold, ...trades.map((trade) => ({ ...fillOf(panel, trade), ...(anew && { reason: 'generation' }) }))],
    pairs: day.pairs.map(({ base, inverse, baseValue, inverseValue }, at) => ({
      base: leg(base, baseValue),
      inverse: leg(inverse, inverseValue),
      blocked: state.blocked[at] ?? false,
      pending: state.pending?.[at] ?? null,
    })),
    cash: day.cash.at(-1) ?? Number.NaN,
    nav: day.nav.at(-1) ?? Number.NaN,
    bought: state.bought,
    decided: state.pending !== null,
    corrects: [],
    effect: 0,
  };
}

function fillOf(panel: Panel, { pair, symbol, shares, tradedPrice, value, cost, reason }: Trade): LedgerFill {
  const legs = panel.pairs[pair];
  return {
    pair: legs === undefined ? '' : pairKey(legs.pair),
    symbol,
    side: value > 0 ? 'buy' : 'sell',
    shares: shares === null ? null : Math.abs(shares),
    price: tradedPrice,
    value: Math.abs(value),
    cost,
    reason,
  };
}
