import type { Command } from 'commander';

/** Adds `evenkeel doctor`. */
export function register(program: Command): void {
  program.command('doctor');
}
