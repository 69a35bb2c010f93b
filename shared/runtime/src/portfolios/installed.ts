/**
 * In a bundle this module holds the files themselves: services/esbuild-plugins.cjs runs it when a service is built, and puts what it
 * answers in its place. A Lambda function has no folder, and an environment variable no room.
 */
import { AppError, parseJson } from '@evenkeel/domain';
import type { PortfolioFile } from '@evenkeel/domain/portfolio';
import { homeAbove, readPortfolioFile, readPortfolioFolder } from './folder';

/**
 * The portfolio files of this installation. A local stack names others in `EVENKEEL_PORTFOLIO_FILES`, a JSON object of paths by the
 * portfolio's name, which decides when a service is built and never afterwards.
 * @throws AppError `bad-input` where there is no folder, or the variable is no such object
 */
export function installedFiles(): readonly PortfolioFile[] {
  const listed = process.env['EVENKEEL_PORTFOLIO_FILES'] ?? '';
  if (listed === '') return readPortfolioFolder(homeAbove(process.cwd()));
  return Object.entries(pathsIn(listed)).map(([name, path]) => readPortfolioFile(path, { name }));
}

function pathsIn(text: string): Readonly<Record<string, string>> {
  const paths = parseJson(text, 'EVENKEEL_PORTFOLIO_FILES');
  if (isPaths(paths)) return paths;
  throw new AppError('bad-input', 'EVENKEEL_PORTFOLIO_FILES: is not {"name": "path", ...}; evenkeel up writes it');
}

function isPaths(value: unknown): value is Readonly<Record<string, string>> {
  return typeof value === 'object' && value !== null && Object.values(value).every((path) => typeof path === 'string');
}
