import { Decimal } from 'decimal.js';
import type { SessionDate } from '@evenkeel/domain/calendar';
import type { Market, Traded } from './market';
import type { Item, Tables } from './tables';

/** Where what is stored is not what was traded. */
export interface Untruth {
  readonly invariant: string;
  readonly detail: string;
}

/** The first untruth among the stored bars: each session of each symbol is to be there once, as it was traded. */
export function untruth(
  { names, items }: Tables,
  market: Market,
  sessions: readonly SessionDate[],
): Untruth | undefined {
  const all = items(names.prices);
  for (const [ticker, tape] of market) {
    const own = all.filter((item) => item['ticker']?.S === ticker);
    const days = new Map(own.map((item) => [item['timestamp']?.S ?? '', item]));
    const missing = sessions.find((session) => !days.has(session));
    if (missing !== undefined) {
      return { invariant: 'nothing accepted is lost', detail: `${ticker} ${missing} is not stored` };
    }
    if (days.size > sessions.length) return { invariant: 'nothing is stored that was never traded', detail: ticker };
    const wrong = tape.map((day) => difference(day, days.get(day.session) ?? {})).find((each) => each !== undefined);
    if (wrong !== undefined) return { invariant: 'what is stored is what was traded', detail: `${ticker} ${wrong}` };
  }
  return undefined;
}

/** Vendors send floats; nothing that was traded differs by less. */
const ROUNDING = '0.0005';

function difference(day: Traded, item: Item): string | undefined {
  const { open, high, low, close, dividend, split } = day;
  const wanted = { open, high, low, close, dividends: dividend, splits: split.equals(1) ? new Decimal(0) : split };
  for (const [name, traded] of Object.entries(wanted)) {
    const stored = new Decimal(item[name]?.N ?? Number.NaN);
    if (stored.minus(traded).abs().lessThanOrEqualTo(ROUNDING)) continue;
    return `${day.session} ${name}: ${stored.toString()}, traded ${traded.toString()}`;
  }
  return undefined;
}
