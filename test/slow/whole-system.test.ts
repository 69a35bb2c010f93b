import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expectRealTargets } from '../support/real-targets';
import { describeWithSharedData, SHARED_DATA } from '../support/shared-data';
import { commandStarter } from '../support/started-commands';

const PATIENCE = 600_000;
const start = commandStarter();

describeWithSharedData('npm start on real prices', () => {
  test(
    'ends with the targets of the last session that all eleven symbols have, and leaves nothing running',
    async () => {
      const command = start(['--once', '--port', '0', '--source', 'csv', '--data', join(SHARED_DATA, 'prices')], {
        npm: true,
      });
      await expectRealTargets(command);
    },
    PATIENCE,
  );
});

describe('the local system', () => {
  test(
    'without Yahoo runs on the synthetic market, loudly; killed half-way, it leaves no process behind',
    async () => {
      // Nothing listens on port 9 of this machine.
      const up = start(['up', '--port', '0'], { env: { EVENKEEL_YAHOO_URL: 'http://127.0.0.1:9' } });
      const loud = await up.line(/SYNTHETIC PRICES/);
      expect(loud).toMatch(/Yahoo cannot be reached \(.+\)/);
      await up.line(/^Database http:\/\/127\.0\.0\.1/);
      // Time for the services to be on their way up.
      await sleep(1000);
      expect(up.survivors().length).toBeGreaterThan(3);
      up.signal('SIGKILL');
      await up.ended;
      expect(await up.survivorsAfter(20_000)).toEqual([]);
    },
    PATIENCE,
  );
});
