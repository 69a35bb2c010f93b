import type { Command } from 'commander';

/** Adds `evenkeel up`. */
export function register(program: Command): void {
  program.command('up');
}
