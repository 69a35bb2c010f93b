import { createTerminal, type Terminal } from '../../cli/src/terminal/terminal';

/** A terminal whose output can be read, and what was written to it. */
export interface RecordingTerminal {
  readonly terminal: Terminal;
  stdout(): string;
  stderr(): string;
}

/** @param tty whether both streams are those of a person */
export function recordingTerminal({
  tty = false,
  env = {},
  narration = 'stdout',
}: { tty?: boolean; env?: Record<string, string>; narration?: 'stdout' | 'stderr' } = {}): RecordingTerminal {
  const written = { stdout: '', stderr: '' };
  const sink = (name: 'stdout' | 'stderr') => ({ isTTY: tty, write: (text: string) => (written[name] += text) });
  const terminal = createTerminal(narration, { stdout: sink('stdout'), stderr: sink('stderr'), env });
  return { terminal, stdout: () => written.stdout, stderr: () => written.stderr };
}
