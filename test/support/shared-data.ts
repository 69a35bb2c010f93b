import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/** The folder of real histories and recorded answers that lies beside a full checkout, and only there. */
export const SHARED_DATA = resolve(__dirname, '../../../shared/data');

/**
 * `describe` for tests that need {@link SHARED_DATA}: where it is absent they are skipped, and the
 * reason is printed once.
 */
export function describeWithSharedData(name: string, tests: () => void): void {
  if (existsSync(SHARED_DATA)) {
    describe(name, tests);
    return;
  }
  process.stderr.write(`skipped: "${name}" needs the real data in ${SHARED_DATA}, which is not here\n`);
  // jest runs even a skipped block's body to collect it, and these bodies read the files: leave them out.
  describe.skip(name, () => {
    it.skip(`needs the real data in ${SHARED_DATA}`, () => undefined);
  });
}
