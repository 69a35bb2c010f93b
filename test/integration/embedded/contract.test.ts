import { startDynamoDbLocal } from '../../../cli/src/stack/database/amazon';
import { describeWithAmazons } from '../../support/database-choice';
import { comparable, runCase, type Store, succeed, TABLES } from '../../support/store-contract/contract';
import { localOutcome } from '../../support/store-contract/differences';
import { CONTRACT } from '../../support/store-contract/groups';
import { httpStore } from '../../support/store-contract/stores';
import { streamScenarios } from '../../support/store-contract/stream-scenarios';

/** DynamoDB Local does what the embedded store does, but for the differences that are written down with the case. */
describeWithAmazons('DynamoDB Local and the contract', () => {
  let stop: () => Promise<void>;
  let local: Store;
  beforeAll(async () => {
    const database = await startDynamoDbLocal();
    stop = database.stop;
    local = httpStore(database.endpoint);
    for (const call of TABLES) await succeed(local, call);
  });
  afterAll(() => stop());

  describe.each(CONTRACT)('$title', ({ cases }) => {
    test.each(cases)('$name', async (contractCase) => {
      const expected = localOutcome(contractCase);
      expect(await runCase(local, contractCase, expected)).toEqual(comparable(expected));
    });
  });

  describe('streams', () => {
    test.each(streamScenarios)('$name', async ({ run, expected, local: different }) => {
      expect(await run(local)).toEqual(comparable(different?.outcome ?? expected));
    });
  });
});
