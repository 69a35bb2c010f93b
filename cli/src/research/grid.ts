import { AppError } from '@evenkeel/domain';
import { cellCount, evenSteps, MOST_CELLS, type FullGrid } from '@evenkeel/domain/backtest';
import { CHECK_SCHEDULES, FILLS, REBALANCE_SCOPES, whyNeverBreached, type Portfolio } from '@evenkeel/domain/portfolio';
import { count, counted } from '@evenkeel/report';

/** The grid as typed; what is not named stays as the portfolio has it. */
export interface GridOptions {
  readonly tolerance: string;
  readonly check?: string | undefined;
  readonly scope?: string | undefined;
  readonly fill?: string | undefined;
}

/**
 * Reads the grid.
 * @throws AppError `bad-input` naming the option
 */
export function parseGrid(options: GridOptions, portfolio: Portfolio): FullGrid {
  const { check, scope } = portfolio.rebalance;
  const grid = {
    tolerance: parseSteps('--tolerance', options.tolerance),
    check: parseChoices('--check', options.check, CHECK_SCHEDULES, check),
    scope: parseChoices('--scope', options.scope, REBALANCE_SCOPES, scope),
    fill: parseChoices('--fill', options.fill, FILLS, portfolio.fill),
  };
  const cells = cellCount(grid);
  if (cells > MOST_CELLS) {
    throw new AppError(
      'bad-input',
      `--tolerance ${options.tolerance}: ${counted(cells, 'cell')} are too many; ${counted(MOST_CELLS, 'cell')} are the most, so take a larger step or fewer choices`,
    );
  }
  for (const tolerance of grid.tolerance) {
    const why = whyNeverBreached({ ...portfolio.rebalance.drift, tolerance }, portfolio.pairs);
    if (why !== undefined) throw new AppError('bad-input', `--tolerance ${options.tolerance}: ${why}`);
  }
  return grid;
}

/**
 * `from:to:step`, both ends included, or a list `0.05,0.1`. Ascending, without repetition.
 * @throws AppError `bad-input` when a number is below 0 or not finite, or the range has no step in it
 */
export function parseSteps(option: string, text: string): readonly number[] {
  const range = text.split(':');
  const numbers = (range.length > 1 ? range : text.split(',')).map((part) => decimal(option, text, part));
  if (range.length === 1) return ascending(numbers);
  const [from, to, step] = numbers;
  if (range.length !== 3 || from === undefined || to === undefined || !step || from > to) {
    throw new AppError('bad-input', `${option} ${text}: write from:to:step with from below to, e.g. 0.01:0.2:0.01`);
  }
  const steps = evenSteps(from, to, step);
  if (steps !== undefined) return steps;
  throw new AppError('bad-input', `${option} ${text}: more than ${count(MOST_CELLS)} values; take a larger step`);
}

function parseChoices<Choice extends string>(
  option: string,
  text: string | undefined,
  choices: readonly Choice[],
  otherwise: Choice,
): readonly Choice[] {
  if (text === undefined) return [otherwise];
  const named = text.split(',').map((part) => {
    const choice = choices.find((known) => known === part.trim());
    if (choice === undefined) {
      throw new AppError('bad-input', `${option} ${text}: "${part}" is none of ${choices.join(', ')}`);
    }
    return choice;
  });
  return [...new Set(named)];
}

/** A number as people write it: `Number` also reads hexadecimal, octal and binary. */
const DECIMAL = /^\+?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

function decimal(option: string, text: string, part: string): number {
  const value = DECIMAL.test(part.trim()) ? Number(part) : Number.NaN;
  if (Number.isFinite(value)) return value;
  throw new AppError(
    'bad-input',
    `${option} ${text}: "${part}" is not a number from 0 on; write from:to:step or a list, e.g. 0.05,0.1`,
  );
}

function ascending(numbers: readonly number[]): readonly number[] {
  return [...new Set(numbers)].sort((a, b) => a - b);
}
