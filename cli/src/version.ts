import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectHome } from './project-home';

/** The version of the command line, as its `package.json` has it. */
export function ownVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(projectHome(), 'cli/package.json'), 'utf8'));
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : 'unknown';
}
