import { AppError, isAppError } from '../errors';
import { parseJson } from '../json';
import { nearestWord } from '../nearest-word';
import { parsePortfolio } from './parse-portfolio';
import type { Portfolio } from './portfolio';

/** A file with a portfolio in it, as it was read. */
export interface PortfolioFile {
  /** What messages call it, e.g. `portfolios/classic.json`. */
  readonly path: string;
  /** The name that its portfolio has to have, e.g. `classic`. */
  readonly name: string;
  readonly text: string | { readonly unreadable: string };
}

/** A portfolio that cannot be computed, and why, in one line that names its file. */
export interface RefusedPortfolio {
  readonly name: string;
  readonly error: AppError;
}

/** The portfolios of an installation: those that are computed, and those of which it is said why they are not. */
export interface EnabledPortfolios {
  /** In the order of their files; no name twice. */
  readonly portfolios: readonly Portfolio[];
  readonly refused: readonly RefusedPortfolio[];
}

/**
 * The portfolios that are computed: those named in `chosen`, or all of `files` where nothing is. What is wrong with one file, or
 * with one name, is said of that one; the others do not know of it.
 */
export function enabledPortfolios(files: readonly PortfolioFile[], chosen: readonly string[] = []): EnabledPortfolios {
  const portfolios: Portfolio[] = [];
  const refused: RefusedPortfolio[] = strangersAmong(chosen, files);
  const paths = new Map<string, string>();
  for (const file of files) {
    if (chosen.length > 0 && !chosen.includes(file.name)) continue;
    const portfolio = portfolioOr(file);
    const taken = paths.get(file.name);
    if (isAppError(portfolio)) refused.push({ name: file.name, error: portfolio });
    else if (taken !== undefined) refused.push({ name: file.name, error: twice(file, taken) });
    else {
      paths.set(file.name, file.path);
      portfolios.push(portfolio);
    }
  }
  return { portfolios, refused };
}

/**
 * The portfolio in a file, under a name that can stand in a key of a table, an address and a list.
 * @throws AppError `bad-input`: one line with the file and what is wrong
 */
export function portfolioIn({ path, name, text }: PortfolioFile): Portfolio {
  if (typeof text !== 'string')
    throw new AppError('bad-input', `${path}: cannot be read: ${text.unreadable}`, { path });
  const portfolio = parsePortfolio(parseJson(text, path), path);
  requireDeployableName(portfolio, path);
  if (portfolio.name.normalize() === name.normalize()) return portfolio;
  throw new AppError(
    'bad-input',
    `${path}: name: is "${portfolio.name}"; a file is called as its portfolio: write "${name}", or call the file ${portfolio.name}.json`,
    { path },
  );
}

/**
 * The name of a portfolio that is computed by the services is a part of keys, addresses and lists; one of research alone may be any.
 * @throws AppError `bad-input` for a name that one of these would take for something else
 */
export function requireDeployableName({ name }: Pick<Portfolio, 'name'>, path: string): void {
  const wrong = wrongInKey(name);
  if (wrong === undefined) return;
  throw new AppError(
    'bad-input',
    `${path}: name: "${name}" ${wrong}; it stands in keys, addresses and lists, so write one without # / \\ , and without a blank or dot before it`,
    { path },
  );
}

const SEPARATORS = ['#', '/', '\\', ','];

function wrongInKey(name: string): string | undefined {
  const separator = SEPARATORS.find((each) => name.includes(each));
  if (separator !== undefined) return `has a "${separator}"`;
  if (name.trim() !== name) return 'begins or ends with a blank';
  return name.startsWith('.') ? 'begins with a dot' : undefined;
}

function portfolioOr(file: PortfolioFile): Portfolio | AppError {
  try {
    return portfolioIn(file);
  } catch (error) {
    if (isAppError(error)) return error;
    throw error;
  }
}

function strangersAmong(chosen: readonly string[], files: readonly PortfolioFile[]): RefusedPortfolio[] {
  const known = files.map(({ name }) => name);
  return chosen
    .filter((name) => !known.includes(name))
    .map((name) => {
      const nearest = nearestWord(name, known);
      const meant = nearest === undefined ? '' : ` (did you mean "${nearest}"?)`;
      const all = known.length === 0 ? 'none' : known.join(', ');
      return { name, error: new AppError('bad-input', `there is no portfolio "${name}"${meant}; there are ${all}`) };
    });
}

function twice({ path, name }: PortfolioFile, other: string): AppError {
  return new AppError(
    'bad-input',
    `${path}: ${other} has a portfolio "${name}" already; give one of them another name`,
    {
      path,
    },
  );
}
