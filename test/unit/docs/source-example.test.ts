import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { parseTicker } from '@evenkeel/domain/prices';
import type { PriceSource } from '@evenkeel/ingestion/sources';
import { HOME, textOf } from '../../support/repository';

/** The adapter that docs/sources.md shows, bundled as if it stood where the page says. */
function adapter(): (baseUrl: string) => PriceSource {
  const blocks = [...textOf('docs/sources.md').matchAll(/^ *```ts\n([\s\S]*?)^ *```$/gm)].map(([, code = '']) => code);
  const block = blocks.find((code) => code.includes('acmeSource')) ?? '';
  const outfile = join(HOME, '.cache/docs/acme-source.cjs');
  const resolveDir = join(HOME, 'services/ingestion/src/sources');
  buildSync({
    stdin: { contents: block.replace(/^ {3}/gm, ''), resolveDir, loader: 'ts' },
    outfile,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    logLevel: 'silent',
  });
  const { acmeSource } = createRequire(__filename)(outfile) as { acmeSource: (baseUrl: string) => PriceSource };
  return acmeSource;
}

const DAYS = [
  { d: '2024-06-10', o: '450.1', h: '455.2', l: '449.8', c: '454.9', v: '31000000', div: '0.6', split: '1' },
  { d: '2024-06-11', o: '90.9', h: '91.5', l: '90.1', c: '91.2', v: '150000000', div: '0', split: '5' },
];

let server: Server;
let source: PriceSource;
beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === '/eod/QQQ') response.end(JSON.stringify(DAYS));
    else response.writeHead(404).end();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  source = adapter()(`http://127.0.0.1:${port}`);
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
});

describe('the adapter of docs/sources.md', () => {
  it('answers with exact rows and events', async () => {
    const { rows, dividends, splits } = await source.fetch(parseTicker('QQQ'));
    expect(rows.map(({ session, close }) => [session, close?.toFixed()])).toEqual([
      ['2024-06-10', '454.9'],
      ['2024-06-11', '91.2'],
    ]);
    expect(dividends.map(({ session, amount }) => [session, amount.toFixed()])).toEqual([['2024-06-10', '0.6']]);
    expect(splits.map(({ session, ratio }) => [session, ratio.toFixed()])).toEqual([['2024-06-11', '5']]);
  });

  it('says with the code that asking again is no use', async () => {
    await expect(source.fetch(parseTicker('NONE'))).rejects.toMatchObject({
      code: 'vendor-refused',
      message: 'NONE: Acme answered 404',
    });
  });
});
