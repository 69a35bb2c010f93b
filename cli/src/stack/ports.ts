import { createServer } from 'node:net';
import { AppError } from '@evenkeel/domain';
import { errorCode } from '../error-code';

/** A port that was free a moment ago, on every address (DynamoDB Local listens on all of them). */
export async function freePort(): Promise<number> {
  return listenOnce(0, '0.0.0.0');
}

/**
 * @throws AppError `environment` in one line when `port` of 127.0.0.1 cannot be listened on
 */
export async function assertPortFree(port: number): Promise<void> {
  try {
    await listenOnce(port, '127.0.0.1');
  } catch (error) {
    const code = errorCode(error) ?? String(error);
    const why = code === 'EADDRINUSE' ? 'is in use by another program' : `cannot be used (${code})`;
    throw new AppError(
      'environment',
      `port ${port} of 127.0.0.1 ${why}: end that program, or choose another with --port`,
      { port },
    );
  }
}

/** Listens and closes again; answers the port. */
function listenOnce(port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      const bound = address !== null && typeof address === 'object' ? address.port : port;
      server.close(() => resolve(bound));
    });
  });
}
