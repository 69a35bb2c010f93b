import type { Hono } from 'hono';
import * as z from 'zod/mini';
import { asTradedBars, parseTicker } from '@evenkeel/domain/prices';
import { priceHistoryReader, priceHistoryWriter } from '@evenkeel/dynamo/prices';
import { strategyViews } from '@evenkeel/dynamo/strategy';
import { createApi } from '../../../services/query/src/routes/api';
import { apiPorts } from '../../factories/api-ports';
import { realHistory } from '../../factories/bars';
import { startTestDatabase, type StageTables, type TestDatabase } from '../../support/test-database';
import { violations } from '../../support/openapi';
import { describeWithSharedData } from '../../support/shared-data';

jest.setTimeout(120_000);

const SQQQ = parseTicker('SQQQ');
const answered = z.object({
  prices: z.array(z.object({ date: z.string(), close: z.number() })),
  next: z.nullable(z.string()),
});

describeWithSharedData('the API on a real table with the real history of SQQQ', () => {
  let database: TestDatabase;
  let tables: StageTables;
  let api: Hono;

  beforeAll(async () => {
    database = await startTestDatabase();
    tables = await database.createTables('query');
    const { client } = database.clients;
    const writer = priceHistoryWriter(client, tables.names.priceHistory);
    await writer.writeBulk(SQQQ, asTradedBars(realHistory('SQQQ').history), {
      source: 'csv',
      recordedAt: '2025-12-25T00:00:00.000Z',
    });
    api = createApi({
      ...apiPorts({ now: '2025-12-25T12:00:00Z' }),
      prices: priceHistoryReader(client, tables.names.priceHistory),
      views: strategyViews({ client, table: tables.names.strategy }),
    });
  }, 120_000);

  afterAll(() => database.stop());

  async function prices(query: string): Promise<z.infer<typeof answered>> {
    const response = await api.request(`/v1/prices?symbols=SQQQ&${query}`);
    expect(response.status).toBe(200);
    expect(await violations('/v1/prices', response)).toEqual([]);
    return answered.parse(await response.json());
  }

  it('answers 2010-02-11 as traded and, by all splits since, split-adjusted', async () => {
    const day = 'from=2010-02-11&to=2010-02-11';
    const [traded] = (await prices(day)).prices;
    expect(Math.abs((traded?.close ?? 0) - 76.98)).toBeLessThan(0.001);
    const [adjusted] = (await prices(`${day}&adjust=split`)).prices;
    expect(Math.abs((adjusted?.close ?? 0) - 12_316_795)).toBeLessThan(20);
  });

  it('leaves the newest bar as it is, whatever the adjustment', async () => {
    const plain = await prices('last=1');
    expect((await prices('last=1&adjust=split')).prices).toEqual(plain.prices);
    expect((await prices('last=1&adjust=total')).prices).toEqual(plain.prices);
  });

  it('pages through the whole history', async () => {
    const dates: string[] = [];
    let next: string | null = '';
    while (next !== null) {
      const page: z.infer<typeof answered> = await prices(
        `from=2010-01-01&limit=1500${next === '' ? '' : `&next=${next}`}`,
      );
      dates.push(...page.prices.map(({ date }) => date));
      next = page.next;
    }
    expect(dates).toEqual(
      realHistory('SQQQ')
        .history.rows.map(({ session }) => session)
        .toReversed(),
    );
  });

  it('finds no portfolio before one is computed', async () => {
    const response = await api.request('/v1/portfolios/classic');
    expect(response.status).toBe(404);
    expect(await violations('/v1/portfolios/{name}', response)).toEqual([]);
  });
});
