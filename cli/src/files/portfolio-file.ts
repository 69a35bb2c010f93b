import { dirname, resolve } from 'node:path';
import { AppError, parseJson } from '@evenkeel/domain';
import { isSessionDate } from '@evenkeel/domain/calendar';
import { parsePortfolio, portfolioFrom, presets, type Portfolio, type RiskFreeDay } from '@evenkeel/domain/portfolio';
import type { InputFile } from './input-file';
import { readText } from './text-file';

/** A portfolio, and its annual risk-free rate or the daily rates of the CSV it names. */
export interface LoadedPortfolio {
  readonly portfolio: Portfolio;
  readonly riskFree: number | readonly RiskFreeDay[];
  /** What was read for it; none for a preset. */
  readonly files: readonly InputFile[];
}

/**
 * The portfolio that `--portfolio` names: a preset, or else a file.
 * A relative path of a risk-free CSV counts from the portfolio file's folder.
 * @throws AppError `bad-input` naming the file and what is wrong in it
 */
export async function loadPortfolio(nameOrPath: string): Promise<LoadedPortfolio> {
  const isPreset = Object.hasOwn(presets, nameOrPath);
  const portfolio = isPreset
    ? portfolioFrom(nameOrPath)
    : parsePortfolio(parseJson(await portfolioText(nameOrPath), nameOrPath), nameOrPath);
  const files = isPreset ? [] : [{ option: '--portfolio', path: nameOrPath }];
  const { riskFreeRate } = portfolio;
  if (typeof riskFreeRate === 'number') return { portfolio, riskFree: riskFreeRate, files };
  const path = resolve(dirname(nameOrPath), riskFreeRate);
  const option = `${nameOrPath} riskFreeRate`;
  return {
    portfolio,
    riskFree: parseRiskFree(await readText(path, option), path),
    files: [...files, { option, path }],
  };
}

async function portfolioText(path: string): Promise<string> {
  const known = Object.keys(presets).join(' or ');
  return readText(path, '--portfolio', `name a portfolio file, or the preset ${known}`);
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
