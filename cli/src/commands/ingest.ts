import type { Command } from 'commander';

/** Adds `evenkeel ingest`. */
export function register(program: Command): void {
  program.command('ingest');
}
