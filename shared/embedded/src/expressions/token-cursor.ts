import { invalid, type StoreError } from '../errors';
import { LIMITS } from '../limits';

/** The parameter that an expression came in; errors name it. */
export type ExpressionKind =
  'ConditionExpression' | 'FilterExpression' | 'KeyConditionExpression' | 'ProjectionExpression' | 'UpdateExpression';

/** A piece of an expression. */
export interface Token {
  readonly kind: 'name' | 'keyword' | 'placeholder' | 'value' | 'number' | 'symbol' | 'unknown' | 'end';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const KEYWORDS = new Set(['AND', 'OR', 'NOT', 'BETWEEN', 'IN', 'SET', 'REMOVE', 'ADD', 'DELETE']);
const PIECES: readonly (readonly [Token['kind'], RegExp])[] = [
  ['name', /[A-Za-z][A-Za-z0-9_]*/y],
  ['placeholder', /#[A-Za-z0-9_]+/y],
  ['value', /:[A-Za-z0-9_]+/y],
  ['number', /0|[1-9][0-9]*/y],
  ['symbol', /<>|<=|>=|[=<>()[\],.+-]/y],
  ['unknown', /[^]/uy],
];

/** An error in an expression: `Invalid UpdateExpression: ...`. */
export function badExpression(kind: ExpressionKind, what: string): StoreError {
  return invalid(`Invalid ${kind}: ${what}`);
}

/** Reads an expression token by token. */
export class TokenCursor {
  private readonly tokens: readonly Token[];
  private place = 0;

  /** @throws StoreError `ValidationException` for an empty or overlong text */
  constructor(
    readonly kind: ExpressionKind,
    private readonly text: string,
  ) {
    if (text === '') throw badExpression(kind, 'The expression can not be empty;');
    const size = Buffer.byteLength(text);
    if (size > LIMITS.expressionBytes) {
      throw badExpression(kind, `Expression size has exceeded the maximum allowed size; expression size: ${size}`);
    }
    this.tokens = tokensOf(text);
  }

  /** The token that comes next. */
  get next(): Token {
    return this.tokens[this.place] ?? endOf(this.text);
  }

  /** Whether the next token is that symbol. */
  isAt(symbol: string): boolean {
    return this.next.kind === 'symbol' && this.next.text === symbol;
  }

  /** Whether the next token is that keyword, in whatever case. */
  isAtKeyword(keyword: string): boolean {
    return this.next.kind === 'keyword' && this.next.text.toUpperCase() === keyword;
  }

  /** Takes the next token when it is that symbol. */
  accept(symbol: string): boolean {
    if (!this.isAt(symbol)) return false;
    this.place += 1;
    return true;
  }

  /** Takes the next token when it is that keyword. */
  acceptKeyword(keyword: string): boolean {
    if (!this.isAtKeyword(keyword)) return false;
    this.place += 1;
    return true;
  }

  /** Takes the next token, which has to be that symbol. */
  expect(symbol: string): void {
    if (!this.accept(symbol)) throw this.unexpected();
  }

  /** Takes the next token, which has to be of that kind; answers its text. */
  take(kind: Token['kind']): string {
    const token = this.next;
    if (token.kind !== kind) throw this.unexpected();
    this.place += 1;
    return token.text;
  }

  /** The syntax error that the next token is, shown with its neighbours. */
  unexpected(): StoreError {
    const token = this.next;
    const from = this.tokens[this.place - 1]?.start ?? 0;
    const to = this.tokens[this.place + 1]?.end ?? this.text.length;
    const near = this.text.slice(from, to);
    return badExpression(this.kind, `Syntax error; token: "${token.text}", near: "${near}"`);
  }
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (let start = 0; ;) {
    while (start < text.length && /\s/.test(text.charAt(start))) start += 1;
    if (start >= text.length) return tokens;
    const token = tokenAt(text, start);
    tokens.push(token);
    start = token.end;
  }
}

function tokenAt(text: string, start: number): Token {
  for (const [kind, pattern] of PIECES) {
    pattern.lastIndex = start;
    const piece = pattern.exec(text)?.[0];
    if (piece === undefined) continue;
    const keyword = kind === 'name' && KEYWORDS.has(piece.toUpperCase());
    return { kind: keyword ? 'keyword' : kind, text: piece, start, end: start + piece.length };
  }
  return endOf(text);
}

function endOf(text: string): Token {
  return { kind: 'end', text: '<EOF>', start: text.length, end: text.length };
}
