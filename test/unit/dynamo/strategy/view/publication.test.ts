import { createCipheriv } from 'node:crypto';
import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { JsonObject } from '@evenkeel/dynamo/requests';
import type { LatestContent, StrategyView, ViewPart } from '@evenkeel/dynamo/strategy';
import { newSignal, targetsAsOf } from '../../../../factories/strategy-table';
import { contentHash } from '../../../../../shared/dynamo/src/requests/json-values';
import { generationAttribute } from '../../../../../shared/dynamo/src/strategy/generation';
import { headHash, type ListedPart } from '../../../../../shared/dynamo/src/strategy/view/head';
import type { KnownHashes } from '../../../../../shared/dynamo/src/strategy/view/part-writes';
import { publicationOf, type StoredView } from '../../../../../shared/dynamo/src/strategy/view/publication';
import { GENERATION } from '../../../../factories/strategy-table';

const latest: LatestContent = {
  portfolio: 'test',
  newest: null,
  waitsFor: [],
  sources: [],
  synthetic: false,
  signal: 'wait',
  asOf: null,
  nav: null,
  cash: null,
  netDelta: null,
  pairs: [],
};
const partOf = (content: JsonObject): ViewPart => ({ make: () => content });
const view = (names: readonly string[], more: Partial<StrategyView> = {}): StrategyView => ({
  latest,
  parts: new Map(names.map((name) => [name, partOf({ name })])),
  signals: [],
  ...more,
});
/** A stored view of these parts, each as the publication with that number has written it. */
const storedView = (versions: Readonly<Record<string, number>>, unlisted: readonly string[] = []): StoredView => {
  const parts = new Map(
    Object.entries(versions).map(([name, version]): [string, ListedPart] => [
      name,
      { version, hash: contentHash({ name }) },
    ]),
  );
  const head = {
    parts,
    hash: headHash({ latest, parts }),
    generation: GENERATION.number,
    asOf: null,
    changes: undefined,
  };
  return { head, unlisted, signalled: [] };
};
function headWith(name: string): NonNullable<StoredView['head']> {
  const { head } = storedView({ [name]: 2 });
  if (head === undefined) throw new Error('a stored view has a head');
  return head;
}
const EMPTY: StoredView = { head: undefined, unlisted: [], signalled: [] };
/** Bytes that do not shrink, the same for a seed. */
function randomBytesOf(seed: number, length: number): Buffer {
  const key = Buffer.alloc(32, seed);
  return createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(length));
}

const writesOf = (
  view: StrategyView,
  stored: StoredView = EMPTY,
  generation = GENERATION,
  late?: string,
  comesBack = false,
) =>
  publicationOf({
    table: 'T',
    portfolio: 'test',
    fence: 5,
    view,
    now: new Date(0),
    generation,
    stored,
    late,
    comesBack,
  });

/** All of a publication at once. */
function plan(...request: Parameters<typeof writesOf>) {
  const writes = writesOf(...request);
  const transactions: (readonly TransactWriteItem[])[] = [];
  let next = writes.next();
  for (; next.done !== true; next = writes.next()) transactions.push(next.value);
  return { transactions, ...next.value };
}
const itemOf = ({ Put, Update, Delete }: TransactWriteItem): string | undefined =>
  (Put?.Item ?? Update?.Key ?? Delete?.Key)?.['item']?.S;
const itemsOf = (actions: readonly TransactWriteItem[] = []) => actions.map(itemOf);
const deletedBy = (transactions: readonly (readonly TransactWriteItem[])[]) =>
  transactions.flat().flatMap((action) => (action.Delete ? itemOf(action) : []));
/** What each transaction notes on the fence. */
const noted = (transactions: readonly (readonly TransactWriteItem[])[]) =>
  transactions.map(([first]) => first?.Update?.ExpressionAttributeValues?.[':unlisted']?.SS ?? []);

describe('publicationOf', () => {
  it('is one transaction that holds only while the number is the last one taken', () => {
    const { transactions, removals, outcome } = plan(view(['equity#2024']));
    expect(outcome).toBe('published');
    expect(transactions.map(itemsOf)).toEqual([['fence', 'view#equity#2024#5', 'view#latest', 'test']]);
    expect(transactions[0]?.[0]?.Update).toMatchObject({
      UpdateExpression: 'SET published = :published, generation = :generation REMOVE unlisted, changedFrom, checkpoint',
      ConditionExpression: 'taken = :fence AND attribute_not_exists(late)',
      ExpressionAttributeValues: {
        ':fence': { N: '5' },
        ':published': { N: '5' },
        ':generation': generationAttribute(GENERATION),
      },
    });
    expect(removals).toEqual([]);
  });

  it('writes what changed beside what it replaces, and lists both what is new and what stays', () => {
    const before = storedView({ 'equity#2023': 2, 'equity#2024': 4 });
    const changed = view(['equity#2023'], {
      parts: new Map([...view(['equity#2023']).parts, ['equity#2024', partOf({ a: 1 })]]),
    });
    const { transactions, removals } = plan(changed, before);
    expect(transactions.map(itemsOf)).toEqual([['fence', 'view#equity#2024#5', 'view#latest', 'test']]);
    const listed = transactions[0]?.find((action) => itemOf(action) === 'view#latest')?.Put?.Item?.['parts']?.M ?? {};
    expect(Object.entries(listed).map(([name, part]) => [name, part.M?.['version']?.N])).toEqual([
      ['equity#2023', '2'],
      ['equity#2024', '5'],
    ]);
    expect(removals.map(itemsOf)).toEqual([['fence', 'view#equity#2024#4']]);
  });

  it('removes after the head has moved, and nothing but what it has listed or noted itself', () => {
    const { transactions, removals } = plan(
      view(['report']),
      storedView({ report: 2, 'trades#1999': 3 }, ['view#x#1']),
    );
    expect(deletedBy(transactions)).toEqual([]);
    expect(noted(transactions)).toEqual([['view#x#1', 'view#trades#1999#3']]);
    expect(deletedBy(removals)).toEqual(['view#x#1', 'view#trades#1999#3']);
    expect(removals[0]?.[0]?.Update).toMatchObject({
      UpdateExpression: 'REMOVE unlisted',
      ConditionExpression: 'taken = :fence',
    });
  });

  it('finds an equal view unchanged, and notes that it is that of its number', () => {
    const { transactions, removals, outcome } = plan(view(['equity#2024']), storedView({ 'equity#2024': 2 }));
    expect(outcome).toBe('unchanged');
    expect(transactions.map(itemsOf)).toEqual([['fence']]);
    expect(removals).toEqual([]);
  });

  it('publishes an equal view of another generation for its number alone', () => {
    const next = { number: GENERATION.number + 1, hash: 'says something else' };
    const { transactions, outcome } = plan(view(['report']), storedView({ report: 2 }), next);
    expect(outcome).toBe('published');
    expect(transactions.map(itemsOf)).toEqual([['fence', 'view#latest', 'test']]);
    expect(transactions[0]?.[1]?.Put?.Item?.['generation']).toEqual({ N: String(next.number) });
    expect(transactions[0]?.[0]?.Update?.ExpressionAttributeValues?.[':generation']).toEqual(generationAttribute(next));
  });

  it('lists a portfolio that comes back, and takes the mark from its fence, also where its view is as it was', () => {
    const stored = storedView({ report: 2 });
    const same = plan(view(['report']), stored, GENERATION, undefined, true);
    expect(same.outcome).toBe('unchanged');
    expect(same.transactions.map(itemsOf)).toEqual([['fence', 'test']]);
    const other = plan(view([]), stored, GENERATION, undefined, true);
    expect(other.transactions.map(itemsOf)).toEqual([['fence', 'view#latest', 'test']]);
    for (const { transactions } of [same, other]) {
      expect(transactions[0]?.[0]?.Update?.UpdateExpression).toMatch(/REMOVE .*retiredSince/);
      expect(transactions[0]?.at(-1)?.Put?.Item).toEqual({ portfolio: { S: '#portfolios' }, item: { S: 'test' } });
    }
  });

  it('writes everything again where there is no head, or none of it is as it was written', () => {
    const names = ['equity#2024', 'report'];
    const { head } = storedView({ 'equity#2024': 2, report: 3 });
    const damaged = new Map([...(head?.parts ?? [])].map(([name, part]) => [name, { ...part, hash: '' }]));
    const { transactions, removals } = plan(view(names), {
      ...EMPTY,
      head: { parts: damaged, hash: '', generation: GENERATION.number, asOf: null, changes: undefined },
    });
    expect(transactions.map(itemsOf)).toEqual(plan(view(names)).transactions.map(itemsOf));
    expect(deletedBy(removals)).toEqual(['view#equity#2024#2', 'view#report#3']);
  });

  it('records the signal of a session with its view, once', () => {
    const signal = newSignal('2024-06-28');
    expect(itemsOf(plan(view([], { signals: [signal] })).transactions[0])).toContain('signal#2024-06-28#5');
    const again = plan(view([], { signals: [signal] }), { ...EMPTY, signalled: ['2024-06-28#rebalance'] });
    expect(again.transactions.flatMap(itemsOf)).not.toContain('signal#2024-06-28#5');
    const kind = plan(view([], { signals: [{ ...signal, kind: 'hold' }] }), {
      ...EMPTY,
      signalled: ['2024-06-28#rebalance'],
    });
    expect(kind.transactions.flatMap(itemsOf)).toContain('signal#2024-06-28#5#hold');
    const late = plan(view([], { signals: [signal] }), storedView({}));
    expect(late).toMatchObject({ outcome: 'unchanged' });
    expect(late.transactions.map(itemsOf)).toEqual([['fence', 'signal#2024-06-28#5']]);
  });

  it('records many signals in transactions before the head, each of which says how far that is', () => {
    const days = Array.from({ length: 100 }, (_, day) =>
      new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10),
    );
    const corrected = days.slice(0, 45).map((session) => newSignal(session, { kind: 'correction' }));
    const last = days.at(-1) ?? '';
    const signals = [
      ...corrected,
      ...days.slice(45).map((session) => newSignal(session)),
      newSignal(last, { kind: 'drawdown' }),
    ];
    const { transactions } = plan(view(['equity#2024'], { signals }), storedView({ report: 1 }));
    expect(transactions.map((actions) => actions.length)).toEqual([2, 41, 41, 24]);
    for (const actions of transactions) expect(actions.length).toBeLessThanOrEqual(100);
    expect(transactions.map(([first]) => first?.Update?.ExpressionAttributeValues?.[':signalledTo']?.S)).toEqual([
      undefined,
      undefined,
      days[79],
      undefined,
    ]);
    const written = transactions.flatMap(itemsOf).filter((item) => item?.startsWith('signal#'));
    expect(new Set(written).size).toBe(101);
    expect(transactions.flatMap(([first]) => first?.Update?.ExpressionAttributeValues?.[':signals']?.SS ?? [])).toEqual(
      written,
    );
    expect(itemsOf(transactions.at(-1))).toContain('view#latest');
  });

  it('holds only while no session has been called late meanwhile, and says when that one is complete', () => {
    const asOf = targetsAsOf('2024-06-28');
    const noted = (late: string) =>
      plan({ ...view([]), latest: asOf }, EMPTY, GENERATION, late).transactions.at(-1)?.[0]?.Update;
    expect(noted('2024-06-28')).toMatchObject({ ConditionExpression: 'taken = :fence AND late = :late' });
    expect(noted('2024-06-28')?.UpdateExpression).toMatch(/REMOVE .*, late$/);
    expect(noted('2024-07-01')?.UpdateExpression).not.toContain('late');
  });

  it('writes the head of a view too large for one transaction last, every transaction under the same condition', () => {
    const names = Array.from({ length: 200 }, (_, i) => `trades#2024#${i + 1}`);
    const { transactions } = plan(view(names), storedView({ report: 1 }, ['view#x#1']));
    expect(transactions.map((actions) => actions.length)).toEqual([91, 91, 23]);
    expect(transactions.map((actions) => itemsOf(actions).includes('view#latest'))).toEqual([false, false, true]);
    const conditions = transactions.map(([first]) => first?.Update?.ConditionExpression);
    expect(conditions.map((condition) => condition?.split(' AND ')[0])).toEqual(conditions.map(() => 'taken = :fence'));
    const items = names.map((name) => `view#${name}#5`);
    expect(transactions.flatMap(itemsOf).filter((item) => item?.startsWith('view#trades#'))).toEqual(items);
    // Each part is known before it is there, until the head lists it; then what it replaces is to go.
    expect(noted(transactions)).toEqual([
      ['view#x#1', ...items.slice(0, 90)],
      ['view#x#1', ...items.slice(0, 180)],
      ['view#x#1', 'view#report#1'],
    ]);
  });

  it('makes a part when it is written, so that no more of a large view exists at once than a transaction and the next', () => {
    const incompressible = (seed: number): string => randomBytesOf(seed, 300_000).toString('base64');
    const sizes: number[] = [];
    let made = 0;
    const parts = new Map(
      Array.from({ length: 40 }, (_, i): [string, ViewPart] => [
        `trades#2024#${i + 1}`,
        { make: () => ({ made: ++made, text: incompressible(i) }) },
      ]),
    );
    const writes = writesOf(view([], { parts }));
    let written = 0;
    let next = writes.next();
    for (; next.done !== true; next = writes.next()) {
      const packed = next.value.flatMap(({ Put }) => Put?.Item?.['content']?.B ?? []);
      written += packed.length;
      sizes.push(packed.reduce((sum, bytes) => sum + bytes.byteLength, 0));
      expect(made - written).toBeLessThanOrEqual(10);
    }
    expect(written).toBe(40);
    expect(sizes.length).toBeGreaterThan(3);
    expect(Math.max(...sizes)).toBeLessThan(2_500_000);
  });

  describe('of parts that say what they follow from', () => {
    let made: string[] = [];
    const based = (name: string, basis: string | undefined): [string, ViewPart] => [
      name,
      { make: () => (made.push(name), { name }), basis },
    ];
    const publishing = (parts: [string, ViewPart][], known: KnownHashes, stored: StoredView) => {
      made = [];
      const writes = publicationOf({
        ...{ table: 'T', portfolio: 'test', fence: 5, now: new Date(0), generation: GENERATION, stored, known },
        view: view([], { parts: new Map(parts) }),
      });
      return itemsOf([...writes].flat());
    };

    it('makes none that was made from the same before and is stored', () => {
      const known: KnownHashes = new Map();
      const parts = [based('equity#2022', 'a'), based('report', undefined)];
      publishing(parts, known, EMPTY);
      expect(made).toEqual(['equity#2022', 'report']);
      const stored = storedView({ 'equity#2022': 2, report: 3 });
      expect(publishing(parts, known, stored)).toEqual(['fence']);
      expect(made).toEqual(['report']);
    });

    it.each<[string, string | undefined, StoredView]>([
      ['follows from something else', 'b', storedView({ 'equity#2022': 2 })],
      ['does not say any more', undefined, storedView({ 'equity#2022': 2 })],
      ['is not stored', 'a', EMPTY],
      [
        'is stored otherwise',
        'a',
        { ...EMPTY, head: { ...headWith('equity#2022'), parts: new Map([['equity#2022', { version: 2, hash: '' }]]) } },
      ],
    ])('makes one that %s', (_, basis, stored) => {
      const known: KnownHashes = new Map();
      publishing([based('equity#2022', 'a')], known, EMPTY);
      publishing([based('equity#2022', basis)], known, stored);
      expect(made).toEqual(['equity#2022']);
    });
  });

  it('removes what is too much for one transaction in several, noting each time what is left', () => {
    const old = Array.from({ length: 200 }, (_, i) => `view#x#${i}`);
    const { removals } = plan(view(['report']), { ...EMPTY, unlisted: old });
    expect(removals.map((actions) => actions.length)).toEqual([91, 91, 21]);
    expect(deletedBy(removals)).toEqual(old);
    expect(noted(removals)).toEqual([old.slice(90), old.slice(180), []]);
  });
});
