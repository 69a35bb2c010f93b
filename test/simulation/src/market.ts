import { Decimal } from 'decimal.js';
import { calendarDaysBetween, type SessionDate } from '@evenkeel/domain/calendar';
import { parseTicker, type Ticker, type VendorHistory } from '@evenkeel/domain/prices';
import { Chance } from './chance';

/** One session of a symbol as it was traded. */
export interface Traded {
  readonly session: SessionDate;
  readonly open: Decimal;
  readonly high: Decimal;
  readonly low: Decimal;
  close: Decimal;
  readonly volume: Decimal;
  readonly dividend: Decimal;
  /** New shares per old share; 1 where there was no split. */
  readonly split: Decimal;
}

/** What really happened: the tape of every symbol. */
export type Market = ReadonlyMap<Ticker, Traded[]>;

/** Two inverse funds of one base; the first has leverage 2, the second 3. */
export const PAIRS = [
  { base: parseTicker('AAA'), inverse: parseTicker('BBB'), ratio: 2 },
  { base: parseTicker('AAA'), inverse: parseTicker('CCC'), ratio: 3 },
] as const;
const BASE = PAIRS[0].base;
/** The symbols of some pairs, each once. */
export const symbolsOf = (pairs: readonly (typeof PAIRS)[number][]): Ticker[] => [
  ...new Set(pairs.flatMap(({ base, inverse }) => [base, inverse])),
];
export const SYMBOLS: readonly Ticker[] = symbolsOf(PAIRS);

/** A wild market, so that little time has all that matters in it: rebalances, dividends, splits both ways, jumps. */
export function marketOf(seed: number, sessions: readonly SessionDate[]): Market {
  const chance = new Chance(seed, 'market');
  const moves = sessions.map(() => moveOf(chance));
  const base = { chance, price: chance.between(40, 200), pays: true, split: new Decimal(2) };
  const inverses = PAIRS.map(({ inverse, ratio }): [Ticker, Traded[]] => {
    const against = moves.map((move) => Math.max(-0.9, -ratio * move + 0.002 * chance.normal()));
    const fund = { chance, price: chance.between(8, 60), pays: false, split: new Decimal('0.2') };
    return [inverse, tapeOf(sessions, against, fund)];
  });
  return new Map([[BASE, tapeOf(sessions, moves, base)], ...inverses]);
}

/** The tape as a vendor that has seen all of it would serve it: split-adjusted to its end. */
export function historyOf(ticker: Ticker, tape: readonly Traded[]): VendorHistory {
  let later = new Decimal(1);
  const adjusted = tape.toReversed().map((day) => {
    const per = new Decimal(1).div(later);
    const row = {
      session: day.session,
      open: day.open.times(per),
      high: day.high.times(per),
      low: day.low.times(per),
      close: day.close.times(per),
      volume: day.volume.times(later),
    };
    const dividend = { session: day.session, amount: day.dividend.times(per) };
    later = later.times(day.split);
    return { row, dividend, split: { session: day.session, ratio: day.split } };
  });
  const ascending = adjusted.toReversed();
  return {
    ticker,
    rows: ascending.map(({ row }) => row),
    dividends: ascending.map(({ dividend }) => dividend).filter(({ amount }) => !amount.isZero()),
    splits: ascending.map(({ split }) => split).filter(({ ratio }) => !ratio.equals(1)),
  };
}

function moveOf(chance: Chance): number {
  if (chance.happens(0.01)) return (chance.happens(0.5) ? 1 : -1) * (0.15 + 0.03 * chance.next());
  return Math.max(-0.09, Math.min(0.09, 0.025 * chance.normal()));
}

function tapeOf(
  sessions: readonly SessionDate[],
  moves: readonly number[],
  fund: { readonly chance: Chance; readonly price: number; readonly pays: boolean; readonly split: Decimal },
): Traded[] {
  const { chance, pays, split } = fund;
  let price = fund.price;
  let paid: SessionDate | undefined;
  return sessions.map((session, index) => {
    const splits = index > 0 && chance.happens(0.02);
    const mayPay = index > 0 && !splits && (paid === undefined || calendarDaysBetween(paid, session) > 8);
    const dividend = pays && mayPay && chance.happens(0.08) ? cents(price * 0.006) : new Decimal(0);
    if (!dividend.isZero()) paid = session;
    const before = splits ? price / split.toNumber() : price;
    const opened = before * (1 + 0.3 * (moves[index] ?? 0));
    price = Math.max(1, before * (1 + (moves[index] ?? 0)) - dividend.toNumber());
    const [open, close] = [cents(opened), cents(price)];
    price = close.toNumber();
    return {
      session,
      open,
      high: Decimal.max(open, close).plus('0.05'),
      low: Decimal.max('0.01', Decimal.min(open, close).minus('0.05')),
      close,
      volume: new Decimal(chance.between(10_000, 90_000)).times(100),
      dividend,
      split: splits ? split : new Decimal(1),
    };
  });
}

function cents(value: number): Decimal {
  return new Decimal(value).toDecimalPlaces(2);
}
