import { AppError } from '../errors';

declare const ticker: unique symbol;

/** An exchange symbol in upper case, e.g. `QQQ`, `BTC-USD`. */
export type Ticker = string & { readonly [ticker]: true };

const SHAPE = /^[A-Z0-9^][A-Z0-9.\-=^]{0,19}$/;

/**
 * Parses a symbol that somebody typed, in either case.
 * @throws AppError `bad-input` when it cannot be a symbol
 */
export function parseTicker(text: string, what = 'symbol'): Ticker {
  const upper = text.trim().toUpperCase();
  if (SHAPE.test(upper)) return upper as Ticker;
  throw new AppError('bad-input', `${what}: "${text}" is not a symbol; write one like QQQ or BTC-USD`, { what });
}
