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
import { lived, numbers } from './crew.mjs';
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
    cores: { type: 'string' },
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
const cores = values.cores === undefined ? {} : { cores: Number(values.cores) };

if (values.breaks) process.exitCode = await tryBreaks();
else if (values.seed !== undefined) process.exitCode = await oneSeed(Number(values.seed));
else process.exitCode = await manySeeds();

function made() {
  return bundles(values.break === undefined ? undefined : breakNamed(values.break));
}

function breakNamed(name) {
  const found = BREAKS.find((each) => each.name === name);
  if (found === undefined)
    throw new Error(`there is no break "${name}"; choose from ${BREAKS.map((each) => each.name).join(', ')}`);
  return found;
}

/** One seed twice: the same things must have happened. */
async function oneSeed(seed) {
  const { simulate } = sandbox(await made());
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
  const texts = await made();
  const used = process.cpuUsage();
  const began = performance.now();
  const struck = {};
  const met = {};
  let names;
  let failed;
  let done = 0;
  await lived({ texts, options: asked, seeds: numbers(from, count), repeat: values.repeat, ...cores }, (outcome) => {
    done += 1;
    names = outcome.names;
    add(struck, outcome.struck);
    add(met, outcome.met);
    if (outcome.differs || outcome.violation !== undefined) failed ??= outcome;
    return failed === undefined;
  });
  if (failed?.differs) {
    console.log(`seed ${failed.seed} does not decide everything: its second run went another way\n${command(failed)}`);
    return 1;
  }
  if (failed !== undefined) {
    const { simulate } = sandbox(texts);
    const options = { ...asked, seed: failed.seed };
    const shortest = await shrunk(simulate, options, await simulate(options));
    console.log(`${shortest.outcome.trace.join('\n')}\n\n${shortest.outcome.violation.detail}\n`);
    console.log(
      `found by seed ${failed.seed}, among ${done} seeds; the trace above is that of\n${command(shortest.options)} --trace`,
    );
    return 1;
  }
  const { user, system } = process.cpuUsage(used);
  const lives = count * (values.repeat ? 2 : 1);
  console.log(tally('faults', struck));
  console.log(tally('recoveries', met));
  const never = [...names.faults.filter((name) => !struck[name]), ...names.recoveries.filter((name) => !met[name])];
  if (values['all-met'] && never.length > 0)
    console.log(`never met: ${never.join(', ')}; what no seed meets proves nothing`);
  console.log(
    `${count} seeds${values.repeat ? ', each twice' : ''}: ${((lives / (performance.now() - began)) * 1000).toFixed(1)} lives a second, ${((lives / (user + system)) * 1e6).toFixed(1)} a second of one core`,
  );
  return values['all-met'] && never.length > 0 ? 1 : 0;
}

/** How many seeds each break needs to be noticed. */
async function tryBreaks() {
  let survived = 0;
  const chosen = values.break === undefined ? BREAKS : [breakNamed(values.break)];
  for (const broken of chosen) {
    let noticed;
    let lives = 0;
    const work = { texts: await bundles(broken), options: asked, seeds: numbers(from, count), repeat: false, ...cores };
    await lived(work, ({ violation }) => {
      lives += 1;
      noticed ??= violation;
      return noticed === undefined;
    });
    if (noticed === undefined) survived += 1;
    console.log(
      noticed === undefined
        ? `${broken.name}: not noticed by ${count} seeds`
        : `${broken.name}: noticed after ${lives} seeds (${noticed.invariant})`,
    );
  }
  console.log(`${chosen.length - survived} of ${chosen.length} breaks noticed`);
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
