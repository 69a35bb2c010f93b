import { relative, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import { AppError, messageOf } from '@evenkeel/domain';
import { syntheticAmong } from '@evenkeel/ingestion/sources';
import { targetsPage } from '@evenkeel/report/pages';
import { createTerminal, type Terminal } from '../terminal/terminal';
import { linesFor } from '../terminal/page';
import { retiredPortfolios, targetsOfAll } from './all-targets';
import { ChildOutput, stopAllChildren } from './child';
import { chooseDatabase, nameOf } from './database/choice';
import { fillTables, type FilledTables } from './fill-tables';
import { watchSignals } from './new-signals';
import { interruption } from './interruption';
import { assertPortFree } from './ports';
import { removeOwnBuilds } from './services';
import { startStack, type Stack } from './stack';
import { type ServedTargets, watchTargets } from './targets-view';
import { planUp, type UpOptions, type UpPlan } from './up-plan';
import { type VitalParts, vitalParts } from './vital-parts';
import { dismissWatchdog } from './watchdog';

/** From the last stored bar to the view that takes it in; a recomputation takes about a second. */
const TARGETS_TIMEOUT_MS = 60_000;
/** From a refused connection to the news of the process that refused it. */
const DEATH_KNOWN_WITHIN_MS = 300;

/**
 * `evenkeel up`: the whole system on this machine, until Ctrl-C or, with `--once`, until the first
 * complete targets. Leaves no process behind, whatever happens.
 * @throws AppError naming what is wrong with an option, this machine, a service or the prices
 */
export async function up(options: UpOptions): Promise<void> {
  const terminal = createTerminal();
  const plan = await planUp(options, process.env);
  const interrupted = interruption();
  const vital = vitalParts();
  const reached: { stack?: Stack; targets: boolean } = { targets: false };
  const work = async (): Promise<undefined> => {
    const stack = await launch(plan, vital, terminal);
    reached.stack = stack;
    const lacks = await whileFlowing(stack, showTargets(stack, plan, terminal));
    reached.targets = true;
    if (!plan.once) await whileFlowing(stack, stayUp(stack, plan, terminal));
    refuseLacking(lacks);
    return undefined;
  };
  try {
    const ended = await Promise.race([work(), interrupted, vital.lost]);
    if (ended instanceof AppError) throw ended;
    if (ended !== undefined) terminal.say(`${ended}: stopping`);
  } catch (error) {
    const cause = await deathBehind(error, vital);
    showChildOutput(cause, terminal);
    throw cause;
  } finally {
    await Promise.all([reached.stack?.stop(), stopAllChildren()]);
    removeOwnBuilds();
    await dismissWatchdog();
  }
  if (plan.once && reached.targets) terminal.say('Everything has been stopped again, as --once asks.');
  // The work that was interrupted may still hold timers and sockets.
  process.exit(reached.targets ? 0 : 1);
}

/** Why `error` came about, where a process of the stack has ended: what talked to it fails a moment before that is known. */
async function deathBehind(error: unknown, vital: VitalParts): Promise<unknown> {
  return Promise.race([vital.lost, sleep(DEATH_KNOWN_WITHIN_MS, error)]);
}

async function launch(plan: UpPlan, vital: VitalParts, terminal: Terminal): Promise<Stack> {
  if (plan.port !== 0) await assertPortFree(plan.port);
  const databaseChoice = await chooseDatabase(plan.database, plan.persist, process.env);
  for (const { error } of plan.refused) terminal.warn(`${error.message}; the other portfolios go on`);
  announcePrices(plan, terminal);
  terminal.say(`Starting ${nameOf(databaseChoice)} and the services`);
  const stack = await startStack({
    databaseChoice,
    persist: plan.persist,
    port: plan.port,
    portfolios: new Map(plan.portfolios.map(({ portfolio, path }) => [portfolio.name, resolve(path)])),
    source: plan.source.name,
    data: plan.data,
    now: plan.standInClock,
    onFailedBatch: (batch) =>
      terminal.warn(
        `stream: ${batch.records} record(s) ${batch.firstSequenceNumber}..${batch.lastSequenceNumber} given up after ${batch.attempts} attempts at ${batch.functionName}: ${batch.reason}; once that is mended, replay them`,
      ),
    vital,
  });
  const tables = stack.created.length > 0 ? `tables created: ${stack.created.join(', ')}` : 'tables found';
  terminal.say(plan.once ? `Database, ${tables}` : `Database ${stack.database.endpoint}, ${tables}`);
  return stack;
}

function announcePrices({ source, symbols, data, fallback }: UpPlan, terminal: Terminal): void {
  const origin = data === undefined ? source.name : `${source.name} ${fromHere(data)}`;
  const madeUp = syntheticAmong(symbols, source);
  if (fallback !== undefined) {
    terminal.warn(
      `SYNTHETIC PRICES: Yahoo cannot be reached (${fallback}), so this runs on the built-in simulated market. Nothing below is real.`,
    );
  } else if (source.name === 'synthetic') {
    terminal.warn('SYNTHETIC PRICES: this runs on the built-in simulated market, as you asked. Nothing below is real.');
  } else if (madeUp.length > 0) {
    terminal.warn(`SYNTHETIC PRICES from ${origin} (${madeUp.join(', ')}). Nothing below is real.`);
  } else {
    terminal.say(`Prices from ${origin}`);
  }
}

/** @returns what there should be and is not, as has been said */
async function showTargets(stack: Stack, plan: UpPlan, terminal: Terminal): Promise<string[]> {
  const filled = await fillTables(stack.database.endpoint, plan, terminal);
  stack.filled();
  const outdated = refuseMissing(filled, terminal);
  await stack.ready;
  const rebuild = () => stack.rebuild();
  // One portfolio that fails leaves the others their views; its own is missed below, with the reason.
  if (stack.created.length === 0) await rebuild().catch((error: unknown) => terminal.warn(messageOf(error)));
  const { queryUrl } = stack.services;
  const missing = await targetsOfAll({
    queryUrl,
    portfolios: plan.portfolios,
    stored: filled.stored,
    timeoutMs: TARGETS_TIMEOUT_MS,
    rebuild,
    onTargets: (view) => print(plan.once ? withoutCommands(view) : view, terminal),
    onMissing: (portfolio, why) => terminal.warn(`no targets of ${portfolio}: ${why}`),
  });
  for (const { portfolio, asOf, retiredSince } of await retiredPortfolios(queryUrl)) {
    const last = asOf === null ? 'it has no targets' : `its last targets, as of session ${asOf}, stay in the API`;
    terminal.say(`${portfolio} is retired since ${retiredSince.slice(0, 10)}: ${last}`);
  }
  // Once everything has ended nobody answers there.
  if (!plan.once) {
    await stack.complete();
    for (const line of addressLines(stack, plan)) terminal.say(line);
  }
  return [
    ...(outdated > 0 ? [`${outdated} symbol(s) could not be brought up to date`] : []),
    ...(missing > 0 ? [`${missing} portfolio(s) have no targets`] : []),
  ];
}

/** @throws AppError `failed` when the targets that were shown lack prices, or portfolios, which there should be */
function refuseLacking(lacks: readonly string[]): void {
  if (lacks.length > 0) throw new AppError('failed', `${lacks.join(', ')}, as said above`);
}

/** Prints the targets again whenever they have moved on. */
async function stayUp(stack: Stack, plan: UpPlan, terminal: Terminal): Promise<void> {
  terminal.say('');
  terminal.say('Ctrl-C stops everything.');
  const { queryUrl } = stack.services;
  const watched = plan.portfolios.flatMap(({ portfolio: { name } }) => [
    watchTargets(queryUrl, name, (view) => print(view, terminal)),
    watchSignals(queryUrl, name, (text) => terminal.print(['', ...text.split('\n')])),
  ]);
  await Promise.race(watched);
}

/** Once everything has ended there is no database to work on. */
function withoutCommands(view: ServedTargets): ServedTargets {
  return { ...view, waitingFor: view.waitingFor?.map((each) => ({ ...each, command: null })) };
}

function print(view: ServedTargets, terminal: Terminal): void {
  terminal.print(['', ...linesFor(targetsPage(view), terminal)]);
}

function addressLines({ services, database, failures }: Stack, plan: UpPlan): string[] {
  const source =
    plan.data === undefined
      ? `--source ${plan.source.name}`
      : `--source ${plan.source.name} --data ${fromHere(plan.data)}`;
  const symbols = plan.installed ? '' : ` --symbols ${plan.symbols.join(',')}`;
  const prefix = `AWS_ENDPOINT_URL_DYNAMODB=${database.endpoint} npx evenkeel`;
  return [
    '',
    `Dashboard  ${services.queryUrl}/`,
    'To work on this database from another terminal:',
    `  ${prefix} ingest update ${source}${symbols}`,
    `  ${prefix} export --symbols ${plan.symbols[0] ?? 'QQQ'}`,
    `  AWS_ENDPOINT_URL_SQS=${failures.endpoint} AWS_ENDPOINT_URL_LAMBDA=${services.lambdaUrl('strategy')} ${prefix} replay`,
  ];
}

/** @throws AppError `failed` when a symbol has no bars at all, for then there are no targets */
function refuseMissing({ summaries, stored }: FilledTables, terminal: Terminal): number {
  const failed = summaries.flatMap((summary) =>
    summary.symbols.filter(({ symbol }) => summary.failed.includes(symbol)),
  );
  const missing = failed.filter(({ symbol }) => stored.get(symbol) === undefined);
  const [first] = missing;
  if (first !== undefined) {
    const others = missing.slice(1).map(({ symbol }) => symbol);
    const more = others.length > 0 ? ` (and ${others.join(', ')})` : '';
    throw new AppError('failed', `no prices of ${first.symbol}${more}: ${first.error ?? 'the source has none'}`);
  }
  for (const { symbol, error } of failed) terminal.warn(`${symbol} is not up to date: ${error ?? 'no reason given'}`);
  return failed.length;
}

/** The result of `work`, or the reason why prices no longer reach the strategy. */
function whileFlowing<T>(stack: Stack, work: Promise<T>): Promise<T> {
  const dry = stack.flowing.then((): never => {
    throw new AppError('failed', 'the local system was stopped');
  });
  return Promise.race([work, dry]);
}

function showChildOutput(error: unknown, terminal: Terminal): void {
  if (!(error instanceof AppError) || !(error.cause instanceof ChildOutput)) return;
  for (const line of error.cause.lines) terminal.warn(`  | ${stripVTControlCharacters(line)}`);
}

function fromHere(path: string): string {
  const short = relative(process.cwd(), path);
  return short === '' ? '.' : short;
}
