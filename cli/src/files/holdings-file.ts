import { Decimal } from 'decimal.js';
import { AppError, parseJson } from '@evenkeel/domain';
import { MOST_MONEY } from '@evenkeel/domain/portfolio';
import { parseTicker, type Ticker } from '@evenkeel/domain/prices';

/** Shares held of one symbol, exact. */
export interface Holding {
  readonly symbol: Ticker;
  readonly shares: Decimal;
}

/**
 * Holdings from the text of a file: CSV with the header `symbol,shares`, JSON `[{"symbol":"QQQ","shares":10}]`
 * or JSON `{"QQQ": 10}`.
 * @param origin the file's name, for messages; one that ends in `.json` is read as JSON whatever it holds
 * @throws AppError `bad-input` naming the line or symbol: no number, fewer shares than 0 or more than {@link MOST_MONEY}, a symbol twice
 */
export function parseHoldings(text: string, origin: string): readonly Holding[] {
  if (text.trim() === '') throw new AppError('bad-input', `${origin}: is empty; write ${FORMS}`);
  const isJson = /\.json$/i.test(origin) || /^\s*[[{]/.test(text);
  const entries = isJson ? fromJson(text, origin) : fromCsv(text, origin);
  const seen = new Set<string>();
  return entries.map(({ where, symbol, shares }) => {
    const ticker = parseTicker(symbol, where);
    if (seen.has(ticker))
      throw new AppError('bad-input', `${where}: ${ticker} stands there twice; add its shares up in one line`);
    seen.add(ticker);
    return { symbol: ticker, shares: exactShares(shares, `${where}: ${ticker}`) };
  });
}

/**
 * An amount of money somebody typed, exact, from 0 to {@link MOST_MONEY}.
 * @param option its name, for messages
 * @throws AppError `bad-input`
 */
export function parseMoney(text: string, option: string): Decimal {
  const amount = exactNumber(text);
  if (amount === undefined)
    throw new AppError('bad-input', `${option} ${text}: not an amount; write a plain number, e.g. 25000.50`);
  if (amount.isNegative() && !amount.isZero())
    throw new AppError('bad-input', `${option} ${text}: must not be below 0`);
  if (amount.greaterThan(MOST_MONEY))
    throw new AppError('bad-input', `${option} ${text}: more than there can be; write an amount up to 1e15`);
  return amount;
}

interface Entry {
  readonly where: string;
  readonly symbol: string;
  readonly shares: string;
}

function fromCsv(text: string, origin: string): readonly Entry[] {
  const [header = '', ...rows] = text.replace(/^\uFEFF/, '').split(/\r?\n/);
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

const LIST_FORM = '[{"symbol":"QQQ","shares":10}]';
const OBJECT_FORM = '{"QQQ":10}';
const FORMS = `a CSV file with the first line "symbol,shares", or JSON: ${LIST_FORM} or ${OBJECT_FORM}`;

function fromJson(text: string, origin: string): readonly Entry[] {
  const parsed = parseJson(text, origin);
  if (Array.isArray(parsed)) return parsed.map((entry: unknown) => fromListed(entry, origin));
  if (typeof parsed !== 'object' || parsed === null) {
    throw new AppError(
      'bad-input',
      `${origin}: ${shown(parsed)} is no list of holdings; write ${LIST_FORM} or ${OBJECT_FORM}`,
    );
  }
  return Object.entries(parsed).map(([symbol, shares]: [string, unknown]) => {
    if (isNumeric(shares)) return { where: origin, symbol, shares: String(shares) };
    throw new AppError(
      'bad-input',
      `${origin}: "${symbol.slice(0, 40)}" is ${shown(shares)} and no number of shares; write ${LIST_FORM} or ${OBJECT_FORM}`,
    );
  });
}

function fromListed(entry: unknown, origin: string): Entry {
  const { symbol, shares, ...more }: Readonly<Record<string, unknown>> =
    typeof entry === 'object' && entry !== null ? { ...entry } : {};
  if (typeof symbol === 'string' && isNumeric(shares) && Object.keys(more).length === 0)
    return { where: origin, symbol, shares: String(shares) };
  throw new AppError('bad-input', `${origin}: ${shown(entry)} is no holding; write ${LIST_FORM} or ${OBJECT_FORM}`);
}

function isNumeric(value: unknown): value is number | string {
  return typeof value === 'number' || typeof value === 'string';
}

function shown(value: unknown): string {
  return JSON.stringify(value).slice(0, 40);
}

function exactShares(text: string, where: string): Decimal {
  const shares = exactNumber(text);
  if (shares === undefined) throw new AppError('bad-input', `${where}: "${text}" is not a number of shares`);
  if (shares.isNegative() && !shares.isZero()) {
    throw new AppError(
      'bad-input',
      `${where}: ${text.trim()} shares; the portfolio is long only, so none can be negative`,
    );
  }
  if (shares.greaterThan(MOST_MONEY))
    throw new AppError(
      'bad-input',
      `${where}: ${text.trim().slice(0, 40)} shares; more than there can be, write up to 1e15`,
    );
  return shares;
}

function exactNumber(text: string): Decimal | undefined {
  const plain = text.trim();
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(plain) ? new Decimal(plain) : undefined;
}
