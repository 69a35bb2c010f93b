import type { SessionDate } from '../calendar';
import { AppError } from '../errors';
import type { Portfolio } from '../portfolio';
import { Book, bookOf, REASONS, stateOf } from './book';
import { Tally, walk, type Recorder } from './engine';
import type { IndexColumns, Panel } from './panel';
import { rulesOf, targetRows } from './rules';
import type { BacktestRun, PairColumns, Trade } from './run';
import type { EngineState } from './state';

/** How to run. */
export interface RunOptions {
  /** False for the gross run: the same configuration without any costs. Default true. */
  readonly costs?: boolean | undefined;
  /** Go on after this state instead of starting; columns and trades then begin with the session after it. */
  readonly after?: EngineState | undefined;
  /** Stop after this session instead of the panel's last; it need not be a session itself. */
  readonly until?: SessionDate | undefined;
}

/**
 * Runs a portfolio over a panel made for it.
 *
 * A run that stops and goes on from its `state` (also from its JSON text) gives bit for bit what an
 * uninterrupted run gives, as long as the panel has the same rows up to the state's session.
 *
 * @throws AppError `bad-input` for a state or an `until` that does not fit the panel, `bad-data` when the
 * costs eat the portfolio
 */
export function runBacktest(portfolio: Portfolio, panel: Panel, options: RunOptions = {}): BacktestRun {
  const { costs = true, after } = options;
  const first = after === undefined ? 0 : rowOf(panel, after.session) + 1;
  const last = lastRow(panel, options.until);
  if (last < first - 1 || last < 0) {
    throw new AppError('bad-input', `run until ${options.until}: that is before ${after?.session ?? panel.sessions[0]}; choose a later session`);
  }
  const book = after === undefined ? new Book(panel.pairs.length, portfolio.capital) : bookOf(after, panel);
  const nav = new Float64Array(last - first + 1);
  const tally = new Tally();
  const recording = new Recording(panel, first, nav.length);
  walk(rulesOf(portfolio, panel, targetRows(portfolio, panel), costs), book, first, last, nav, tally, recording);
  return {
    capital: portfolio.capital,
    sessions: panel.sessions.slice(first, last + 1),
    nav,
    cash: recording.cash,
    cost: recording.cost,
    exposure: recording.exposure,
    netDelta: recording.netDelta,
    pairs: recording.pairs,
    trades: recording.trades,
    rebalances: tally.rebalances,
    state: after !== undefined && nav.length === 0 ? after : stateOf(book, sessionOn(panel, last)),
  };
}

/**
 * The panel's row of a session.
 *
 * @throws AppError `bad-input` when the panel has no such session
 */
export function rowOf(panel: Panel, session: SessionDate): number {
  const row = panel.sessions.lastIndexOf(session);
  if (row >= 0) return row;
  throw new AppError('bad-input', `session ${session}: not among the ${panel.sessions.length} sessions of this panel; run from the start instead`, { session });
}

function lastRow({ sessions }: Panel, until: SessionDate | undefined): number {
  return until === undefined ? sessions.length - 1 : sessions.findLastIndex((session) => session <= until);
}

function sessionOn(panel: Panel, row: number): SessionDate {
  const session = panel.sessions[row];
  if (session !== undefined) return session;
  throw new AppError('failed', `row ${row}: outside a panel of ${panel.sessions.length} sessions`);
}

/** Columns of a {@link BacktestRun}, filled while the engine walks. */
class Recording implements Recorder {
  readonly cash: Float64Array;
  readonly cost: Float64Array;
  readonly exposure: Float64Array;
  readonly netDelta: Float64Array;
  readonly pairs: readonly PairColumns[];
  readonly trades: Trade[] = [];

  constructor(
    private readonly panel: Panel,
    private readonly first: number,
    rows: number,
  ) {
    const column = (): Float64Array => new Float64Array(rows);
    this.cash = column();
    this.cost = column();
    this.exposure = column();
    this.netDelta = column();
    this.pairs = panel.pairs.map(({ base, inverse, ratio }) => ({
      base: base.ticker,
      inverse: inverse.ticker,
      baseValue: column(),
      inverseValue: column(),
      ratio: ratio.slice(first, first + rows),
      drift: column().fill(Number.NaN),
      traded: new Uint8Array(rows),
    }));
  }

  trade(session: number, leg: number, units: number, price: number, value: number, cost: number, reason: number): void {
    const row = session - this.first;
    const pair = leg >> 1;
    this.cost[row] = (this.cost[row] ?? 0) + cost;
    const columns = this.pairs[pair];
    if (columns) columns.traded[row] = 1;
    this.trades.push({
      session: sessionOn(this.panel, session),
      symbol: legOf(this.panel, leg).ticker,
      pair,
      units,
      price,
      value,
      cost,
      reason: REASONS[reason - 1] ?? 'drift',
    });
  }

  drift(session: number, pair: number, drift: number): void {
    const columns = this.pairs[pair];
    if (columns) columns.drift[session - this.first] = drift;
  }

  close(session: number, book: Book): void {
    const row = session - this.first;
    let held = 0;
    let delta = 0;
    for (let pair = 0; pair < this.pairs.length; pair++) {
      const columns = this.pairs[pair];
      if (!columns) continue;
      const base = book.value[2 * pair] ?? Number.NaN;
      const inverse = book.value[2 * pair + 1] ?? Number.NaN;
      columns.baseValue[row] = base;
      columns.inverseValue[row] = inverse;
      held += base + inverse;
      delta += base - (columns.ratio[row] ?? Number.NaN) * inverse;
    }
    this.cash[row] = book.cash;
    this.exposure[row] = held / book.nav;
    this.netDelta[row] = delta / book.nav;
  }
}

function legOf(panel: Panel, leg: number): IndexColumns {
  const pair = panel.pairs[leg >> 1];
  if (pair) return leg % 2 === 0 ? pair.base : pair.inverse;
  throw new AppError('failed', `leg ${leg}: outside a panel of ${panel.pairs.length} pairs`);
}
