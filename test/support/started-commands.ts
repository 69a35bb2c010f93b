import { startCommand, type RunningCommand } from './running-command';

/** `startCommand` for one test file: whatever a test leaves running is killed after it. Call it at the top of the file. */
export function commandStarter(): typeof startCommand {
  const started: RunningCommand[] = [];
  afterEach(async () => {
    for (const command of started.splice(0)) {
      for (const pid of command.survivors()) process.kill(pid, 'SIGKILL');
      await command.ended;
    }
  });
  return (...given) => {
    const command = startCommand(...given);
    started.push(command);
    return command;
  };
}
