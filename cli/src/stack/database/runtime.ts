import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What can run DynamoDB Local on this machine. */
export interface DatabaseRuntime {
  readonly kind: 'java' | 'docker';
  /** Path of the program. */
  readonly command: string;
  /** e.g. `17.0.15`. */
  readonly version: string;
}

/** What was found on this machine, and why the rest does not do. */
export interface RuntimeFindings {
  readonly java: DatabaseRuntime | string;
  readonly docker: DatabaseRuntime | string;
}

/** The oldest Java that runs DynamoDB Local. */
export const NEEDED_JAVA = 17;

/** Java 17 if there is one, else Docker, else why neither will do. */
export async function lookForRuntime(env: NodeJS.ProcessEnv): Promise<DatabaseRuntime | string> {
  const java = await findJava(env);
  if (typeof java !== 'string') return java;
  const docker = await findDocker(env);
  return typeof docker === 'string' ? `${java}; ${docker}` : docker;
}

/** Looks for both, for `evenkeel doctor`. */
export async function inspectRuntimes(env: NodeJS.ProcessEnv = process.env): Promise<RuntimeFindings> {
  const [java, docker] = await Promise.all([findJava(env), findDocker(env)]);
  return { java, docker };
}

async function findJava(env: NodeJS.ProcessEnv): Promise<DatabaseRuntime | string> {
  const home = env.JAVA_HOME;
  const atHome = home === undefined || home === '' ? undefined : join(home, 'bin/java');
  const command = atHome !== undefined && existsSync(atHome) ? atHome : findOnPath('java', env);
  if (command === undefined) return 'no java on the PATH';
  const { code, output } = await run(command, ['-version'], env);
  const version = /version "([^"]+)"/.exec(output)?.[1];
  if (code !== 0 || version === undefined) return `${command} does not start`;
  if (majorVersion(version) < NEEDED_JAVA) return `${command} is Java ${version}`;
  return { kind: 'java', command, version };
}

async function findDocker(env: NodeJS.ProcessEnv): Promise<DatabaseRuntime | string> {
  const command = findOnPath('docker', env);
  if (command === undefined) return 'no docker on the PATH';
  const { code, output } = await run(command, ['version', '--format', '{{.Server.Version}}'], env);
  if (code !== 0) return 'Docker is installed but its daemon does not answer';
  return { kind: 'docker', command, version: output.trim() };
}

/** `1.8.0_292` is 8; `17.0.15` is 17. */
function majorVersion(version: string): number {
  const [first, second] = version.split(/[._-]/).map(Number);
  return (first === 1 ? second : first) ?? 0;
}

function findOnPath(name: string, env: NodeJS.ProcessEnv): string | undefined {
  return (env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));
}

function run(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(command, [...args], { env, stdio: ['ignore', 'pipe', 'pipe'], timeout: 10_000 });
    const end = (): void => void child.kill();
    process.once('exit', end);
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.once('error', (error) => resolve({ code: -1, output: error.message }));
    child.once('close', (code) => {
      process.off('exit', end);
      resolve({ code: code ?? -1, output });
    });
  });
}
