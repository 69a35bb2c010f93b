import { dirname, join, resolve } from 'node:path';
import { AppError, isAppError, parseJson } from '@evenkeel/domain';
import { isSessionDate } from '@evenkeel/domain/calendar';
import {
  parsePortfolio,
  portfolioIn,
  requireDeployableName,
  type Portfolio,
  type PortfolioFile,
  type RefusedPortfolio,
  type RiskFreeDay,
} from '@evenkeel/domain/portfolio';
import { PORTFOLIO_FOLDER, readPortfolioFolder } from '@evenkeel/runtime/portfolios';
import { projectHome } from '../project-home';
import type { InputFile } from './input-file';
import { readText } from './text-file';

/** A portfolio, and its annual risk-free rate or the daily rates of the CSV it names. */
export interface LoadedPortfolio {
  readonly portfolio: Portfolio;
  /** Its file. */
  readonly path: string;
  readonly riskFree: number | readonly RiskFreeDay[];
  /** What was read for it. */
  readonly files: readonly InputFile[];
}

/** The portfolios of a command that works on several. */
export interface LoadedPortfolios {
  readonly loaded: readonly LoadedPortfolio[];
  /** Those in `portfolios/` that cannot be computed; none where portfolios were named. */
  readonly refused: readonly RefusedPortfolio[];
}

/**
 * The portfolio that `--portfolio` names: one in `portfolios/`, or else a file.
 * A relative path of a risk-free CSV counts from the portfolio file's folder.
 * @throws AppError `bad-input` naming the file and what is wrong in it
 */
export async function loadPortfolio(nameOrPath: string): Promise<LoadedPortfolio> {
  const home = projectHome();
  const installed = readPortfolioFolder(home);
  const file = installed.find(({ name }) => name === nameOrPath);
  if (file !== undefined) return withRiskFree(portfolioIn(file), join(home, file.path), file.path);
  const text = await readText(nameOrPath, '--portfolio', `name a portfolio file, or one of ${namesOf(installed)}`);
  return withRiskFree(parsePortfolio(parseJson(text, nameOrPath), nameOrPath), nameOrPath);
}

/**
 * The portfolios that were named, each as by {@link loadPortfolio} and with a name that can be deployed; all in `portfolios/` where
 * none was. Among those, one that cannot be computed is passed by with the reason.
 * @throws AppError `bad-input` naming the file and what is wrong in it, the name that stands twice, or why there is no portfolio
 */
export async function loadPortfolios(named: readonly string[] = []): Promise<LoadedPortfolios> {
  if (named.length === 0) return allInstalled();
  const loaded = await Promise.all(named.map(loadPortfolio));
  for (const [index, { portfolio, path }] of loaded.entries()) {
    const { name } = portfolio;
    requireDeployableName(portfolio, path);
    const other = loaded.slice(0, index).find((each) => each.portfolio.name === name);
    if (other === undefined) continue;
    throw new AppError('bad-input', `--portfolio ${path}: ${other.path} has the name "${name}", too; leave one out`, {
      path,
    });
  }
  return { loaded, refused: [] };
}

async function allInstalled(): Promise<LoadedPortfolios> {
  const loaded: LoadedPortfolio[] = [];
  const refused: RefusedPortfolio[] = [];
  for (const { name } of readPortfolioFolder(projectHome())) {
    try {
      loaded.push(await loadPortfolio(name));
    } catch (error) {
      if (!isAppError(error)) throw error;
      refused.push({ name, error });
    }
  }
  if (loaded.length > 0) return { loaded, refused };
  throw refused[0]?.error ?? new AppError('bad-input', `${PORTFOLIO_FOLDER}/ holds no portfolio; put a file there`);
}

async function withRiskFree(portfolio: Portfolio, path: string, shown = path): Promise<LoadedPortfolio> {
  const files = [{ option: '--portfolio', path }];
  const { riskFreeRate } = portfolio;
  if (typeof riskFreeRate === 'number') return { portfolio, path, riskFree: riskFreeRate, files };
  const rates = resolve(dirname(path), riskFreeRate);
  const option = `${shown} riskFreeRate`;
  return {
    portfolio,
    path,
    riskFree: parseRiskFree(await readText(rates, option), rates),
    files: [...files, { option, path: rates }],
  };
}

function namesOf(installed: readonly PortfolioFile[]): string {
  return `${PORTFOLIO_FOLDER}/ (${installed.map(({ name }) => name).join(', ') || 'it is empty'})`;
}

/**
 * Daily risk-free rates of a CSV with the header `date,rate`, dates ascending, each rate a fraction per session.
 * @throws AppError `bad-input` naming the line
 */
function parseRiskFree(content: string, origin: string): readonly RiskFreeDay[] {
  const [header = '', ...lines] = content.replace(/^\uFEFF/, '').split(/\r?\n/);
  if (header.replaceAll(' ', '').toLowerCase() !== 'date,rate') {
    throw new AppError('bad-input', `${origin}: the first line must be "date,rate", not "${header.slice(0, 40)}"`);
  }
  let previous = '';
  return lines.flatMap((line, i) => {
    if (line.trim() === '') return [];
    const [session = '', text = '', ...more] = line.split(',').map((part) => part.trim());
    const rate = text === '' ? Number.NaN : Number(text);
    if (!isSessionDate(session) || !Number.isFinite(rate) || more.length > 0) {
      throw new AppError(
        'bad-input',
        `${origin} line ${i + 2}: "${line.slice(0, 40)}" is not date,rate, e.g. 2024-06-28,0.0002`,
      );
    }
    if (session <= previous) {
      throw new AppError(
        'bad-input',
        `${origin} line ${i + 2}: ${session} after ${previous}; sort the dates, each once`,
      );
    }
    previous = session;
    return [{ session, rate }];
  });
}
