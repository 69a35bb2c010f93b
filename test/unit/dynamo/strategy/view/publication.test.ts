import type { LatestContent } from '@evenkeel/dynamo/strategy';
import { contentHash } from '../../../../../shared/dynamo/src/requests/json-values';
import {
  publicationOf,
  type StoredItem,
  type StrategyView,
} from '../../../../../shared/dynamo/src/strategy/view/publication';

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
const view = (names: readonly string[], more: Partial<StrategyView> = {}): StrategyView => ({
  latest,
  parts: new Map(names.map((name) => [name, { name }])),
  ...more,
});
const plan = (given: StrategyView, stored: readonly StoredItem[] = []) =>
  publicationOf({ table: 'T', portfolio: 'test', fence: 5, view: given, now: new Date(0), stored });
const storedPart = (name: string): StoredItem => ({ name, hash: contentHash({ name }) });
const itemsOf = (actions: ReturnType<typeof plan>['transactions'][number] = []) =>
  actions.map(
    (action) =>
      (action.Put?.Item ?? action.Update?.Key ?? action.Delete?.Key ?? action.ConditionCheck?.Key)?.['item']?.S,
  );

describe('publicationOf', () => {
  it('is one transaction that holds only while the number is the last one taken', () => {
    const { transactions, outcome } = plan(view(['equity#2024']));
    expect(outcome).toBe('published');
    expect(transactions).toHaveLength(1);
    expect(itemsOf(transactions[0])).toEqual(['fence', 'equity#2024', 'latest', 'test']);
    expect(transactions[0]?.[0]?.Update).toMatchObject({
      ConditionExpression: 'taken = :fence',
      ExpressionAttributeValues: { ':fence': { N: '5' } },
    });
  });

  it('writes the parts that changed, removes those that are gone, and leaves fences, signals and checkpoints alone', () => {
    const stored = [storedPart('equity#2023'), { name: 'equity#2024', hash: 'old' }, storedPart('trades#1999')];
    const beside = ['fence', 'latest', 'signal#2023-01-03', 'checkpoint#2023-01-03'].map((name) => ({
      name,
      hash: undefined,
    }));
    const { transactions } = plan(view(['equity#2023', 'equity#2024']), [...stored, ...beside]);
    expect(itemsOf(transactions[0])).toEqual(['fence', 'equity#2024', 'trades#1999', 'latest', 'test']);
    expect(transactions[0]?.[2]?.Delete).toBeDefined();
  });

  it('finds an equal view unchanged', () => {
    const first = plan(view(['equity#2024'])).transactions[0]?.[2]?.Put?.Item?.['hash']?.S;
    const { transactions, outcome } = plan(view(['equity#2024']), [
      storedPart('equity#2024'),
      { name: 'latest', hash: first },
    ]);
    expect(outcome).toBe('unchanged');
    expect(itemsOf(transactions[0])).toEqual(['fence']);
  });

  it('records the signal of a session with its view, once', () => {
    const signal = { session: '2024-06-28', content: { signal: 'rebalance' } };
    expect(itemsOf(plan(view([], { signal })).transactions[0])).toContain('signal#2024-06-28');
    expect(
      itemsOf(plan(view([], { signal }), [{ name: 'signal#2024-06-28', hash: undefined }]).transactions[0]),
    ).not.toContain('signal#2024-06-28');
  });

  it('writes the head of a view too large for one transaction last, every transaction under the same condition', () => {
    const names = Array.from({ length: 200 }, (_, i) => `trades#2024#${i}`);
    const { transactions } = plan(view(names));
    expect(transactions.map((actions) => actions.length)).toEqual([91, 91, 23]);
    expect(transactions.map((actions) => itemsOf(actions).includes('latest'))).toEqual([false, false, true]);
    for (const actions of transactions) expect(itemsOf(actions)[0]).toBe('fence');
  });
});
