import { rebuild } from './rebuild';

/** A rebuild in a process of its own, so that its memory is its own: `node rebuild-process.mjs ENDPOINT STAGE PAIRS`. */
const [endpoint = '', stage = '', pairs = ''] = process.argv.slice(2);
process.stdout.write(`${JSON.stringify(await rebuild(endpoint, stage, Number(pairs)))}\n`);
