import type { SessionDate } from '../calendar';
import { at } from '../column';
import { AppError } from '../errors';
import type { Ticker } from '../prices';
import { legOf, type IndexColumns, type Panel } from './panel';
import type { FillRule } from './rules';
import type { Trade } from './run';
import { sharesOf } from './shares';
import { REASONS, type TradeReason } from './state';

/**
 * The filled orders of a run in the order they were made, as columns: as objects, 300,000 of them would take more memory than all
 * prices of such a run. Row `i` of each column belongs to order `i`; there may be more rows than orders.
 */
export interface Fills {
  readonly length: number;
  /** Row of the run. */
  readonly row: Int32Array;
  /** Index units, positive buys. */
  readonly units: Float64Array;
  /** Index value. */
  readonly price: Float64Array;
  /** In money, signed like `units`. */
  readonly value: Float64Array;
  /** In money, not negative. */
  readonly cost: Float64Array;
  session(order: number): SessionDate;
  symbol(order: number): Ticker;
  /** Position of the pair in the run. */
  pair(order: number): number;
  /** Null where prices as traded are not known. */
  tradedPrice(order: number): number | null;
  reason(order: number): TradeReason;
}

/** One order of {@link Fills} as an object. */
export function tradeOf(fills: Fills, order: number): Trade {
  const value = at(fills.value, order);
  const tradedPrice = fills.tradedPrice(order);
  return {
    session: fills.session(order),
    symbol: fills.symbol(order),
    pair: fills.pair(order),
    units: at(fills.units, order),
    price: at(fills.price, order),
    shares: sharesOf(value, tradedPrice),
    tradedPrice,
    value,
    cost: at(fills.cost, order),
    reason: fills.reason(order),
  };
}

/** {@link Fills} while they are made. */
export class RecordedFills implements Fills {
  length = 0;
  row = new Int32Array(ROOM);
  units = new Float64Array(ROOM);
  price = new Float64Array(ROOM);
  value = new Float64Array(ROOM);
  cost = new Float64Array(ROOM);
  private leg = new Uint16Array(ROOM);
  private code = new Uint8Array(ROOM);

  /**
   * @param first row of the panel that is row 0 of the run
   * @param fillAt which price of a session the orders are filled at
   * @param most orders that a run can come to
   */
  constructor(
    private readonly panel: Panel,
    private readonly first: number,
    private readonly fillAt: FillRule['at'],
    private readonly most: number,
  ) {}

  /** Adds an order, filled on row `row` of the run; `code` is a position in {@link REASONS} plus 1. */
  add(row: number, leg: number, units: number, price: number, value: number, cost: number, code: number): void {
    const order = this.length;
    if (order === this.row.length) this.grow();
    this.row[order] = row;
    this.leg[order] = leg;
    this.units[order] = units;
    this.price[order] = price;
    this.value[order] = value;
    this.cost[order] = cost;
    this.code[order] = code;
    this.length += 1;
  }

  session(order: number): SessionDate {
    const session = this.panel.sessions[this.panelRow(order)];
    if (session !== undefined) return session;
    throw new AppError('failed', `order ${order}: outside a run of ${this.length} orders`);
  }

  symbol(order: number): Ticker {
    return this.columns(order).ticker;
  }

  pair(order: number): number {
    return (this.leg[order] ?? Number.NaN) >> 1;
  }

  tradedPrice(order: number): number | null {
    return this.columns(order).traded?.[this.fillAt][this.panelRow(order)] ?? null;
  }

  reason(order: number): TradeReason {
    return REASONS[(this.code[order] ?? 0) - 1] ?? 'drift';
  }

  private columns(order: number): IndexColumns {
    return legOf(this.panel, this.leg[order] ?? Number.NaN);
  }

  private panelRow(order: number): number {
    return (this.row[order] ?? Number.NaN) + this.first;
  }

  private grow(): void {
    // Few orders need little room; whoever makes many of them may make all, and memory that is never touched costs nothing.
    const grown = 4 * this.row.length;
    const room = grown < MANY ? grown : Math.max(this.most, this.row.length + 1);
    const { row, leg, units, price, value, cost, code } = this;
    (this.row = new Int32Array(room)).set(row);
    (this.leg = new Uint16Array(room)).set(leg);
    (this.units = new Float64Array(room)).set(units);
    (this.price = new Float64Array(room)).set(price);
    (this.value = new Float64Array(room)).set(value);
    (this.cost = new Float64Array(room)).set(cost);
    (this.code = new Uint8Array(room)).set(code);
  }
}

/** Orders that there is room for before the columns grow. */
const ROOM = 64;
/** Orders from which on there is room for all that a run can come to. */
const MANY = 10_000;
