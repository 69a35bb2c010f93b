import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { watchSignals } from '../../../../cli/src/stack/new-signals';

/** A query service that answers with these bodies, one after another, and then with the last again. */
async function serving(
  bodies: readonly (readonly { id: string; text: string }[] | number)[],
): Promise<[Server, string]> {
  let asked = 0;
  const server = createServer((request, response) => {
    const body = bodies[Math.min(asked, bodies.length - 1)];
    asked += 1;
    if (request.url !== '/v1/portfolios/my%20own/signals?limit=20') response.statusCode = 404;
    else if (typeof body === 'number') response.statusCode = body;
    response.end(JSON.stringify({ signals: body }));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return [server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`];
}

test('each signal that comes after the first look is told once, the oldest first', async () => {
  const signal = (id: string) => ({ id, text: `text of ${id}` });
  const [server, url] = await serving([
    404,
    [signal('1')],
    [signal('2'), signal('1')],
    500,
    [signal('4'), signal('3'), signal('2'), signal('1')],
  ]);
  const heard: string[] = [];
  const enough = (text: string) => {
    if (heard.push(text) === 3) throw new Error('enough');
  };
  await expect(watchSignals(url, 'my own', enough, 1)).rejects.toThrow('enough');
  expect(heard).toEqual(['text of 2', 'text of 3', 'text of 4']);
  server.close();
});
