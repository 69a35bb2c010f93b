import { pricePathReader } from '@evenkeel/dynamo/prices';
import { createDynamoClients } from '@evenkeel/dynamo/requests';
import { strategyViews } from '@evenkeel/dynamo/strategy';
import { recompute } from '../../../services/strategy/src/recompute/recompute';
import { largePortfolio } from './large-market';

/** What a rebuild took, measured in a process that does nothing else. */
export interface Rebuild {
  readonly outcome: string;
  /** Price items that were read. */
  readonly bars: number;
  readonly seconds: number;
  /** The most memory that the process ever had (resident set size). */
  readonly megabytes: number;
  /** Of the largest transaction: actions, and bytes of all names and values of the request, which are more than its items have. */
  readonly most: { readonly actions: number; readonly bytes: number };
}

/** Rebuilds the view of the daily traded portfolio of so many pairs. */
export async function rebuild(endpoint: string, stage: string, pairs: number): Promise<Rebuild> {
  const { client } = createDynamoClients({ endpoint });
  const most = { actions: 0, bytes: 0 };
  client.middlewareStack.add(
    (next, { commandName }) =>
      (args) => {
        if (commandName === 'TransactWriteItemsCommand') {
          most.bytes = Math.max(most.bytes, bytesIn(args.input));
          most.actions = Math.max(most.actions, actionsIn(args.input));
        }
        return next(args);
      },
    { step: 'initialize', name: 'measure' },
  );
  const deps = {
    prices: pricePathReader(client, `evenkeel-${stage}-PriceHistory`),
    views: strategyViews({ client, table: `evenkeel-${stage}-Strategy` }),
    settled: new Map(),
    now: () => new Date('2025-01-01T00:00:00Z'),
  };
  const begun = performance.now();
  const { outcome, bars } = await recompute(deps, largePortfolio({ pairs }), { verify: true });
  const seconds = (performance.now() - begun) / 1000;
  return { outcome, bars, seconds, megabytes: process.resourceUsage().maxRSS / 1024, most };
}

function bytesIn(value: unknown): number {
  if (value instanceof Uint8Array) return value.byteLength;
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (typeof value !== 'object' || value === null) return 1;
  return Object.entries(value).reduce((sum, [name, each]) => sum + name.length + bytesIn(each), 0);
}

function actionsIn(input: object): number {
  return 'TransactItems' in input && Array.isArray(input.TransactItems) ? input.TransactItems.length : 0;
}
