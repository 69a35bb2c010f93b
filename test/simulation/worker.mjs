/** Lives through the seeds that it is given, one after the other, in a thread of its own. */
import { parentPort, workerData } from 'node:worker_threads';
import { sandbox } from './sandbox.mjs';

const { texts, options, repeat } = workerData;
const { simulate } = sandbox(texts);

parentPort.on('message', async (seed) => {
  const outcome = await simulate({ ...options, seed });
  const again = repeat && outcome.violation === undefined ? await simulate({ ...options, seed }) : outcome;
  parentPort.postMessage({ ...outcome, trace: [], differs: again.hash !== outcome.hash });
});
