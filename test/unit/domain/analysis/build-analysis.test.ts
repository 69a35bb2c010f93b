import { buildAnalysis } from '@evenkeel/domain/analysis';
import { buildPanel } from '@evenkeel/domain/backtest';
import { parsePortfolio } from '@evenkeel/domain/portfolio';
import { REGIMES } from '@evenkeel/domain/statistics';
import { fundSeries, idealInverse, market } from '../../../factories/funds';
import { pairFile, portfolioFile } from '../../../factories/portfolio';
import { failureOf } from '../../../support/failure';

function analysisOf(
  baseReturns: readonly number[],
  inverseReturns: readonly number[] = baseReturns.map((r) => -3 * r),
) {
  const panel = buildPanel(
    parsePortfolio(portfolioFile(), 'test'),
    market(fundSeries('QQQ', baseReturns), fundSeries('SQQQ', inverseReturns)),
  );
  const [pair] = buildAnalysis([panel]).pairs;
  if (!pair) throw new Error('no pair was analyzed');
  return { pair, panel };
}

const moves = Array.from({ length: 300 }, (_, i) => Math.sin(i * i) / (i % 100 < 50 ? 200 : 50));

describe('buildAnalysis', () => {
  // The inverse earns a basis point a day beyond -3 times: the pair earns a quarter of it.
  const { pair } = analysisOf(
    moves,
    moves.map((r) => -3 * r + 0.0001),
  );

  it('has the pair return at hedge weights, the inverse bought', () => {
    expect(pair.total.count).toBe(300);
    expect(pair.total.mean).toBeCloseTo(0.0001 / 4, 12);
    expect(pair.total.sharpe).toBeNull();
    expect(pair.total.quartiles.map((q) => q?.toFixed(12))).toEqual(new Array(3).fill((0.000025).toFixed(12)));
  });

  it('makes the total return of the pair re-hedged every session, and of both legs bought once and held', () => {
    // Flat but for the fund's basis point a day: re-hedged it is always a quarter of the money, held it compounds by itself.
    const flat = new Array<number>(70).fill(0);
    const drifting = analysisOf(
      flat,
      flat.map(() => 0.0001),
    ).pair.total;
    expect(drifting.return).toBeCloseTo((1 + 0.0001 / 4) ** 70 - 1, 13);
    expect(drifting.held).toBeCloseTo((1.0001 ** 70 - 1) / 4, 13);
    // The table of docs/numbers.md, section 3: +2 % and back, 50 times, never re-hedged.
    const zigzag = Array.from({ length: 50 }, () => [0.02, 1 / 1.02 - 1]).flat();
    const ideal = analysisOf(zigzag).pair.total;
    expect(ideal.return).toBeCloseTo(0, 13);
    expect(ideal.held).toBeCloseTo(0.9474748874 - 1, 9);
  });

  it('holds at the hedge weights of the first session, and re-hedges at those of each', () => {
    const steps = [
      { from: '2010-01-01', ratio: 3 },
      { from: '2015-01-05', ratio: 1 },
    ];
    // Sessions from 2015-01-02 on: the first return falls on 2015-01-05, already at one to one.
    const rising = [0.1, ...new Array<number>(70).fill(0)];
    const panel = buildPanel(
      parsePortfolio(portfolioFile({ pairs: [pairFile('QQQ', 'SQQQ', steps)] }), 'test'),
      market(fundSeries('QQQ', rising), fundSeries('SQQQ', new Array<number>(71).fill(0))),
    );
    const total = buildAnalysis([panel]).pairs[0]?.total;
    expect(total?.return).toBeCloseTo(0.05, 13);
    expect(total?.held).toBeCloseTo(0.075, 13);
  });

  it('puts every session from the 21st return on into one cell of each grid', () => {
    const count = (rows: readonly { count: number }[]) => rows.reduce((sum, row) => sum + row.count, 0);
    expect(pair.cells).toHaveLength(9);
    expect(pair.direction).toHaveLength(9);
    expect(count(pair.cells)).toBe(280);
    expect(count(pair.direction)).toBe(280);
    expect(count(pair.distributions.volatility)).toBe(280);
    expect(count(pair.distributions.correlation)).toBe(280);
  });

  it('says null of an empty cell', () => {
    // Swings that grow with every session: each volatility is the highest so far, none lies in the middle.
    const growing = analysisOf(moves.map((_, i) => (i % 2 === 0 ? 1 : -1) * 0.0001 * (i + 1))).pair;
    const medium = growing.cells.filter(({ volatility }) => volatility === 'medium');
    const nothing = { count: 0, mean: null, sd: null, sharpe: null, quartiles: [null, null, null] };
    expect(medium).toEqual(REGIMES.map((correlation) => ({ volatility: 'medium', correlation, ...nothing })));
    for (const each of [growing, pair]) expect(JSON.stringify(each)).not.toMatch(/NaN|Infinity/);
  });

  it('has a Sharpe ratio for each calendar year of returns', () => {
    expect(Object.keys(pair.annualSharpe)).toEqual(['2015', '2016']);
  });

  it('finds the hedge exact where the fund keeps its promise', () => {
    expect(pair.hedgeBeta).toHaveLength(300 - 63 + 1);
    for (const { beta, expected } of pair.hedgeBeta) {
      expect(beta).toBeCloseTo(-3, 9);
      expect(expected).toBe(-3);
    }
  });

  it('knows the regime of the last session', () => {
    expect(pair.current.correlation).toBeCloseTo(-1, 9);
    expect(pair.current.volatilityRegime).toMatch(/low|medium|high/);
  });
});

describe('the matrix of direction and volatility', () => {
  it('finds a steady trend up, and theory right about ideal funds', () => {
    const { pair } = analysisOf(new Array<number>(100).fill(0.001));
    const up = pair.direction.filter((cell) => cell.count > 0);
    expect(up.map((cell) => cell.direction)).toEqual(['up']);
    const log = Math.log(1.001);
    expect(up[0]?.expected).toBeCloseTo(1.5 * ((21 * log) ** 2 - 21 * log ** 2), 12);
    // Exactly: 3/4 1.001^21 + 1/4 0.997^21 - 1.
    expect(up[0]?.mean).toBeCloseTo(0.75 * 1.001 ** 21 + 0.25 * 0.997 ** 21 - 1, 12);
    expect(up[0]?.daily).toBeCloseTo(0, 12);
  });

  it('calls a market that goes nowhere sideways, and expects its variance to be lost', () => {
    const { pair } = analysisOf(Array.from({ length: 100 }, (_, i) => (i % 2 === 0 ? 0.01 : 1 / 1.01 - 1)));
    const cells = pair.direction.filter((cell) => cell.count > 0);
    expect(cells.map((cell) => cell.direction)).toEqual(['sideways']);
    const log = Math.log(1.01);
    // Over 21 steps the base moves by one step at most: x = +-log, V = 21 log^2.
    expect(cells[0]?.expected).toBeCloseTo(1.5 * (log ** 2 - 21 * log ** 2), 12);
    expect(cells[0]?.mean).toBeLessThan(0);
  });
});

describe('bad input', () => {
  it('is a pair with fewer sessions than the longest window', async () => {
    const failure = await failureOf(Promise.resolve(moves.slice(0, 62)).then((short) => analysisOf(short)));
    expect(failure.code).toBe('bad-data');
    expect(failure.message).toMatch(/QQQ\/SQQQ: 63 .* 64/);
    expect(analysisOf(moves.slice(0, 63)).pair.hedgeBeta).toHaveLength(1);
  });

  it('does not stop an inverse fund that stands still', () => {
    const { pair } = analysisOf(
      moves,
      moves.map(() => 0),
    );
    expect(pair.cells.every((cell) => cell.count === 0)).toBe(true);
    expect(pair.current.correlationRegime).toBeNull();
  });
});

it('looks at each panel on its own', () => {
  const { panel } = analysisOf(moves);
  const shorter = buildPanel(
    parsePortfolio(portfolioFile(), 'test'),
    market(fundSeries('QQQ', moves.slice(0, 70)), idealInverse('SQQQ', moves.slice(0, 70), 3)),
  );
  expect(buildAnalysis([panel, shorter]).pairs.map((pair) => pair.sessions)).toEqual([301, 71]);
});
