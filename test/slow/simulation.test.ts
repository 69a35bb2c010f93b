import { runSimulator } from '../support/simulator';

/** Fails with the shortest trace found of the first seed that breaks an invariant, and the command that replays it. */
test('two thousand seeds hold every invariant, and have met every fault and every way of recovery', async () => {
  const { status, output } = await runSimulator('--seeds', '2000', '--all-met');
  process.stdout.write(`${output.slice(-6_000)}\n`);
  expect({ status, output: output.slice(-20_000) }).toMatchObject({ status: 0 });
});

test('what a seed decides is everything: two hundred go the same way twice', async () => {
  const { status, output } = await runSimulator('--seeds', '200', '--from', '5001', '--repeat');
  expect({ status, output: output.slice(-20_000) }).toMatchObject({ status: 0 });
});

/** A text that is no longer there fails, too: what it broke has to be found anew. */
test('each deliberate break of the product is noticed within two thousand seeds', async () => {
  const { status, output } = await runSimulator('--breaks', '--seeds', '2000');
  process.stdout.write(`${output}\n`);
  expect({ status, output }).toMatchObject({ status: 0 });
});
