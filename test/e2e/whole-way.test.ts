import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSessionDate, sessionsBetween } from '@evenkeel/domain/calendar';
import { symbolsOf } from '@evenkeel/domain/portfolio';
import { pairFile, portfolioFile, presets } from '../factories/portfolio';
import { priceFolder, pricePath } from '../factories/price-folder';
import { runCommand } from '../support/running-command';
import { expectRealTargets } from '../support/real-targets';
import { describeWithSharedData, SHARED_DATA } from '../support/shared-data';
import { commandStarter } from '../support/started-commands';

const PATIENCE = 300_000;
const start = commandStarter();
const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** The newest `rows` sessions of each of the default portfolio's files, to keep this test short. */
function newestRealPrices(rows: number): string {
  const folder = priceFolder({});
  folders.push(folder);
  for (const ticker of symbolsOf(presets.classic)) {
    const [header = '', ...lines] = readFileSync(join(SHARED_DATA, 'prices', `${ticker}.csv`), 'utf8')
      .trimEnd()
      .split('\n');
    writeFileSync(join(folder, `${ticker}.csv`), [header, ...lines.slice(-rows), ''].join('\n'));
  }
  return folder;
}

describeWithSharedData('npm start on the newest real prices', () => {
  test(
    'ends with the targets of the last session that all eleven symbols have, and leaves nothing running',
    async () => {
      const command = start(['--once', '--port', '0', '--source', 'csv', '--data', newestRealPrices(400)], {
        npm: true,
      });
      await expectRealTargets(command);
    },
    PATIENCE,
  );
});

describe('the local system', () => {
  const sessions = sessionsBetween(parseSessionDate('2023-01-03'), parseSessionDate('2024-07-31'));
  const july = sessions.filter((session) => session.startsWith('2024-07'));

  /** A small market that ends on 2024-07-31, and a portfolio of one pair on it. */
  function smallMarket(): { data: string; portfolio: string } {
    const data = priceFolder({
      AAA: pricePath(1, 1, sessions),
      BBB: pricePath(1, -3, sessions),
      SPY: pricePath(2, 1, sessions),
    });
    folders.push(data);
    const portfolio = join(data, 'small.json');
    writeFileSync(
      portfolio,
      JSON.stringify(portfolioFile({ name: 'small', benchmark: 'SPY', pairs: [pairFile('AAA', 'BBB')] })),
    );
    return { data, portfolio };
  }

  test(
    'shows the world of a past day; an update from outside then moves the targets on through the stream; Ctrl-C ends everything',
    async () => {
      const { data, portfolio } = smallMarket();
      const up = start([
        'up',
        '--source',
        'csv',
        '--data',
        data,
        '--portfolio',
        portfolio,
        '--port',
        '0',
        '--as-of',
        '2024-06-28',
      ]);
      await up.line(/as of session 2024-06-28/);
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(await up.line(/^Dashboard/))?.[0] ?? '';
      const ingest = await up.line(/ingest update/);
      expect(ingest).toMatch(/--symbols AAA,BBB,SPY$/);
      const endpoint = /AWS_ENDPOINT_URL_DYNAMODB=(\S+)/.exec(ingest)?.[1] ?? '';
      await up.line(/^Ctrl-C/);
      const inside = { env: { AWS_ENDPOINT_URL_DYNAMODB: endpoint } };

      const busy = await runCommand([
        'up',
        '--source',
        'csv',
        '--data',
        data,
        '--portfolio',
        portfolio,
        '--port',
        new URL(url).port,
      ]);
      expect(busy).toMatchObject({ code: 2 });
      expect(busy.stderr).toMatch(/^evenkeel: port \d+ of 127\.0\.0\.1 is in use by another program.*--port\n$/);

      const update = await runCommand(
        ['ingest', 'update', '--source', 'csv', '--data', data, '--symbols', 'AAA,BBB,SPY', '--json', '-'],
        inside,
      );
      expect(update.code).toBe(0);
      const summary: unknown = JSON.parse(update.stdout);
      expect(summary).toMatchObject({
        job: 'update',
        failed: [],
        symbols: ['AAA', 'BBB', 'SPY'].map((symbol) => ({ symbol, stored: july.length })),
      });

      await up.line(/as of session 2024-07-31/);
      const view: unknown = await (await fetch(`${url}/v1/portfolios/small`)).json();
      expect(view).toMatchObject({ asOf: '2024-07-31', waitsFor: [], synthetic: false });

      const exported = await runCommand(['export', '--symbols', 'AAA', '--from', '2024-07-31'], inside);
      const close = pricePath(1, 1, sessions).at(-1)?.close;
      expect(exported.stdout).toBe(
        `symbol,date,open,high,low,close,volume,dividends,splits\nAAA,2024-07-31,${close},${close},${close},${close},1000,0,0\n`,
      );

      up.signalGroup('SIGINT');
      const ending = await up.ended;
      expect(ending.code).toBe(0);
      expect(up.survivors()).toEqual([]);
    },
    PATIENCE,
  );
});
