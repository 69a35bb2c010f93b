import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { AppError, messageOf } from '@evenkeel/domain';
import type { PortfolioFile } from '@evenkeel/domain/portfolio';

/** The folder of an installation that has a file for each of its portfolios. */
export const PORTFOLIO_FOLDER = 'portfolios';

/**
 * The portfolio files of an installation: `portfolios/*.json`, in the order of their names. A file that cannot be read is among them,
 * and says why.
 * @param home the folder of the project
 * @throws AppError `bad-input` where there is no such folder
 */
export function readPortfolioFolder(home: string): PortfolioFile[] {
  const folder = join(home, PORTFOLIO_FOLDER);
  if (!existsSync(folder))
    throw new AppError('bad-input', `${folder}: there is no such folder; it holds a file for each portfolio`);
  return readdirSync(folder)
    .filter((entry) => entry.endsWith('.json') && !entry.startsWith('.'))
    .sort()
    .map((entry) => readPortfolioFile(join(folder, entry), { shown: `${PORTFOLIO_FOLDER}/${entry}` }));
}

/**
 * One portfolio file.
 * @param options.name the name that its portfolio has to have; that of the file where it is left out
 * @param options.shown what messages call it
 */
export function readPortfolioFile(
  path: string,
  { name = basename(path, '.json'), shown = path }: { readonly name?: string; readonly shown?: string } = {},
): PortfolioFile {
  return { path: shown, name, text: textOf(path) };
}

/** The nearest folder at or above `folder` that holds an installation. */
export function homeAbove(folder: string): string {
  let home = folder;
  const isHome = () => existsSync(join(home, PORTFOLIO_FOLDER)) && existsSync(join(home, 'services'));
  while (!isHome() && dirname(home) !== home) home = dirname(home);
  return home;
}

function textOf(path: string): PortfolioFile['text'] {
  try {
    // Without its byte order mark.
    return new TextDecoder().decode(readFileSync(path));
  } catch (error) {
    return { unreadable: messageOf(error) };
  }
}
