import { finalAt, isSessionDate } from '@evenkeel/domain/calendar';
import type { OperationName } from '@evenkeel/embedded';
import type { Process } from './process';
import type { Change, Item, Tables } from './tables';
import type { Vendor } from './vendor/vendor';
import type { World } from './world';

const FIELDS = ['open', 'high', 'low', 'close', 'volume', 'dividends', 'splits'] as const;

/** Looks at every committed write, at the moment of it, for what must never be. */
export class Watch {
  /** Sessions of bars that were replaced. */
  readonly corrected: { readonly ticker: string; readonly session: string; readonly at: number }[] = [];
  /** True once a bar has been stored behind the as-of session of a view, so that what was decided since may be decided otherwise. */
  filledIn = false;
  private readonly asOf = new Map<string, string>();
  /** The as-of session of each portfolio's first view. */
  readonly firstAsOf = new Map<string, string>();
  /** Numbers that each request has taken, by portfolio. */
  private readonly taken = new Map<string, { count: number; since: number }>();

  constructor(
    private readonly world: World,
    private readonly tables: Tables,
    private readonly vendor: Vendor,
    private readonly symbolsOf: (portfolio: string) => readonly string[],
  ) {
    tables.watch((changes, writer) => {
      for (const change of changes) this.look(change, changes, writer);
    });
  }

  private look(change: Change, all: readonly Change[], writer: Process | undefined): void {
    const { prices, strategy } = this.tables.names;
    if (change.table === prices) this.price(change, all, writer);
    if (change.table !== strategy) return;
    const item = change.key['item']?.S ?? '';
    if (item === 'view#latest') this.head(change);
    else if (item === 'fence') this.fence(change);
    else if (item.startsWith('signal#')) this.signal(change);
    else if (item.startsWith('ledger#') && change.before !== undefined) {
      this.world.violated('nothing in a ledger is rewritten', item);
    }
  }

  /** Bars come after their close, never go, and change only together with a record of it. */
  private price({ key, before, after }: Change, all: readonly Change[], writer: Process | undefined): void {
    const [ticker = '', session = ''] = [key['ticker']?.S, key['timestamp']?.S];
    const bar = `${ticker} ${session}`;
    if (after === undefined) {
      this.world.violated('nothing stored is deleted', bar);
    } else if (before === undefined) {
      if (!isSessionDate(session) || finalAt(session).getTime() > this.world.now) {
        this.world.violated('only finished sessions are stored', bar);
      }
      if ([...this.asOf.values()].some((asOf) => session <= asOf)) this.filledIn = true;
      if (after['bulk'] === undefined && writer !== undefined) this.events(ticker, session, writer);
    } else if (FIELDS.some((field) => before[field]?.N !== after[field]?.N)) {
      const record = all.find(
        ({ table, key: { pk }, after: put }) =>
          table === this.tables.names.ingestion &&
          pk?.S === `correction#${ticker}` &&
          sameBar(put?.['before']?.M, before) &&
          sameBar(put?.['after']?.M, after),
      );
      if (record === undefined) this.world.violated('a stored bar changes only by a recorded correction', bar);
      this.corrected.push({ ticker, session, at: this.world.now });
      this.world.recovered(`correction recorded: ${record?.after?.['kind']?.S ?? 'none'}`);
    } else if (before['recordedAt']?.S !== after['recordedAt']?.S || before['source']?.S !== after['source']?.S) {
      this.world.violated('a stored bar changes only by a recorded correction', `${bar} was written again`);
    }
  }

  /** No bar is put behind an event that its writer knew of, whose own bar is not there, and that nothing stored lies behind yet. */
  private events(ticker: string, session: string, writer: Process): void {
    const before = this.sessionBefore(ticker, session);
    if (before === undefined) return;
    const missed = this.vendor.toldTo(writer, ticker).find((event) => event > before && event < session);
    if (missed === undefined) return;
    this.world.violated('no bar is stored past an event without a bar', `${ticker} ${session}, event of ${missed}`);
  }

  private sessionBefore(ticker: string, session: string): string | undefined {
    const partition = this.tables.database.table(this.tables.names.prices).partition({ S: ticker });
    let before: string | undefined;
    for (const { attributes } of partition?.items.ascending() ?? []) {
      const stored = attributes['timestamp'];
      if (stored === undefined || !('S' in stored) || stored.S >= session) break;
      before = stored.S;
    }
    return before;
  }

  /** Views go forward, name targets only of whole sessions, and never list what is not there. */
  private head({ key, before, after }: Change): void {
    const portfolio = key['portfolio']?.S ?? '';
    if (after === undefined) return;
    const [from, to] = [Number(before?.['version']?.N ?? 0), Number(after['version']?.N)];
    if (!(to > from)) this.world.violated('no older view over a newer', `${portfolio}: ${to} after ${from}`);
    const content = after['content']?.M;
    const asOf = content?.['asOf']?.S;
    if (asOf !== undefined) this.asOf.set(portfolio, asOf);
    if (asOf !== undefined && !this.firstAsOf.has(portfolio)) this.firstAsOf.set(portfolio, asOf);
    for (const ticker of asOf === undefined ? [] : this.symbolsOf(portfolio)) {
      const bar = { ticker: { S: ticker }, timestamp: { S: asOf ?? '' } };
      if (this.tables.get(this.tables.names.prices, bar) !== undefined) continue;
      this.world.violated(
        'targets only of sessions that every symbol has',
        `${portfolio} ${asOf ?? ''}: ${ticker} lacks it`,
      );
    }
    const newest = content?.['newest']?.S;
    const waited = new Set((content?.['waitsFor']?.L ?? []).flatMap(({ M }) => M?.['symbol']?.S ?? []));
    for (const ticker of newest === undefined ? [] : this.symbolsOf(portfolio)) {
      const bar = { ticker: { S: ticker }, timestamp: { S: newest ?? '' } };
      if (waited.has(ticker) || this.tables.get(this.tables.names.prices, bar) !== undefined) continue;
      this.world.violated('a view names whom it waits for', `${portfolio} ${newest ?? ''}: ${ticker} lacks it`);
    }
    for (const [name, part] of Object.entries(after['parts']?.M ?? {})) {
      const item = `view#${name}#${part.M?.['version']?.N ?? ''}`;
      const stored = this.tables.get(this.tables.names.strategy, { portfolio: { S: portfolio }, item: { S: item } });
      if (stored !== undefined && stored['hash']?.S === part.M?.['hash']?.S) continue;
      this.world.violated('a head lists only what is there', `${portfolio} ${item}`);
    }
  }

  /** Numbers go up one by one. */
  private fence({ key, before, after }: Change): void {
    const portfolio = key['portfolio']?.S ?? '';
    const [from, to] = [Number(before?.['taken']?.N ?? 0), Number(after?.['taken']?.N ?? 0)];
    if (to !== from && to !== from + 1)
      this.world.violated('fencing numbers go up by one', `${portfolio}: ${to} after ${from}`);
    const [old, published] = [Number(before?.['published']?.N ?? 0), Number(after?.['published']?.N ?? 0)];
    if (published < old)
      this.world.violated('no older view over a newer', `${portfolio}: published ${published} after ${old}`);
  }

  /** One request takes no more numbers than it has to: one, and another each time that nobody else has published in 15 seconds. */
  answered(process: Process, operation: OperationName, input: object): void {
    const portfolio = takenIn(operation, input);
    if (portfolio === undefined) return;
    const place = `${process.invocation} ${portfolio}`;
    const known = this.taken.get(place) ?? { count: 0, since: this.world.now };
    known.count += 1;
    this.taken.set(place, known);
    const most = 1 + Math.floor((this.world.now - known.since) / 14_000);
    if (known.count > most)
      this.world.violated('one recomputation a batch', `${place} has taken ${known.count} numbers`);
  }

  /** What is recorded of a signal stays, but for its being sent. */
  private signal({ key, before, after }: Change): void {
    if (before === undefined || after === undefined) {
      if (after === undefined) this.world.violated('a recorded signal stays', key['item']?.S ?? '');
      return;
    }
    if (JSON.stringify(before['content']) !== JSON.stringify(after['content'])) {
      this.world.violated('a recorded signal stays', `${key['item']?.S ?? ''} was changed`);
    }
  }
}

function sameBar(one: Item | undefined, other: Item): boolean {
  return one !== undefined && FIELDS.every((field) => one[field]?.N === other[field]?.N);
}

/** The portfolio of which a request takes the next number. */
function takenIn(operation: OperationName, input: object): string | undefined {
  if (operation !== 'UpdateItem' || !('UpdateExpression' in input) || !('Key' in input)) return undefined;
  if (typeof input.UpdateExpression !== 'string' || !input.UpdateExpression.includes('ADD taken')) return undefined;
  const key: unknown = input.Key;
  if (typeof key !== 'object' || key === null || !('portfolio' in key)) return undefined;
  return JSON.stringify(key.portfolio);
}
