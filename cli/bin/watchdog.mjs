/**
 * Ends process groups when whoever started them is gone, however it went. It reads `add PID`,
 * `drop PID` and `container COMMAND NAME` lines; the end of its input means that its parent has ended.
 */
import { spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';

const GRACE_MS = 1500;
const groups = new Set();
const containers = new Map();

// It must outlive whatever ends the parent.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);

const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  const [verb, subject, name] = line.split(' ');
  if (verb === 'add') groups.add(Number(subject));
  if (verb === 'drop') groups.delete(Number(subject));
  if (verb === 'container') containers.set(name, subject);
});
lines.on('close', endAll);

function endAll() {
  for (const group of groups) signalGroup(group, 'SIGTERM');
  for (const [name, command] of containers) spawnSync(command, ['rm', '--force', name], { stdio: 'ignore' });
  const deadline = Date.now() + GRACE_MS;
  const check = () => {
    const alive = [...groups].filter((group) => signalGroup(group, 0));
    if (alive.length === 0) process.exit(0);
    if (Date.now() < deadline) {
      setTimeout(check, 50);
      return;
    }
    for (const group of alive) signalGroup(group, 'SIGKILL');
    process.exit(0);
  };
  check();
}

/** True while the group has a process. */
function signalGroup(group, signal) {
  try {
    process.kill(-group, signal);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
