import { buildReport, riskFreeRates } from '@evenkeel/domain/analysis';
import { buildPanel, latestTargets, runBacktest, type BacktestRun, type Panel } from '@evenkeel/domain/backtest';
import type { SessionDate } from '@evenkeel/domain/calendar';
import { symbolsOf, type Portfolio, type Targets } from '@evenkeel/domain/portfolio';
import { seriesFromBars, type Ticker } from '@evenkeel/domain/prices';
import type { StoredBar } from '@evenkeel/dynamo/prices';
import type { JsonObject } from '@evenkeel/dynamo/requests';
import type { LatestContent, StrategyView } from '@evenkeel/dynamo/strategy';
import { completenessOf } from './completeness';
import { equityParts, reportPart, tradeParts } from './view-parts';

/** Name of the price source whose bars are not real prices. */
const SYNTHETIC_SOURCE = 'synthetic';

/**
 * The whole view of a portfolio: a function of the stored bars alone, so that it does not matter how,
 * when and in which order they arrived. Runs the model portfolio from the first session that all legs
 * have in common to the newest one that every symbol has.
 */
export function viewOf(portfolio: Portfolio, bars: ReadonlyMap<Ticker, readonly StoredBar[]>): StrategyView {
  const symbols = symbolsOf(portfolio);
  const sessions = new Map(symbols.map((symbol) => [symbol, (bars.get(symbol) ?? []).map((bar) => bar.session)]));
  const { asOf, newest, waitsFor } = completenessOf(symbols, sessions);
  const sources = [...new Set(symbols.flatMap((symbol) => (bars.get(symbol) ?? []).map((bar) => bar.source)))].sort();
  const provenance = {
    portfolio: portfolio.name,
    newest,
    waitsFor: [...waitsFor],
    sources,
    synthetic: sources.includes(SYNTHETIC_SOURCE),
  };
  if (asOf === null) {
    const latest = { ...provenance, signal: 'wait', asOf, nav: null, cash: null, netDelta: null, pairs: [] } as const;
    return { latest: { ...latest, pairs: [] }, parts: new Map() };
  }

  const series = new Map(symbols.map((symbol) => [symbol, seriesFromBars(symbol, bars.get(symbol) ?? [])]));
  const usable = withUsableBenchmark(portfolio, sessions, asOf);
  const panel = buildPanel(usable, series, { to: asOf });
  const net = runBacktest(usable, panel);
  const gross = runBacktest(usable, panel, { costs: false });
  const targets = latestTargets(usable, panel, net.state);
  const latest = { ...provenance, ...headOf(targets) };
  return {
    latest,
    parts: new Map([...equityParts(net, gross), ...tradeParts(net.trades), ...reportParts(usable, panel, net, gross)]),
    // Old news is no signal: while a symbol lags or is being filled, the as-of session is one of the past.
    signal: latest.signal === 'rebalance' && waitsFor.length === 0 ? { session: asOf, content: latest } : undefined,
  };
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
  const has = (symbol: Ticker) => new Set(sessions.get(symbol));
  const [first, ...legs] = symbolsOf({ pairs: portfolio.pairs });
  const others = legs.map(has);
  const known = has(benchmark);
  const common = (first === undefined ? [] : (sessions.get(first) ?? [])).filter(
    (session) => session <= asOf && others.every((leg) => leg.has(session)),
  );
  return common.every((session) => known.has(session)) ? portfolio : { ...portfolio, benchmark: undefined };
}

/** No report where the risk-free rates are in a file: it is on the machine of whoever wrote the portfolio. */
function reportParts(portfolio: Portfolio, panel: Panel, net: BacktestRun, gross: BacktestRun): [string, JsonObject][] {
  const { riskFreeRate } = portfolio;
  if (typeof riskFreeRate === 'string') return [];
  const riskFree = riskFreeRates(riskFreeRate, panel.sessions);
  return [['report', reportPart(buildReport({ portfolio, panel, net, gross, riskFree }))]];
}

type Ready = Extract<LatestContent, { asOf: string }>;

function headOf(targets: Targets): Pick<Ready, 'signal' | 'asOf' | 'nav' | 'cash' | 'netDelta' | 'pairs'> {
  const { signal, asOf, nav, cash, netDelta } = targets;
  const pairs = targets.pairs.map((pair) => ({
    base: pair.base,
    inverse: pair.inverse,
    ratio: pair.ratio,
    target: { base: pair.target.base, inverse: pair.target.inverse },
    weight: { base: pair.weight.base, inverse: pair.weight.inverse },
    drift: Number.isFinite(pair.drift) ? pair.drift : null,
    netDelta: pair.netDelta,
    breached: pair.breached,
    blocked: pair.blocked,
    action: pair.action,
  }));
  return { signal, asOf, nav, cash, netDelta, pairs };
}
