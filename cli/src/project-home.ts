import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AppError } from '@evenkeel/domain';

/** The three services, in the order in which a bar meets them. */
export const SERVICES = ['ingestion', 'strategy', 'query'] as const;
export type ServiceName = (typeof SERVICES)[number];

/**
 * The folder of the project: where `services/` and `node_modules/` are. The command's launcher says
 * it in `EVENKEEL_HOME`; elsewhere (tests) it is the nearest folder above the working directory that has them.
 */
export function projectHome(): string {
  const told = process.env.EVENKEEL_HOME;
  if (told !== undefined && told !== '') return told;
  let folder = process.cwd();
  while (!existsSync(join(folder, 'services/ingestion')) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}

/** `services/<name>` of the project. */
export function serviceFolder(name: ServiceName): string {
  return join(projectHome(), 'services', name);
}

/**
 * The oldest Node that the project runs on, e.g. `20.19`: `engines` of its package.json.
 * @throws AppError `environment` when it does not say
 */
export function oldestNode(): string {
  const path = join(projectHome(), 'package.json');
  const version = /"engines":\s*\{\s*"node":\s*">=([\d.]+)"/.exec(readFileSync(path, 'utf8'))?.[1];
  if (version !== undefined) return version;
  throw new AppError('environment', `${path}: "engines" names no Node; write e.g. { "node": ">=20.19" }`);
}
