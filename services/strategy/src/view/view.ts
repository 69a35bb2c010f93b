import { buildPanel, latestTargets, runBacktest } from '@evenkeel/domain/backtest';
import { rowOfSession, type SessionDate } from '@evenkeel/domain/calendar';
import { symbolsOf, type Portfolio } from '@evenkeel/domain/portfolio';
import type { Ticker } from '@evenkeel/domain/prices';
import type { StrategyView, ViewChanges } from '@evenkeel/dynamo/strategy';
import type { PortfolioPrices } from '../recompute/prices';
import { dueSignals, type SignalHistory } from '../signals/due';
import { type DecisionInputs, type Decisions, decisionsOf } from '../signals/decisions';
import { newSignal } from '../signals/new-signal';
import type { ShownDecisions } from '../signals/recorded';
import { changesBetween } from './changes';
import { completenessOf } from './completeness';
import { readyHead } from './ready-head';
import { viewParts } from './view-parts';

/** Name of the price source whose bars are not real prices. */
const SYNTHETIC_SOURCE = 'synthetic';

/** A view, and the run that it says. */
export interface ComputedView extends StrategyView {
  /** Absent before there is a session that every symbol has. */
  readonly run?: DecisionInputs | undefined;
}

/**
 * The whole view of a portfolio: a function of the stored bars alone, so that it does not matter how,
 * when and in which order they arrived. Runs the model portfolio from the first session that all legs
 * have in common to the newest one that every symbol has.
 * @param history what was shown and told before; signals and changes depend on it, nothing else does
 * @param link where there is more to see, for the words of the signals
 */
export function viewOf(
  portfolio: Portfolio,
  prices: PortfolioPrices,
  history: SignalHistory = {},
  link?: string,
): ComputedView {
  const { paths, sources } = prices;
  const symbols = symbolsOf(portfolio);
  const sessions = new Map(symbols.map((symbol) => [symbol, paths.get(symbol)?.sessions ?? []]));
  const { asOf, newest, waitsFor } = completenessOf(symbols, sessions);
  const provenance = {
    portfolio: portfolio.name,
    newest,
    waitsFor: [...waitsFor],
    sources: [...sources],
    synthetic: sources.includes(SYNTHETIC_SOURCE),
  };
  if (asOf === null) {
    const latest = { ...provenance, signal: 'wait', asOf, nav: null, cash: null, netDelta: null } as const;
    const nothing = { pairs: [], modelHoldings: [], modelOrders: [] };
    return { latest: { ...latest, ...nothing }, parts: new Map(), signals: [] };
  }

  const usable = withUsableBenchmark(portfolio, sessions, asOf);
  const panel = buildPanel(usable, paths, { to: asOf });
  const net = runBacktest(usable, panel);
  const gross = runBacktest(usable, panel, { costs: false });
  const latest = { ...provenance, ...readyHead(latestTargets(usable, panel, net.state)) };
  const run = { portfolio: usable, panel, net, latest };
  const now = decisionsOf(run);
  return {
    latest,
    parts: viewParts({ portfolio: usable, paths, panel, asOf, net, gross }),
    signals: dueSignals({ ...run, history, now }).map((facts) => newSignal(facts, link)),
    changes: changesSince(history.shown, now, panel.sessions),
    run,
  };
}

/** What the head that was shown before says otherwise. */
function changesSince(
  shown: ShownDecisions | undefined,
  now: Decisions,
  sessions: readonly SessionDate[],
): ViewChanges | undefined {
  const session = sessions.findLast((each) => each === shown?.head?.asOf);
  return shown?.head === undefined || session === undefined
    ? undefined
    : changesBetween(shown.head, now(session), shown);
}

/**
 * A benchmark that lacks a session of the legs measures nothing, but must not stop the targets, unless
 * it decides them: then the panel refuses it by name.
 */
function withUsableBenchmark(
  portfolio: Portfolio,
  sessions: ReadonlyMap<Ticker, readonly SessionDate[]>,
  asOf: SessionDate,
): Portfolio {
  const { benchmark, regimeFilter } = portfolio;
  if (benchmark === undefined || regimeFilter?.benchmark !== undefined) return portfolio;
  const [first = [], ...others] = symbolsOf({ pairs: portfolio.pairs }).map((leg) => sessions.get(leg) ?? []);
  const known = new Set(sessions.get(benchmark));
  const lacking = first.filter((session) => session <= asOf && !known.has(session));
  const inAll = (session: SessionDate) => others.every((leg) => rowOfSession(leg, session) >= 0);
  return lacking.some(inAll) ? { ...portfolio, benchmark: undefined } : portfolio;
}
