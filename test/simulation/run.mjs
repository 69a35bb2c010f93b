/**
 * The simulator's command. See docs/simulation.md.
 *
 *   node test/simulation/run.mjs --seed N                 one seed, repeated; with --trace all that happened
 *   node test/simulation/run.mjs --seeds COUNT --from N   many, with what was met
 *   node test/simulation/run.mjs --breaks                 each deliberate break, until a seed notices it
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { BREAKS } from './breaks.mjs';
import { bundles } from './build.mjs';
import { declarations } from './declarations.mjs';
import { sandbox } from './sandbox.mjs';
import { shrunk } from './shrink.mjs';

process.chdir(resolve(import.meta.dirname, '../..'));
const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    seeds: { type: 'string', default: '100' },
    from: { type: 'string', default: '1' },
    off: { type: 'string', default: '' },
    evenings: { type: 'string' },
    trace: { type: 'boolean', default: false },
    repeat: { type: 'boolean', default: false },
    'all-met': { type: 'boolean', default: false },
    breaks: { type: 'boolean', default: false },
    break: { type: 'string' },
  },
});
const told = await declarations();
const asked = {
  ...told,
  off: values.off === '' ? [] : values.off.split(','),
  ...(values.evenings === undefined ? {} : { evenings: Number(values.evenings) }),
};
const count = Number(values.seeds);
const from = Number(values.from);

if (values.breaks) process.exitCode = await tryBreaks();
else if (values.seed !== undefined) process.exitCode = await oneSeed(Number(values.seed));
else process.exitCode = await manySeeds();

async function open() {
  const broken = values.break === undefined ? undefined : breakNamed(values.break);
  return sandbox(await bundles(broken)).simulate;
}

function breakNamed(name) {
  const found = BREAKS.find((each) => each.name === name);
  if (found === undefined)
    throw new Error(`there is no break "${name}"; choose from ${BREAKS.map((each) => each.name).join(', ')}`);
  return found;
}

/** One seed twice: the same things must have happened. */
async function oneSeed(seed) {
  const simulate = await open();
  const [outcome, again] = [await simulate({ ...asked, seed }), await simulate({ ...asked, seed })];
  if (values.trace) console.log(outcome.trace.join('\n'));
  console.log(
    `seed ${seed}: ${outcome.evenings} evenings, ${outcome.steps} steps; faults: ${outcome.on.join(', ') || 'none'}`,
  );
  console.log(`hash ${outcome.hash}`);
  if (outcome.hash !== again.hash) console.log(`and again ${again.hash}: the seed does not decide everything`);
  if (outcome.violation !== undefined) console.log(outcome.violation.detail);
  return outcome.violation === undefined && outcome.hash === again.hash ? 0 : 1;
}

/** Many seeds, until one fails; then the shortest way to the same failure. */
async function manySeeds() {
  const simulate = await open();
  const used = process.cpuUsage();
  const struck = {};
  const met = {};
  let known = [];
  for (let seed = from; seed < from + count; seed += 1) {
    const outcome = await simulate({ ...asked, seed });
    known = outcome.names;
    add(struck, outcome.struck);
    add(met, outcome.met);
    const repeated = values.repeat && outcome.violation === undefined ? await simulate({ ...asked, seed }) : outcome;
    if (repeated.hash !== outcome.hash) {
      console.log(`seed ${seed} does not decide everything: its second run went another way\n${command({ seed })}`);
      return 1;
    }
    if (outcome.violation !== undefined) {
      const { options, outcome: shortest } = await shrunk(simulate, { ...asked, seed }, outcome);
      console.log(`${shortest.trace.join('\n')}\n\n${shortest.violation.detail}\n`);
      console.log(
        `found by seed ${seed} after ${seed - from + 1} seeds; the trace above is that of\n${command(options)} --trace`,
      );
      return 1;
    }
  }
  const { user, system } = process.cpuUsage(used);
  const seconds = (user + system) / 1e6;
  console.log(tally('faults', struck));
  console.log(tally('recoveries', met));
  console.log(`${count} seeds, ${((count * (values.repeat ? 2 : 1)) / seconds).toFixed(1)} seeds a second of one core`);
  const never = [...known.faults.filter((name) => !struck[name]), ...known.recoveries.filter((name) => !met[name])];
  if (!values['all-met'] || never.length === 0) return 0;
  console.log(`never met: ${never.join(', ')}; what no seed meets proves nothing`);
  return 1;
}

/** How many seeds each break needs to be noticed. */
async function tryBreaks() {
  let survived = 0;
  for (const broken of BREAKS) {
    const { simulate } = sandbox(await bundles(broken));
    let noticed;
    let seed = from;
    for (; seed < from + count && noticed === undefined; seed += 1) {
      noticed = (await simulate({ ...asked, seed })).violation;
    }
    if (noticed === undefined) survived += 1;
    console.log(
      noticed === undefined
        ? `${broken.name}: not noticed by ${count} seeds`
        : `${broken.name}: noticed after ${seed - from} seeds (${noticed.invariant})`,
    );
  }
  console.log(`${BREAKS.length - survived} of ${BREAKS.length} breaks noticed`);
  return survived === 0 ? 0 : 1;
}

function command({ seed, off = [], evenings }) {
  const parts = [`node test/simulation/run.mjs --seed ${seed}`];
  if (off.length > 0) parts.push(`--off '${off.join(',')}'`);
  if (evenings !== undefined) parts.push(`--evenings ${evenings}`);
  if (values.break !== undefined) parts.push(`--break '${values.break}'`);
  return parts.join(' ');
}

function add(to, counts) {
  for (const [name, times] of Object.entries(counts)) to[name] = (to[name] ?? 0) + times;
}

function tally(title, counts) {
  const lines = Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1));
  return [`${title}:`, ...lines.map(([name, times]) => `  ${String(times).padStart(7)} ${name}`)].join('\n');
}
