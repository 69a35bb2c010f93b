import type { SessionDate } from '../calendar';
import { at } from '../column';
import type { PairTarget, Portfolio, Targets } from '../portfolio';
import { bookOf, type Book } from './book';
import { modelHoldings, modelOrders } from './model-orders';
import type { Panel } from './panel';
import { rulesOf, targetRows, type Rules } from './rules';
import { rowOf, startRow } from './run-backtest';
import type { EngineState } from './state';

/**
 * What the model portfolio should hold after the state's session, and whether that calls for trades.
 *
 * Everything is as measured at that session's close, before the trades that the measurement causes
 * (with fills on the next session: after the fill of the decision before, and `rebalance` means that a
 * new decision waits for its fill). Drift is shown on every session; it leads to `rebalance` only on a
 * check session, and on the very first, where everything is bought.
 *
 * @param start of the run that the state is of, as it was given to {@link runBacktest}
 * @throws AppError `bad-input` when the state does not belong to the panel
 */
export function latestTargets(portfolio: Portfolio, panel: Panel, state: EngineState, start?: SessionDate): Targets {
  const row = rowOf(panel, state.session);
  const rules = rulesOf(portfolio, panel, targetRows(portfolio, panel), true, startRow(panel, start));
  const book = bookOf(
    { ...state, units: state.measured.units, cash: state.measured.cash, blocked: state.measured.blocked },
    panel,
  );
  book.mark(panel.rows.close, row);
  rules.drift.measure(book, rules.target, panel.rows, row);

  const measured = panel.pairs.map((_, pair) => measure(panel, rules, book, row, pair));
  const first = row === rules.start;
  const acts = first || (rules.check[row] === 1 && measured.some(({ breached }) => breached));
  const all = first || portfolio.rebalance.scope === 'portfolio';
  const pairs = measured.map((pair) => ({
    ...pair,
    action: acts && (all || pair.breached) ? ('rebalance' as const) : ('hold' as const),
  }));
  return {
    portfolio: portfolio.name,
    asOf: state.session,
    nav: book.nav,
    cash: book.cash,
    netDelta: pairs.reduce((sum, { netDelta }) => sum + netDelta, 0),
    signal: acts ? 'rebalance' : 'hold',
    pairs,
    modelHoldings: modelHoldings(panel, book, row),
    modelOrders: modelOrders(panel, rules, book, row),
  };
}

function measure(panel: Panel, rules: Rules, book: Book, row: number, pair: number): Omit<PairTarget, 'action'> {
  const cell = row * book.pairs + pair;
  const value = { base: at(book.value, 2 * pair), inverse: at(book.value, 2 * pair + 1) };
  const target = { base: at(rules.target, 2 * cell), inverse: at(rules.target, 2 * cell + 1) };
  const ratio = at(rules.rows.ratio, cell);
  const drift = at(book.drift, pair);
  const columns = panel.pairs[pair];
  if (!columns) throw new RangeError(`pair ${pair} is outside the panel`);
  return {
    base: columns.base.ticker,
    inverse: columns.inverse.ticker,
    ratio,
    target,
    weight: { base: value.base / book.nav, inverse: value.inverse / book.nav },
    drift,
    netDelta: (value.base - ratio * value.inverse) / book.nav,
    breached: rules.calendar || drift > rules.tolerance || rules.blocked[cell] !== book.blocked[pair],
    blocked: rules.blocked[cell] === 1,
  };
}
