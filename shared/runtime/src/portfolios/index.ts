import { AppError } from '@evenkeel/domain';
import { enabledPortfolios, type EnabledPortfolios } from '@evenkeel/domain/portfolio';
import type { Environment } from '../environment';
import { installedFiles } from './installed';

export { PORTFOLIO_FOLDER, readPortfolioFile, readPortfolioFolder } from './folder';

/**
 * The portfolios that a function works on: those that `EVENKEEL_PORTFOLIOS` names, separated by commas, or all of this installation
 * where it names none.
 * @throws AppError `bad-input` where not one of them can be computed, with the reason
 */
export function enabledIn(environment: Environment): EnabledPortfolios {
  const enabled = enabledPortfolios(installedFiles(), namesIn(environment['EVENKEEL_PORTFOLIOS']));
  if (enabled.portfolios.length > 0) return enabled;
  throw enabled.refused[0]?.error ?? new AppError('bad-input', 'portfolios/ holds no portfolio; put a file there');
}

/** The names in a list of portfolios. */
export function namesIn(list = ''): string[] {
  const names = list.split(',').map((name) => name.trim());
  return [...new Set(names)].filter((name) => name !== '');
}
