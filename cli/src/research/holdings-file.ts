import { Decimal } from 'decimal.js';
import { AppError, messageOf } from '@evenkeel/domain';
import { parseTicker, type Ticker } from '@evenkeel/domain/prices';

/** Shares held of one symbol, exact. */
export interface Holding {
  readonly symbol: Ticker;
  readonly shares: Decimal;
}

/**
 * Holdings from the text of a file: CSV with the header `symbol,shares`, JSON `[{"symbol":"QQQ","shares":10}]`
 * or JSON `{"QQQ": 10}`.
 * @param origin the file's name, for messages
 * @throws AppError `bad-input` naming the line or symbol: no number, negative shares, a symbol twice
 */
export function parseHoldings(text: string, origin: string): readonly Holding[] {
  const entries = /^\s*[[{]/.test(text) ? fromJson(text, origin) : fromCsv(text, origin);
  const seen = new Set<string>();
  return entries.map(({ where, symbol, shares }) => {
    const ticker = parseTicker(symbol, where);
    if (seen.has(ticker)) throw new AppError('bad-input', `${where}: ${ticker} stands there twice; add its shares up in one line`);
    seen.add(ticker);
    return { symbol: ticker, shares: exactShares(shares, `${where}: ${ticker}`) };
  });
}

/**
 * An amount of money somebody typed, exact and not negative.
 * @param option its name, for messages
 * @throws AppError `bad-input`
 */
export function parseMoney(text: string, option: string): Decimal {
  const amount = exactNumber(text);
  if (amount === undefined) throw new AppError('bad-input', `${option} ${text}: not an amount; write a plain number, e.g. 25000.50`);
  if (amount.isNegative() && !amount.isZero()) throw new AppError('bad-input', `${option} ${text}: must not be below 0`);
  return amount;
}

interface Entry {
  readonly where: string;
  readonly symbol: string;
  readonly shares: string;
}

function fromCsv(text: string, origin: string): readonly Entry[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const [header = '', ...rows] = lines;
  if (header.replaceAll(' ', '').toLowerCase() !== 'symbol,shares') {
    throw new AppError('bad-input', `${origin}: the first line must be "symbol,shares", not "${header.slice(0, 40)}"`);
  }
  return rows.flatMap((row, i) => {
    if (row.trim() === '') return [];
    const where = `${origin} line ${i + 2}`;
    const [symbol, shares, ...more] = row.split(',');
    if (symbol === undefined || shares === undefined || more.length > 0) {
      throw new AppError('bad-input', `${where}: "${row.slice(0, 40)}" is not symbol,shares`);
    }
    return [{ where, symbol, shares }];
  });
}

function fromJson(text: string, origin: string): readonly Entry[] {
  const parsed = json(text, origin);
  const entries: readonly unknown[] = Array.isArray(parsed)
    ? parsed
    : Object.entries(fieldsOf(parsed)).map(([symbol, shares]) => ({ symbol, shares }));
  return entries.map((entry) => {
    const { symbol, shares, ...more } = fieldsOf(entry);
    const isNumber = typeof shares === 'number' || typeof shares === 'string';
    if (typeof symbol !== 'string' || !isNumber || Object.keys(more).length > 0) {
      const found = JSON.stringify(entry).slice(0, 40);
      throw new AppError('bad-input', `${origin}: ${found} is no holding; write [{"symbol":"QQQ","shares":10}] or {"QQQ":10}`);
    }
    return { where: origin, symbol, shares: String(shares) };
  });
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function json(text: string, origin: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AppError('bad-input', `${origin}: not JSON (${messageOf(error)})`, {}, { cause: error });
  }
}

function exactShares(text: string, where: string): Decimal {
  const shares = exactNumber(text);
  if (shares === undefined) throw new AppError('bad-input', `${where}: "${text}" is not a number of shares`);
  if (shares.isNegative() && !shares.isZero()) {
    throw new AppError('bad-input', `${where}: ${text.trim()} shares; the portfolio is long only, so none can be negative`);
  }
  return shares;
}

function exactNumber(text: string): Decimal | undefined {
  const plain = text.trim();
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(plain) ? new Decimal(plain) : undefined;
}
