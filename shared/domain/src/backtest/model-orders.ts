import { at } from '../column';
import type { ModelHolding, ModelOrder } from '../portfolio';
import type { Book } from './book';
import { aimFor, decide } from './engine';
import { legOf, type Panel } from './panel';
import type { Rules } from './rules';
import { sharesOf } from './shares';

/** What `book` holds at the close of row `row`, at which it is marked, one a leg that is held. */
export function modelHoldings(panel: Panel, book: Book, row: number): ModelHolding[] {
  return Array.from(book.units, (units, leg) => holding(panel, leg, row, units, at(book.value, leg))).filter(
    ({ units }) => units !== 0,
  );
}

/**
 * What the decision of row `row` trades at its close, at which the book is marked as it was measured there; one a leg that trades.
 * The book is left as decided.
 */
export function modelOrders(panel: Panel, rules: Rules, book: Book, row: number): ModelOrder[] {
  book.bought = row > rules.start;
  decide(rules, book, row, null);
  if (!book.decided) return [];
  aimFor(rules, book, row);
  return Array.from(book.goal).flatMap((wanted, leg): ModelOrder[] => {
    const change = wanted - at(book.value, leg);
    if (change === 0) return [];
    const price = at(legOf(panel, leg).close, row);
    const units = wanted / price - at(book.units, leg);
    const { symbol, ...amounts } = holding(panel, leg, row, Math.abs(units), Math.abs(change));
    return [{ symbol, side: change > 0 ? 'buy' : 'sell', ...amounts }];
  });
}

function holding(panel: Panel, leg: number, row: number, units: number, value: number): ModelHolding {
  const { ticker, traded } = legOf(panel, leg);
  const tradedPrice = traded?.close[row] ?? null;
  return { symbol: ticker, shares: sharesOf(value, tradedPrice), tradedPrice, units, value };
}
