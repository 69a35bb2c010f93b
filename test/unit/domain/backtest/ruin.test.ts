import { isAppError } from '@evenkeel/domain';
import { buildPanel } from '@evenkeel/domain/backtest';
import { parsePortfolio } from '@evenkeel/domain/portfolio';
import { Book } from '../../../../shared/domain/src/backtest/book';
import { Tally, walk, type Recorder } from '../../../../shared/domain/src/backtest/engine';
import { rulesOf, targetRows } from '../../../../shared/domain/src/backtest/rules';
import { fundSeries, market } from '../../../factories/funds';
import { portfolioFile } from '../../../factories/portfolio';

const NOBODY: Recorder = { trade: () => undefined, measured: () => undefined, close: () => undefined };

function messageOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (isAppError(error, 'bad-data')) return error.message;
    throw error;
  }
  return 'went on';
}

describe('a portfolio of which nothing is left', () => {
  // The base loses a tenth a session, the inverse fund stands still.
  const series = market(
    fundSeries('QQQ', new Array<number>(20).fill(-0.1)),
    fundSeries('SQQQ', new Array<number>(20).fill(0)),
  );
  const held = parsePortfolio(
    portfolioFile({ rebalance: { check: 'never', drift: { measure: 'weight', tolerance: 0.1 }, scope: 'breached' } }),
    'test',
  );
  const panel = buildPanel(held, series);

  it('ends the run on the session that ruins it, watched or not, although nobody measures drift', () => {
    // Bought for 1000 with 500 of them borrowed: 10 units of the base at 1 are worth 500 less debt when it has halved,
    // which is below 0 for the first time after 0.9^7 = 0.478.
    const told = [NOBODY, null].map((recorder) =>
      messageOf(() => {
        const book = new Book(1, -500);
        book.units.set([1000, 0]);
        book.bought = true;
        walk(rulesOf(held, panel, targetRows(held, panel)), book, 1, 20, new Float64Array(20), new Tally(1), recorder);
      }),
    );
    expect(told[0]).toContain(
      `nothing is left of the portfolio after ${panel.sessions[7] ?? ''} (net asset value -21.7)`,
    );
    expect(told[1]).toBe(told[0]);
  });
});
