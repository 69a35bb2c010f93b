import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from '../error-code';
import { oldestNode, projectHome, serviceFolder, SERVICES, type ServiceName } from '../project-home';
import { startChild, untilReady, type Child } from './child';
import { freePort } from './ports';
import { LOCAL_CREDENTIALS, LOCAL_REGION } from './tables';

/** The three services under serverless-offline, as processes of their own. */
export interface LocalServices {
  /** Base URL of a service's Lambda server. */
  lambdaUrl(name: ServiceName): string;
  /** Base URL of the query service's HTTP server: the API and the dashboard. */
  readonly queryUrl: string;
  /** Settles once every server that the first targets need answers; rejects with the tail of the output of one that does not. */
  readonly ready: Promise<void>;
  /** Starts the others, and settles once they answer, too. */
  startRest(): Promise<void>;
}

/** What the services are told. */
export interface ServiceSettings {
  /** Endpoint of the local database. */
  readonly endpoint: string;
  readonly stage: string;
  /** Port of the query service; 0 takes a free one. */
  readonly port: number;
  /** Files of the portfolios by their names. */
  readonly portfolios: ReadonlyMap<string, string>;
  readonly source: string;
  /** Folder of the csv source. */
  readonly data?: string | undefined;
  /** Stands in for the clock. */
  readonly now?: Date | undefined;
}

/** serverless-esbuild's folder in each service, and what a run calls its own folder in there. */
const BUILDS = '.esbuild';
const BUILD_FOLDER = /^offline-(\d+)$/;

/** What a health check may take: the first request starts the function. */
const START_TIMEOUT_MS = 90_000;

/** A service keeps nothing that is not in the tables, and one that is still starting hears no signal. */
const GRACE_MS = 500;

/** What the first targets need. The third service is for jobs that are asked for from elsewhere, and only takes their time. */
const FIRST: readonly ServiceName[] = ['strategy', 'query'];

/**
 * Starts the services that the first targets need; they get ready while other work goes on.
 * @param onStart gets to know each process
 */
export async function startServices(
  settings: ServiceSettings,
  onStart: (child: Child) => void,
): Promise<LocalServices> {
  removeBuildFolders((pid) => !isAlive(pid));
  const lambdaPorts = new Map<ServiceName, number>();
  for (const name of SERVICES) lambdaPorts.set(name, await freePort());
  const queryPort = settings.port === 0 ? await freePort() : settings.port;
  const queryUrl = `http://127.0.0.1:${queryPort}`;
  const lambdaUrl = (name: ServiceName): string => `http://127.0.0.1:${lambdaPorts.get(name) ?? 0}`;
  // Answers with what settles once the service answers.
  const start = async (name: ServiceName): Promise<() => Promise<void>> => {
    // A service without HTTP routes opens no such port; it gets one of its own all the same.
    const httpPort = name === 'query' ? queryPort : await freePort();
    const child = startOffline(name, httpPort, lambdaPorts.get(name) ?? 0, settings);
    onStart(child);
    const urls = name === 'query' ? [lambdaUrl(name), `${queryUrl}/v1/health`] : [lambdaUrl(name)];
    return async () => {
      for (const url of urls) await untilReady(child, () => listens(url), START_TIMEOUT_MS);
    };
  };
  const starting: (() => Promise<void>)[] = [];
  for (const name of FIRST) starting.push(await start(name));
  const ready = Promise.all(starting.map((untilItAnswers) => untilItAnswers())).then(() => undefined);
  // The caller awaits it when it needs the services; until then a failure is not unhandled.
  ready.catch(() => undefined);
  const startRest = async (): Promise<void> => {
    for (const name of SERVICES) if (!FIRST.includes(name)) await (await start(name))();
  };
  return { lambdaUrl, queryUrl, ready, startRest };
}

/** Removes what this run has built. */
export function removeOwnBuilds(): void {
  removeBuildFolders((pid) => pid === process.pid);
}

function startOffline(name: ServiceName, httpPort: number, lambdaPort: number, settings: ServiceSettings): Child {
  const serverless = join(projectHome(), 'node_modules/serverless/bin/serverless.js');
  const args = [
    serverless,
    'offline',
    'start',
    '--stage',
    settings.stage,
    '--region',
    LOCAL_REGION,
    '--host',
    '127.0.0.1',
    '--httpPort',
    String(httpPort),
    '--lambdaPort',
    String(lambdaPort),
    '--noPrependStageInUrl',
    '--localEnvironment',
    '--noAuth',
    '--noSponsor',
    // Whatever services/common.yml says of the stage that this one is called like.
    '--param',
    `portfolios=${[...settings.portfolios.keys()].join(',')}`,
  ];
  return startChild(`the ${name} service`, process.execPath, args, {
    cwd: serviceFolder(name),
    env: serviceEnvironment(settings),
    graceMs: GRACE_MS,
  });
}

/** What a shell may say of a deployment, or of this process. */
const OF_THE_SHELL = ['NODE_OPTIONS', 'EVENKEEL_PORTFOLIO', 'EVENKEEL_PORTFOLIOS'];

/** The shell's environment without its AWS account, so that nothing local can reach a real one. */
export function serviceEnvironment(settings: ServiceSettings): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([key]) => !key.startsWith('AWS_') && !OF_THE_SHELL.includes(key));
  return {
    ...Object.fromEntries(own),
    AWS_ENDPOINT_URL_DYNAMODB: settings.endpoint,
    AWS_REGION: LOCAL_REGION,
    AWS_ACCESS_KEY_ID: LOCAL_CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: LOCAL_CREDENTIALS.secretAccessKey,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    SLS_TELEMETRY_DISABLED: '1',
    SLS_NOTIFICATIONS_MODE: 'off',
    EVENKEEL_PORTFOLIO_FILES: JSON.stringify(Object.fromEntries(settings.portfolios)),
    EVENKEEL_SOURCE: settings.source,
    // Each run builds into a folder of its own: two runs, or a run and a packaging, do not meet.
    EVENKEEL_BUILD_FOLDER: join(BUILDS, buildFolder(process.pid)),
    // What is deployed is built for AWS's Node; this machine may have an older one.
    EVENKEEL_BUILD_TARGET: `node${oldestNode()}`,
    ...(settings.data === undefined ? {} : { EVENKEEL_DATA: settings.data }),
    ...(settings.now === undefined ? {} : { EVENKEEL_NOW: settings.now.toISOString() }),
  };
}

/** Any answer will do: the server is there. */
async function listens(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(10_000) });
    await response.arrayBuffer();
    return true;
  } catch {
    return false;
  }
}

function buildFolder(pid: number): string {
  return `offline-${pid}`;
}

function removeBuildFolders(isDue: (pid: number) => boolean): void {
  for (const name of SERVICES) {
    const builds = join(serviceFolder(name), BUILDS);
    if (!existsSync(builds)) continue;
    for (const entry of readdirSync(builds)) {
      const pid = BUILD_FOLDER.exec(entry)?.[1];
      if (pid !== undefined && isDue(Number(pid))) rmSync(join(builds, entry), { recursive: true, force: true });
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}
