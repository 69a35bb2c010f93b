import fc from 'fast-check';
import { Database, type Entry, execute } from '@evenkeel/embedded';
import { snapshotLines } from '../../../../shared/embedded/src/persistence/snapshot';
import { comparable, HASH, RANGE, TABLES } from '../../../support/store-contract/contract';
import { randomCall } from '../../../support/store-contract/random-calls';
import { answerOf, itemsIn, recordsIn } from '../../../support/store-contract/answers';

const calls = fc.array(randomCall, { minLength: 20, maxLength: 60 });
const RUNS = { numRuns: 25 };

/** A database after some calls, of which some fail, and what its journal got. */
function after(list: readonly (readonly [string, object])[]): { database: Database; entries: Entry[] } {
  let now = 1_700_000_000_000;
  const database = new Database({ clock: () => (now += 7), shards: 2 });
  const entries: Entry[] = [];
  database.keepIn((entry) => entries.push(entry));
  for (const call of [...TABLES, ...list]) answerOf(database, call);
  return { database, entries };
}

test('what the journal got makes the same database again', () => {
  fc.assert(
    fc.property(calls, (list) => {
      const { database, entries } = after(list);
      const again = new Database({ clock: () => 0, shards: 2 });
      for (const entry of entries) again.apply(entry);
      expect([...snapshotLines(again)]).toEqual([...snapshotLines(database)]);
    }),
    RUNS,
  );
});

test('the stream of a table, applied to nothing, makes the table', () => {
  fc.assert(
    fc.property(calls, (list) => {
      const { database } = after(list);
      const items = new Map<string, unknown>();
      for (const { Keys, OldImage, NewImage } of recordsIn(database, RANGE)) {
        const key = JSON.stringify(comparable(Keys));
        expect(comparable(OldImage)).toEqual(items.get(key));
        if (NewImage === undefined) items.delete(key);
        else items.set(key, comparable(NewImage));
      }
      const stored = itemsIn(execute(database, 'Scan', { TableName: RANGE }));
      expect(items.size).toBe(stored.length);
      expect([...items.values()]).toEqual(expect.arrayContaining(stored.map((item) => comparable(item))));
    }),
    RUNS,
  );
});

test('pages of any size, in any direction, are the whole', () => {
  fc.assert(
    fc.property(calls, fc.integer({ min: 1, max: 4 }), fc.boolean(), (list, limit, forward) => {
      const { database } = after(list);
      const query = {
        TableName: RANGE,
        KeyConditionExpression: 'a = :a',
        ExpressionAttributeValues: { ':a': { S: 'x' } },
      };
      const whole = itemsIn(execute(database, 'Query', query));
      const pages = paged(database, 'Query', { ...query, Limit: limit, ScanIndexForward: forward });
      expect(pages).toEqual(forward ? whole : whole.toReversed());
    }),
    RUNS,
  );
});

test('the segments of a scan are the whole, each item once', () => {
  fc.assert(
    fc.property(calls, fc.integer({ min: 1, max: 5 }), (list, total) => {
      const { database } = after(list);
      const whole = itemsIn(execute(database, 'Scan', { TableName: HASH }));
      const segments = Array.from({ length: total }, (_, segment) =>
        paged(database, 'Scan', { TableName: HASH, Segment: segment, TotalSegments: total, Limit: 2 }),
      );
      expect(segments.flat()).toEqual(whole);
    }),
    RUNS,
  );
});

/** All items of a query or scan, page by page. */
function paged(database: Database, operation: 'Query' | 'Scan', request: object): object[] {
  const items: object[] = [];
  let start: unknown;
  do {
    const page: { LastEvaluatedKey?: unknown } = execute(database, operation, {
      ...request,
      ...(start === undefined ? {} : { ExclusiveStartKey: start }),
    });
    items.push(...itemsIn(page));
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
  return items;
}
