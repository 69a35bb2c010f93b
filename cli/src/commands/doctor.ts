import type { Command } from 'commander';

/** Adds `evenkeel doctor`. */
export function register(program: Command): void {
  program
    .command('doctor')
    .description('check what this machine has, and say what to do about each lack')
    .option('--json <file>', 'write the findings as JSON, - for standard output')
    .option('--port <number>', 'port that evenkeel up is meant to use', '4860')
    .action(async (options: { readonly json?: string; readonly port: string }) => {
      const { doctor } = await import('../operations/doctor');
      await doctor(options);
    });
}
