import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { crc32 } from 'node:zlib';
import { StoreError } from '../errors';
import type { Database } from '../store/database';
import { answer, errorAnswer, type WireAnswer } from './protocol';

/** A store that answers over HTTP. */
export interface StoreServer {
  /** e.g. `http://127.0.0.1:40123`. */
  readonly endpoint: string;
  readonly port: number;
  /** Ends all connections; answers that are under way are still sent. */
  stop(): Promise<void>;
}

const HOST = '127.0.0.1';
/** AWS takes no larger request either. */
const MOST_BODY_BYTES = 16 * 1024 * 1024;

/**
 * Serves `database` on 127.0.0.1.
 * @param port 0 takes a free one
 */
export async function serve(database: Database, port = 0): Promise<StoreServer> {
  const server = createServer((request, response) => {
    handle(database, request, response).catch(() => response.destroy());
  });
  // A connection that the server ends may be one that a client is about to use.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host: HOST, exclusive: true }, resolve);
  });
  const bound = portOf(server);
  return {
    endpoint: `http://${HOST}:${bound}`,
    port: bound,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
        setTimeout(() => server.closeAllConnections(), 500).unref();
      }),
  };
}

async function handle(database: Database, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (!isForThisMachine(request.headers.host)) {
    send(response, errorAnswer(new StoreError('AccessDeniedException', 'This store answers 127.0.0.1 only', {}, 403)));
    return;
  }
  if (request.method === 'GET') {
    send(response, { status: 200, body: JSON.stringify({ healthy: 'embedded store' }) });
    return;
  }
  const body = await bodyOf(request);
  if (body === undefined) {
    const message = `A request has at most ${MOST_BODY_BYTES} bytes`;
    send(response, errorAnswer(new StoreError('RequestEntityTooLargeException', message, {}, 413)));
    return;
  }
  send(response, answer(database, { method: request.method ?? '', headers: request.headers, body }));
}

/** A page whose name was made to point here does not know this machine by its address. */
function isForThisMachine(host: string | undefined): boolean {
  return host !== undefined && /^(?:127\.0\.0\.1|localhost)(?::\d+)?$/.test(host);
}

/** The whole body; of one that is too large the rest is read and dropped, so that the connection stays in step. */
async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue;
    size += chunk.length;
    if (size <= MOST_BODY_BYTES) chunks.push(chunk);
  }
  return size <= MOST_BODY_BYTES ? Buffer.concat(chunks).toString('utf8') : undefined;
}

function send(response: ServerResponse, { status, body }: WireAnswer): void {
  const bytes = Buffer.from(body);
  response.writeHead(status, {
    'content-type': 'application/x-amz-json-1.0',
    'content-length': bytes.length,
    'x-amz-crc32': String(crc32(bytes)),
    'x-amzn-requestid': randomUUID(),
  });
  response.end(bytes);
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
