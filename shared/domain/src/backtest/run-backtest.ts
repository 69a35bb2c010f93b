import { rowOfSession, type SessionDate } from '../calendar';
import { AppError } from '../errors';
import type { Portfolio } from '../portfolio';
import { Book, bookOf, stateOf } from './book';
import { Tally, walk, type Recorder } from './engine';
import { RecordedFills, tradeOf } from './fills';
import type { Panel } from './panel';
import { rulesOf, targetRows, type FillRule } from './rules';
import type { BacktestRun, PairColumns, Trade } from './run';
import type { EngineState } from './state';

/** How to run. */
export interface RunOptions {
  /** False for the gross run: the same configuration without any costs. Default true. */
  readonly costs?: boolean | undefined;
  /** Go on after this state instead of starting; columns and trades then begin with the session after it. */
  readonly after?: EngineState | undefined;
  /**
   * Begin with the first session from this one on, with the portfolio's capital; windows of allocation and regimes look back to the
   * panel's first. Default: the panel's first session.
   */
  readonly start?: SessionDate | undefined;
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
  const start = startRow(panel, options.start);
  const first = after === undefined ? start : rowOf(panel, after.session) + 1;
  const last = lastRow(panel, options.until);
  if (last < (after === undefined ? first : first - 1)) {
    throw new AppError(
      'bad-input',
      `run until ${options.until}: that is before ${after?.session ?? options.start ?? panel.sessions[0]}; choose a later session`,
    );
  }
  const book = after === undefined ? new Book(panel.pairs.length, portfolio.capital) : bookOf(after, panel);
  const nav = new Float64Array(last - first + 1);
  const tally = new Tally(panel.pairs.length);
  const rules = rulesOf(portfolio, panel, targetRows(portfolio, panel), costs, start);
  const recording = new Recording(panel, first, nav.length, rules.fill.at);
  walk(rules, book, first, last, nav, tally, recording);
  let trades: readonly Trade[] | undefined;
  return {
    capital: portfolio.capital,
    sessions: panel.sessions.slice(first, last + 1),
    nav,
    cash: recording.column(CASH),
    cost: recording.column(COST),
    exposure: recording.column(EXPOSURE),
    netDelta: recording.column(NET_DELTA),
    pairs: recording.pairs(),
    fills: recording.fills,
    get trades() {
      return (trades ??= Array.from({ length: recording.fills.length }, (_, order) => tradeOf(recording.fills, order)));
    },
    rebalances: tally.rebalances,
    state: after !== undefined && nav.length === 0 ? after : stateOf(book, sessionOn(panel, last)),
  };
}

/** The row of a run's first purchase: of the first session from `start` on, past the last where there is none. */
export function startRow({ sessions }: Panel, start: SessionDate | undefined): number {
  if (start === undefined) return 0;
  const row = sessions.findIndex((session) => session >= start);
  return row < 0 ? sessions.length : row;
}

/**
 * The panel's row of a session.
 *
 * @throws AppError `bad-input` when the panel has no such session
 */
export function rowOf(panel: Panel, session: SessionDate): number {
  const row = rowOfSession(panel.sessions, session);
  if (row >= 0) return row;
  throw new AppError(
    'bad-input',
    `session ${session}: not among the ${panel.sessions.length} sessions of this panel; run from the start instead`,
    { session },
  );
}

function lastRow({ sessions }: Panel, until: SessionDate | undefined): number {
  return until === undefined ? sessions.length - 1 : sessions.findLastIndex((session) => session <= until);
}

function sessionOn(panel: Panel, row: number): SessionDate {
  const session = panel.sessions[row];
  if (session !== undefined) return session;
  throw new AppError('failed', `row ${row}: outside a panel of ${panel.sessions.length} sessions`);
}

/** Columns of the portfolio, then of each pair, in the order they lie in {@link Recording}'s memory. */
const CASH = 0;
const COST = 1;
const EXPOSURE = 2;
const NET_DELTA = 3;
const PORTFOLIO_COLUMNS = 4;
const BASE_VALUE = 0;
const INVERSE_VALUE = 1;
const DRIFT = 2;
const PAIR_COLUMNS = 3;

/** Columns of a {@link BacktestRun}, filled while the engine walks; one memory for all, since many small ones cost more than the run. */
class Recording implements Recorder {
  readonly fills: RecordedFills;
  private readonly memory: Float64Array;
  private readonly traded: Uint8Array;

  constructor(
    private readonly panel: Panel,
    private readonly first: number,
    private readonly rows: number,
    fillAt: FillRule['at'],
  ) {
    this.fills = new RecordedFills(panel, first, fillAt, rows * 2 * panel.pairs.length);
    const pairs = panel.pairs.length;
    this.memory = new Float64Array(rows * (PORTFOLIO_COLUMNS + PAIR_COLUMNS * pairs));
    this.traded = new Uint8Array(rows * pairs);
    for (let pair = 0; pair < pairs; pair++) this.pairColumn(pair, DRIFT).fill(Number.NaN);
  }

  column(column: number): Float64Array {
    return this.memory.subarray(column * this.rows, (column + 1) * this.rows);
  }

  pairs(): PairColumns[] {
    return this.panel.pairs.map(({ base, inverse, ratio }, pair) => ({
      base: base.ticker,
      inverse: inverse.ticker,
      baseValue: this.pairColumn(pair, BASE_VALUE),
      inverseValue: this.pairColumn(pair, INVERSE_VALUE),
      ratio: ratio.subarray(this.first, this.first + this.rows),
      drift: this.pairColumn(pair, DRIFT),
      traded: this.traded.subarray(pair * this.rows, (pair + 1) * this.rows),
    }));
  }

  trade(session: number, leg: number, units: number, price: number, value: number, cost: number, reason: number): void {
    const row = session - this.first;
    const pair = leg >> 1;
    const at = COST * this.rows + row;
    this.memory[at] = (this.memory[at] ?? 0) + cost;
    this.traded[pair * this.rows + row] = 1;
    this.fills.add(row, leg, units, price, value, cost, reason);
  }

  measured(session: number, { pairs, drift }: Book): void {
    const { memory, rows } = this;
    let at = (PORTFOLIO_COLUMNS + DRIFT) * rows + session - this.first;
    for (let pair = 0; pair < pairs; pair++, at += PAIR_COLUMNS * rows) memory[at] = drift[pair] ?? Number.NaN;
  }

  close(session: number, { pairs, value, cash, nav }: Book): void {
    const { memory, rows } = this;
    const { ratio } = this.panel.rows;
    const row = session - this.first;
    let at = PORTFOLIO_COLUMNS * rows + row;
    let held = 0;
    let delta = 0;
    for (let pair = 0; pair < pairs; pair++, at += PAIR_COLUMNS * rows) {
      const base = value[2 * pair] ?? Number.NaN;
      const inverse = value[2 * pair + 1] ?? Number.NaN;
      memory[at + BASE_VALUE * rows] = base;
      memory[at + INVERSE_VALUE * rows] = inverse;
      held += base + inverse;
      delta += base - (ratio[session * pairs + pair] ?? Number.NaN) * inverse;
    }
    memory[CASH * rows + row] = cash;
    memory[EXPOSURE * rows + row] = held / nav;
    memory[NET_DELTA * rows + row] = delta / nav;
  }

  private pairColumn(pair: number, column: number): Float64Array {
    return this.column(PORTFOLIO_COLUMNS + pair * PAIR_COLUMNS + column);
  }
}
