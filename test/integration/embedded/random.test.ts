import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { startDynamoDbLocal } from '../../../cli/src/stack/database/amazon';
import { describeWithAmazons } from '../../support/database-choice';
import {
  type Call,
  comparable,
  HASH,
  type Outcome,
  type Store,
  succeed,
  TABLES,
} from '../../support/store-contract/contract';
import { localText } from '../../support/store-contract/differences';
import { EVERYTHING, randomCall } from '../../support/store-contract/random-calls';
import { brokenText } from '../../support/store-contract/random-expressions';
import { embeddedStore, httpStore } from '../../support/store-contract/stores';

/** `EMBEDDED_RUNS` looks longer. */
const RUNS = Number(process.env.EMBEDDED_RUNS ?? 40);

/** Whatever is asked of both stores, they do the same. `PROPERTY_SEED` throws other dice. */
describeWithAmazons('DynamoDB Local and the embedded store', () => {
  let stop: () => Promise<void>;
  let local: Store;
  const embedded = embeddedStore();
  beforeAll(async () => {
    const database = await startDynamoDbLocal();
    stop = database.stop;
    local = httpStore(database.endpoint);
    for (const store of [local, embedded]) for (const call of TABLES) await succeed(store, call);
  });
  afterAll(() => stop());

  test('the same calls come to the same', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(randomCall, { minLength: 10, maxLength: 30 }), async (calls) => {
        for (const store of [local, embedded]) await empty(store);
        for (const call of [...calls, ...EVERYTHING]) {
          const [theirs, ours] = [await local(call), await embedded(call)];
          expect({ call, outcome: mistake(call, ours) ?? told(call, ours) }).toEqual({
            call,
            outcome: mistake(call, theirs) ?? told(call, theirs),
          });
        }
      }),
      { numRuns: RUNS },
    );
  });

  test.each(['ConditionExpression', 'UpdateExpression', 'ProjectionExpression'])(
    'a broken %s is refused in the same words',
    async (kind) => {
      for (const store of [local, embedded])
        await succeed(store, ['PutItem', { TableName: HASH, Item: { a: { S: 'x' } } }]);
      await fc.assert(
        fc.asyncProperty(brokenText, async (text) => {
          const call = withExpression(kind, text);
          expect({ text, outcome: told(call, await embedded(call)) }).toEqual({
            text,
            outcome: told(call, await local(call)),
          });
        }),
        { numRuns: RUNS * 4 },
      );
    },
  );
});

function withExpression(kind: string, text: string): Call {
  const names = text.includes('#n') ? { ExpressionAttributeNames: { '#n': 'n' } } : {};
  const values = text.includes(':v') ? { ExpressionAttributeValues: { ':v': { N: '1' } } } : {};
  const Key = { a: { S: 'x' } };
  if (kind === 'ConditionExpression')
    return ['DeleteItem', { TableName: HASH, Key, [kind]: text, ...names, ...values }];
  if (kind === 'UpdateExpression') return ['UpdateItem', { TableName: HASH, Key, [kind]: text, ...names, ...values }];
  return ['GetItem', { TableName: HASH, Key, [kind]: text, ...names }];
}

async function empty(store: Store): Promise<void> {
  for (const [operation, input] of EVERYTHING) {
    const answer = await succeed(store, [operation, input]);
    for (const item of itemsOf(answer)) {
      const { a, b } = item;
      const Key = 'TableName' in input && input.TableName === HASH ? { a } : { a, b };
      await succeed(store, ['DeleteItem', { ...input, ConsistentRead: undefined, Key }]);
    }
  }
}

function itemsOf(answer: unknown): Record<string, unknown>[] {
  const { Items }: { Items?: unknown } = typeof answer === 'object' && answer !== null ? answer : {};
  return Array.isArray(Items) ? Items.map((item: unknown) => ({ ...(typeof item === 'object' ? item : {}) })) : [];
}

/** Which of several mistakes in one update is told is nobody's promise; the contract has each of them alone. */
function mistake([operation]: Call, outcome: Outcome): string | undefined {
  const wrong = operation === 'UpdateItem' && 'error' in outcome && outcome.error === 'ValidationException';
  return wrong ? outcome.error : undefined;
}

/** An outcome as both stores should tell it: in DynamoDB Local's words, without what no one promises. */
function told(call: Call, outcome: Outcome): unknown {
  return comparable(withPlainNumbers(toldAsIs(call, outcome)));
}

/** DynamoDB Local writes numbers of sets and sums as they come out, e.g. `1E+2`. */
function withPlainNumbers(value: unknown, type = ''): unknown {
  if (typeof value === 'string' && type === 'N') return new Decimal(value).toFixed();
  if (Array.isArray(value)) return value.map((each: unknown) => withPlainNumbers(each, type === 'NS' ? 'N' : ''));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withPlainNumbers(inner, key)]));
}

function toldAsIs([operation]: Call, outcome: Outcome): unknown {
  if ('answer' in outcome) {
    const answer = comparable({
      ...(typeof outcome.answer === 'object' ? outcome.answer : {}),
      ConsumedCapacity: undefined,
    });
    if (operation !== 'Scan') return answer;
    const byText = itemsOf(answer).map((item) => [JSON.stringify(withPlainNumbers(item)), item] as const);
    return { ...answer, Items: byText.sort(([one], [other]) => (one < other ? -1 : 1)).map(([, item]) => item) };
  }
  const words: unknown = JSON.parse(localWords(outcome));
  return words;
}

/** As JSON, without the full stop of DynamoDB Local, and without which paths clash and how it writes a bound. */
function localWords(outcome: Outcome & { readonly message?: string }): string {
  return JSON.stringify({ ...outcome, message: localText(outcome.message ?? '') })
    .replaceAll('request failed."', 'request failed"')
    .replace(/ with each other;.*?(?=")/, '')
    .replace(/; lower bound operand.*?}(?=")/, '');
}
