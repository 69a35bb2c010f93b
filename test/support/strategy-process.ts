import { handler } from '../../services/strategy/src/handlers/recompute';

/**
 * The strategy in a process of its own, to be killed or to meet others: `node strategy-process.mjs SESSION`, with the environment of
 * its function. Says `begun`, and in the end what it has answered.
 */
const [session = ''] = process.argv.slice(2);
const context = { awsRequestId: `process-${process.pid}`, getRemainingTimeInMillis: () => 120_000 };
process.stdout.write('begun\n');
const keys = { ticker: { S: 'QQQ' }, timestamp: { S: session } };
const answer = await handler({ Records: [{ dynamodb: { Keys: keys, SequenceNumber: '1' } }] }, context);
process.stdout.write(`${JSON.stringify({ answer })}\n`);
