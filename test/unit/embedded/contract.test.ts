import { comparable, runCase, succeed, TABLES } from '../../support/store-contract/contract';
import { CONTRACT } from '../../support/store-contract/groups';
import { embeddedStore } from '../../support/store-contract/stores';
import { streamScenarios } from '../../support/store-contract/stream-scenarios';

/** The embedded store does what AWS does. `test/integration/embedded` holds DynamoDB Local to the same cases. */
const store = embeddedStore();
beforeAll(async () => {
  for (const call of TABLES) await succeed(store, call);
});

describe.each(CONTRACT)('$title', ({ cases }) => {
  test.each(cases)('$name', async (contractCase) => {
    const { expected } = contractCase;
    expect(await runCase(store, contractCase, expected)).toEqual(comparable(expected));
  });
});

describe('streams', () => {
  test.each(streamScenarios)('$name', async ({ run, expected }) => {
    expect(await run(store)).toEqual(comparable(expected));
  });
});
