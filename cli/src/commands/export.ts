import type { Command } from 'commander';

/** Adds `evenkeel export`. */
export function register(program: Command): void {
  program.command('export');
}
