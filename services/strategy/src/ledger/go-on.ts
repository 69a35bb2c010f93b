import { AppError } from '@evenkeel/domain';
import type { EngineState, IndexColumns, Panel, TradeReason } from '@evenkeel/domain/backtest';
import { pairKey } from '@evenkeel/domain/pairs';
import { type Portfolio, tradingCost } from '@evenkeel/domain/portfolio';
import type { LedgerEntry, LedgerFill, LedgerLeg, LedgerPair } from '@evenkeel/dynamo/strategy';

/** Where a ledger goes on from. */
export interface GoingOn {
  readonly state: EngineState;
  /** What is sold because the portfolio has it no more. */
  readonly sold: readonly LedgerFill[];
  /** True where the portfolio has other pairs, and all of them are bought at target. */
  readonly anew: boolean;
}

/**
 * The engine's state after an entry: what it holds, in index units of the panel as it is now. Pairs that the portfolio has no more
 * are sold at what they were booked at. Where it has new ones, all are bought at target on its next session: a rule that keeps money
 * within its pair would never give them any.
 * @throws AppError `bad-data` where the entry's session is none of the panel's
 */
export function goOn(
  { portfolio, panel }: { readonly portfolio: Portfolio; readonly panel: Panel },
  last: LedgerEntry,
): GoingOn {
  const row = panel.sessions.findLastIndex((each) => each === last.session);
  const session = panel.sessions[row];
  if (session === undefined) {
    const why = `the ledger ends with ${last.session}, which is no session that all symbols have; ingest the bars that are missing there`;
    throw new AppError('bad-data', `${portfolio.name}: ${why}`, { portfolio: portfolio.name, session: last.session });
  }
  const booked = new Map(last.pairs.map((pair) => [keyOf(pair), pair]));
  const units = (value: number, { close }: IndexColumns) => value / (close[row] ?? Number.NaN);
  const kept = panel.pairs.map(({ pair: { base, inverse }, ...columns }) => {
    const pair = booked.get(pairKey({ base, inverse }));
    return {
      units: [units(pair?.base.value ?? 0, columns.base), units(pair?.inverse.value ?? 0, columns.inverse)],
      known: pair !== undefined,
      blocked: pair?.blocked ?? false,
      pending: REASONS.find((reason) => reason === pair?.pending) ?? null,
    };
  });
  const still = new Set(panel.pairs.map(({ pair }) => pairKey(pair)));
  const sold = last.pairs
    .filter((pair) => !still.has(keyOf(pair)))
    .flatMap((pair) => [pair.base, pair.inverse].map((leg) => soldAt(portfolio, keyOf(pair), leg)))
    .filter(({ value }) => value !== 0);
  const measured = {
    units: kept.flatMap((pair) => pair.units),
    cash: sold.reduce((cash, { value, cost }) => cash + value - cost, last.cash),
    blocked: kept.map(({ blocked }) => blocked),
  };
  const pending = last.decided ? kept.map((pair) => pair.pending) : null;
  const anew = sold.length > 0 || kept.some(({ known }) => !known);
  const state = { session, ...measured, bought: last.bought && !anew, pending: anew ? null : pending, measured };
  return { state, sold, anew };
}

const REASONS: readonly TradeReason[] = ['initial', 'drift', 'regime', 'calendar'];

function soldAt({ costs }: Portfolio, pair: string, { symbol, value, close }: LedgerLeg): LedgerFill {
  const shares = close === null ? null : value / close;
  const cost = tradingCost(costs, value);
  return { pair, symbol, side: 'sell', shares, price: close, value, cost, reason: 'generation' };
}

/** `BASE/INVERSE` of a booked pair. */
export function keyOf({ base, inverse }: Pick<LedgerPair, 'base' | 'inverse'>): string {
  return `${base.symbol}/${inverse.symbol}`;
}
