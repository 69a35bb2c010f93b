import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { build } from 'esbuild';

const HOME = resolve(__dirname, '../..');
const BUNDLE = join(HOME, '.cache/test/strategy-process.mjs');

/** Bundles the process that {@link startStrategy} starts. */
export async function bundleStrategyProcess(): Promise<void> {
  mkdirSync(join(HOME, '.cache/test'), { recursive: true });
  await build({
    entryPoints: [join(HOME, 'test/support/strategy-process.ts')],
    outfile: BUNDLE,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
    },
  });
}

/** What became of a process of the strategy. */
export interface EndedStrategy {
  readonly killed: boolean;
  /** From its first line to its end, in ms. */
  readonly lived: number;
  /** What its function has answered; absent where it did not come to that. */
  readonly answer: unknown;
  /** Its log. */
  readonly lines: readonly Readonly<Record<string, unknown>>[];
}

/**
 * Runs the strategy in a process of its own: a batch of the stream that says that the bar of `session` has changed.
 * @param killAfter ms from its first line on after which it is ended with SIGKILL
 */
export async function runStrategy(
  environment: Readonly<Record<string, string>>,
  session: string,
  killAfter?: number,
): Promise<EndedStrategy> {
  const child: ChildProcessByStdio<null, Readable, null> = spawn(process.execPath, [BUNDLE, session], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true', ...environment },
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  const ended = once(child, 'close');
  await Promise.race([once(child.stdout, 'data'), ended]);
  const begun = performance.now();
  const timer = killAfter === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfter);
  await ended;
  clearTimeout(timer);
  const parsed = output.split('\n').flatMap(jsonIn);
  return {
    killed: child.signalCode === 'SIGKILL',
    lived: performance.now() - begun,
    answer: parsed.find((each) => 'answer' in each)?.['answer'],
    lines: parsed,
  };
}

function jsonIn(line: string): Readonly<Record<string, unknown>>[] {
  if (!line.startsWith('{')) return [];
  const parsed: unknown = JSON.parse(line);
  return isObject(parsed) ? [parsed] : [];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
