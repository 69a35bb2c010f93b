import { createHash } from 'node:crypto';
import { canonicalJson } from '@evenkeel/domain';
import { parsePortfolio } from '@evenkeel/domain/portfolio';
import { portfolioHash } from '../../../../services/strategy/src/portfolios/portfolio-hash';
import { pairFile, portfolioFile } from '../../../factories/portfolio';

const hashOf = (file: unknown): string => portfolioHash(parsePortfolio(file, 'test'));

describe('the hash of a portfolio', () => {
  it('is that of its text with nothing left out, so that no later version of the program finds another in an old file', () => {
    const { rebalance, ...file } = portfolioFile();
    const whole = { ...file, rebalance, allocation: { method: 'equal' }, fill: 'close', riskFreeRate: 0 };
    const sha256 = createHash('sha256').update(canonicalJson(whole)).digest('hex');
    expect(hashOf(whole)).toBe(sha256);
    expect(hashOf(portfolioFile())).toBe(sha256);
  });

  it('does not see how a file is written', () => {
    const reversed = Object.fromEntries(Object.entries(portfolioFile()).reverse());
    expect(hashOf({ ...reversed, $schema: 'there.json' })).toBe(hashOf(portfolioFile()));
    expect(hashOf(portfolioFile({ pairs: [pairFile('qqq', 'sqqq')] }))).toBe(hashOf(portfolioFile()));
  });

  it.each([
    ['capital', { capital: 1001 }],
    ['name', { name: 'other' }],
    ['a date in a schedule', { pairs: [pairFile('QQQ', 'SQQQ', [{ from: '2010-01-04', ratio: 3 }])] }],
    ['benchmark', { benchmark: 'SPY' }],
  ])('sees another %s', (_, change) => {
    expect(hashOf(portfolioFile(change))).not.toBe(hashOf(portfolioFile()));
  });
});
