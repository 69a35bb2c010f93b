import { runSimulator } from '../../support/simulator';

/** One evening each, to be quick; test/slow/simulation.test.ts lives as long as the seeds say. */
test('a hundred seeds hold every invariant, and some go the same way twice', async () => {
  const { status, output } = await runSimulator('--seeds', '100', '--evenings', '1');
  expect({ status, output }).toMatchObject({ status: 0 });
  expect(await runSimulator('--seeds', '5', '--from', '101', '--repeat')).toMatchObject({ status: 0 });
  process.stdout.write(`simulation: ${output.trim().split('\n').at(-1) ?? ''}\n`);
}, 600_000);
