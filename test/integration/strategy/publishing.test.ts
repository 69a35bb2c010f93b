import { DeleteItemCommand, PutItemCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { createDynamoClients, type DynamoClients, type Item, type Json } from '@evenkeel/dynamo/requests';
import { strategyViews, type StrategyView, type StrategyViews } from '@evenkeel/dynamo/strategy';
import { toAttribute } from '../../../shared/dynamo/src/requests/json-values';
import { GENERATION, madeParts, putStrangers, viewAsOf } from '../../factories/strategy-table';
import { mulberry32 } from '../../support/dynamo-faults';
import { startTestDatabase, type StageTables, type TestDatabase } from '../../support/test-database';
import { failureOf } from '../../support/failure';

const now = new Date('2024-06-28T21:00:00Z');
/** As many parts as take three transactions. */
const MANY = 200;

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
}, 60_000);
afterAll(() => database.stop());

const viewsIn = (tables: StageTables, clients: DynamoClients = database.clients): StrategyViews =>
  strategyViews({ client: clients.client, table: tables.names.strategy });

async function publish(views: StrategyViews, view: StrategyView, verify = false) {
  const { number: fence } = await views.takeFence('test');
  return views.publish({ portfolio: 'test', fence, view, generation: GENERATION, now, verify });
}

/** A view of many parts, all of which say `text`. */
const large = (asOf: string, text: Json): StrategyView =>
  viewAsOf(asOf, Object.fromEntries(Array.from({ length: MANY }, (_, i) => [`trades#2024#${i + 1}`, text])));

async function itemsOf(tables: StageTables): Promise<Map<string, Item>> {
  const items = await tables.scan(tables.names.strategy);
  return new Map(items.filter(({ portfolio }) => portfolio?.S === 'test').map((item) => [item['item']?.S ?? '', item]));
}

/** All parts of the stored view by name, as a reader gets them. */
async function partsOf(views: StrategyViews): Promise<Record<string, Json>> {
  const kinds = await Promise.all(['equity', 'trades', 'report'].map((name) => views.parts('test', name)));
  return Object.fromEntries(kinds.flatMap((kind) => [...(kind?.parts ?? [])]));
}

const contentsOf = (view: StrategyView): Record<string, Json> => Object.fromEntries(madeParts(view));

/** Items of views that no head lists. */
async function unlistedIn(tables: StageTables): Promise<string[]> {
  const items = await itemsOf(tables);
  const listed = Object.entries(items.get('view#latest')?.['parts']?.M ?? {}).map(
    ([name, part]) => `view#${name}#${part.M?.['version']?.N}`,
  );
  return [...items.keys()].filter(
    (name) => name.startsWith('view#') && name !== 'view#latest' && !listed.includes(name),
  );
}

/** Clients of a process that is killed at its `n`-th transaction: before it is sent, or when it has been written. */
function killedAt(n: number, when: 'before' | 'after'): DynamoClients {
  const clients = createDynamoClients({ endpoint: database.endpoint, maxAttempts: 1 });
  let seen = 0;
  clients.client.middlewareStack.add(
    (next, context) => async (args) => {
      if (context.commandName === 'TransactWriteItemsCommand') seen += 1;
      if (seen > n || (seen === n && when === 'before')) throw new Error('killed');
      const answer = await next(args);
      if (seen === n) throw new Error('killed');
      return answer;
    },
    { step: 'deserialize', name: 'kill', priority: 'high' },
  );
  return clients;
}

describe('publishing', () => {
  it('leaves what it does not know untouched, whatever it is called, when it drops parts', async () => {
    const tables = await database.createTables('strangers');
    const strangers = await putStrangers(database.clients.client, tables.names.strategy);
    const views = viewsIn(tables);
    await publish(views, viewAsOf('2024-06-27', { 'equity#2023': 1, 'equity#2024': 1, 'trades#2023': 1, report: 1 }));
    expect(await publish(views, viewAsOf('2024-06-28', { 'equity#2024': 2 }))).toBe('published');
    const items = await itemsOf(tables);
    for (const stranger of strangers) expect(items.get(stranger['item']?.S ?? '')).toEqual(stranger);
    expect([...items.keys()].filter((name) => !strangers.some(({ item }) => item?.S === name)).toSorted()).toEqual([
      'fence',
      'view#equity#2024#2',
      'view#latest',
    ]);
    expect(await partsOf(views)).toEqual({ 'equity#2024': { content: 2 } });
  });

  it('asks for one kind of item at a time, never for all of a portfolio', async () => {
    const tables = await database.createTables('prefixes');
    const clients = createDynamoClients({ endpoint: database.endpoint });
    const queries: QueryCommandInput[] = [];
    clients.client.middlewareStack.add(
      (next, { commandName }) =>
        (args) => {
          if (commandName === 'QueryCommand') queries.push(args.input as QueryCommandInput);
          return next(args);
        },
      { step: 'initialize', name: 'watch' },
    );
    const views = viewsIn(tables, clients);
    for (const asOf of ['2024-06-27', '2024-06-28']) {
      await publish(views, viewAsOf(asOf, { 'equity#2024': asOf, report: asOf }, asOf));
      await views.pendingSignals('test', 'all');
      await partsOf(views);
    }
    clients.destroy();
    const inPartition = queries.filter(({ ExpressionAttributeValues: values }) => values?.[':portfolio'] !== undefined);
    expect(inPartition.length).toBeGreaterThan(4);
    for (const { KeyConditionExpression: condition, ExpressionAttributeValues: values } of inPartition) {
      const bounds = condition?.includes('BETWEEN') ? [':from', ':to'] : [':prefix'];
      expect(condition).toMatch(/begins_with\(#item, :prefix\)$|#item BETWEEN :from AND :to$/);
      const kinds = bounds.map((bound) => /^[a-z]+#/.exec(values?.[bound]?.S ?? '')?.[0]);
      expect(new Set(kinds).size).toBe(1);
      expect(kinds[0]).toBeDefined();
    }
  });

  it.each([1, 2, 3, 4, 5, 6].flatMap((n) => (['before', 'after'] as const).map((when) => [n, when] as const)))(
    'shows the old view whole or the new one whole when it is killed at transaction %i, %s it is written',
    async (n, when) => {
      const tables = await database.createTables(`kill${n}${when}`);
      const calm = viewsIn(tables);
      const [old, fresh] = [large('2024-06-27', 'old'), large('2024-06-28', 'new')];
      await publish(calm, old);
      const clients = killedAt(n, when);
      const [outcome] = await Promise.allSettled([publish(viewsIn(tables, clients), fresh)]);
      clients.destroy();
      // Three transactions write, three remove; the third has the head.
      expect(outcome.status).toBe('rejected');
      const moved = n > 3 || (n === 3 && when === 'after');
      expect(await partsOf(calm)).toEqual(contentsOf(moved ? fresh : old));
      expect((await calm.latest('test'))?.asOf).toBe(moved ? '2024-06-28' : '2024-06-27');

      expect(await publish(calm, fresh)).toBe(moved ? 'unchanged' : 'published');
      expect(await partsOf(calm)).toEqual(contentsOf(fresh));
      expect(await unlistedIn(tables)).toEqual([]);
      expect((await itemsOf(tables)).get('fence')).not.toHaveProperty('unlisted');
    },
  );

  it('stays whole through any sequence of views, kills and strangers', async () => {
    const tables = await database.createTables('dice');
    const strangers = await putStrangers(database.clients.client, tables.names.strategy);
    const random = mulberry32(20_240_628);
    const die = (sides: number): number => Math.floor(random() * sides);
    const calm = viewsIn(tables);
    let shown: StrategyView | undefined;
    let killed = 0;
    for (let round = 0; round < 60; round += 1) {
      const years = Array.from({ length: 1 + die(4) }, () => `equity#${2018 + die(6)}`);
      const parts = Object.fromEntries(years.map((name) => [name, die(3)]));
      const many = die(4) === 0 ? contentsOf(large('2024-06-28', die(3))) : {};
      const view = viewAsOf(`2024-06-${10 + die(18)}`, { ...parts, ...many });
      const clients = killedAt(1 + die(4), die(2) === 0 ? 'before' : 'after');
      const [outcome] = await Promise.allSettled([publish(die(2) === 0 ? viewsIn(tables, clients) : calm, view)]);
      clients.destroy();
      killed += outcome.status === 'rejected' ? 1 : 0;
      const { asOf } = (await calm.latest('test')) ?? {};
      const seen = await partsOf(calm);
      const possible = [shown, view].filter(
        (each) => each !== undefined && each.latest.asOf === asOf && sameParts(contentsOf(each), seen),
      );
      const whole =
        outcome.status === 'fulfilled'
          ? possible.includes(view)
          : possible.length > 0 || (shown === undefined && asOf === undefined);
      expect({ round, whole }).toEqual({ round, whole: true });
      shown = possible.at(-1) ?? shown;
    }
    expect(killed).toBeGreaterThan(10);
    await publish(calm, viewAsOf('2024-06-28', { report: 'last' }));
    const mine = new Set(strangers.map(({ item }) => item?.S ?? ''));
    expect((await unlistedIn(tables)).filter((name) => !mine.has(name))).toEqual([]);
    const items = await itemsOf(tables);
    for (const stranger of strangers) expect(items.get(stranger['item']?.S ?? '')).toEqual(stranger);
  });

  it('reads of parts by year the newest until they are enough, and no others', async () => {
    const tables = await database.createTables('years');
    const names = ['trades#2020', 'trades#2021', 'trades#2022', 'trades#2023', 'trades#2023#2', 'trades#2024'];
    await publish(viewsIn(tables), viewAsOf('2024-06-28', Object.fromEntries(names.map((name) => [name, name]))));
    const clients = createDynamoClients({ endpoint: database.endpoint });
    const read: unknown[] = [];
    clients.client.middlewareStack.add(
      (next, { commandName }) =>
        (args) => {
          const { ExpressionAttributeValues: values } = args.input as QueryCommandInput;
          if (commandName === 'QueryCommand') read.push(values?.[':prefix']?.S);
          return next(args);
        },
      { step: 'initialize', name: 'watch' },
    );
    const newest = async (enough: number, to?: string, from?: string) => {
      read.length = 0;
      const found = await viewsIn(tables, clients).parts('test', 'trades', {
        from,
        to,
        enough: (parts) => parts.size >= enough,
      });
      return [...(found?.parts.keys() ?? [])];
    };
    expect(await newest(1)).toEqual(['trades#2024']);
    expect(read).toEqual(['view#trades#2024#']);
    expect(await newest(2, '2023')).toEqual(['trades#2023', 'trades#2023#2']);
    expect(read).toEqual(['view#trades#2023#']);
    expect(await newest(100, '2023', '2021')).toEqual(names.slice(1, 5));
    expect(read.toSorted()).toEqual(['view#trades#2021#', 'view#trades#2022#', 'view#trades#2023#']);
    expect(await newest(1, '2019')).toEqual([]);
    expect(await newest(100)).toEqual(names);
    clients.destroy();
  });

  it('reads parts that are stored as maps of attributes, and leaves them as they are while they do not change', async () => {
    const tables = await database.createTables('maps');
    const views = viewsIn(tables);
    const view = viewAsOf('2024-06-28', { 'equity#2023': [1, null, 'two'], report: { net: { sharpe: 0.1 } } });
    await publish(views, view);
    for (const [name, content] of madeParts(view)) {
      const item = (await itemsOf(tables)).get(`view#${name}#1`) ?? {};
      const asMap = new PutItemCommand({
        TableName: tables.names.strategy,
        Item: { ...item, content: toAttribute(content) },
      });
      await database.clients.client.send(asMap);
    }
    expect(await partsOf(views)).toEqual(contentsOf(view));
    expect(await publish(views, view)).toBe('unchanged');
    expect(await publish(views, view, true)).toBe('unchanged');
    expect(await publish(views, viewAsOf('2024-07-01', { report: 1 }), true)).toBe('published');
    expect(await partsOf(views)).toEqual({ report: { content: 1 } });
    expect(await unlistedIn(tables)).toEqual([]);
  });

  describe('when an item of the view is not as it was written', () => {
    const view = viewAsOf('2024-06-28', { 'equity#2024': 1, report: 1 });

    async function damaged(stage: string, damage: (table: string) => DeleteItemCommand | PutItemCommand) {
      const tables = await database.createTables(stage);
      await publish(viewsIn(tables), view);
      await database.clients.client.send(damage(tables.names.strategy) as DeleteItemCommand);
      return tables;
    }
    const key = (item: string): Item => ({ portfolio: { S: 'test' }, item: { S: item } });
    const put = (item: string, attributes: Item) => (table: string) =>
      new PutItemCommand({ TableName: table, Item: { ...key(item), ...attributes } });

    it('says which one is gone, and what to do', async () => {
      const tables = await damaged(
        'gone',
        (TableName) => new DeleteItemCommand({ TableName, Key: key('view#report#1') }),
      );
      expect(await failureOf(viewsIn(tables).parts('test', 'report'))).toMatchObject({
        code: 'bad-data',
        message:
          'Strategy item test view#report#1 is not there, or not as the head of its view lists it; invoke the function "rebuild" of the strategy service',
      });
      expect((await viewsIn(tables).parts('test', 'equity'))?.parts.size).toBe(1);
    });

    it('says so where the head holds no targets', async () => {
      const tables = await damaged('nohead', put('view#latest', { content: { M: { signal: { S: 'perhaps' } } } }));
      expect(await failureOf(viewsIn(tables).latest('test'))).toMatchObject({
        code: 'bad-data',
        message: expect.stringMatching(/^Strategy item test view#latest cannot be read: [^\n]*; invoke/) as string,
      });
    });

    it.each<[string, (table: string) => DeleteItemCommand | PutItemCommand]>([
      ['a lost part', (TableName) => new DeleteItemCommand({ TableName, Key: key('view#report#1') })],
      ['an edited part', put('view#report#1', { content: toAttribute({ content: 7 }), hash: { S: 'a1' } })],
      ['a part without content', put('view#equity#2024#1', { hash: { S: 'a1' } })],
      ['a part of other bytes', put('view#report#1', { content: { B: new Uint8Array([1, 2, 3]) }, hash: { S: 'a1' } })],
      ['a head without anything', put('view#latest', {})],
      [
        'a head of something else',
        put('view#latest', { content: { SS: ['a'] }, parts: { M: { report: { N: '1' } } } }),
      ],
    ])('a publication that verifies mends %s', async (name, damage) => {
      const tables = await damaged(`mend${name.replace(/ /g, '')}`, damage);
      const views = viewsIn(tables);
      expect(await publish(views, view, true)).toBe('published');
      expect(await partsOf(views)).toEqual(contentsOf(view));
      expect(await views.latest('test')).toMatchObject(view.latest);
      expect(await publish(views, view, true)).toBe('unchanged');
    });

    it('an edit that leaves the hash beside it as it was is never served, and mended: of the head by the next publication', async () => {
      const tables = await database.createTables('sly');
      const views = viewsIn(tables);
      await publish(views, view);
      const edit = async (name: string, content: Json) => {
        const item = { ...(await itemsOf(tables)).get(name), content: toAttribute(content) };
        await database.clients.client.send(put(name, item)(tables.names.strategy));
      };
      const asPublished = async () => {
        expect(await views.latest('test')).toMatchObject(view.latest);
        expect(await partsOf(views)).toEqual(contentsOf(view));
      };
      await edit('view#report#1', { content: 7 });
      expect(await failureOf(views.parts('test', 'report'))).toMatchObject({
        code: 'bad-data',
        message: expect.stringMatching(/^Strategy item test view#report#1 is [^\n]* "rebuild"/) as string,
      });
      expect(await publish(views, view)).toBe('unchanged');
      expect(await publish(views, view, true)).toBe('published');
      await asPublished();
      await edit('view#latest', { ...view.latest, nav: 1 });
      expect(await failureOf(views.latest('test'))).toMatchObject({
        code: 'bad-data',
        message: expect.stringMatching(/^Strategy item test view#latest cannot be read: [^\n]* "rebuild"/) as string,
      });
      expect(await publish(views, view)).toBe('published');
      await asPublished();
    });
  });
});

function sameParts(one: Record<string, Json>, other: Record<string, Json>): boolean {
  const text = (parts: Record<string, Json>): string =>
    JSON.stringify(Object.entries(parts).sort(([a], [b]) => (a < b ? -1 : 1)));
  return text(one) === text(other);
}
