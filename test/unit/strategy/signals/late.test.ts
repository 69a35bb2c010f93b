import { parseSessionDate } from '@evenkeel/domain/calendar';
import { parsePortfolio } from '@evenkeel/domain/portfolio';
import type { LateSession, LatestView } from '@evenkeel/dynamo/strategy';
import { lateFacts, type LateDeps, sessionDueBy, tellLate } from '../../../../services/strategy/src/signals/late';
import { portfolioFile } from '../../../factories/portfolio';
import { readyTargets } from '../../../factories/targets';

const portfolio = parsePortfolio(portfolioFile({ name: 'classic', benchmark: 'SPY' }), 'test');
const friday = parseSessionDate('2024-06-28');

describe('sessionDueBy', () => {
  it.each([
    ['2024-06-28T23:59:59Z', '2024-06-27', 'before 20:00'],
    ['2024-06-29T00:00:00Z', '2024-06-28', 'at 20:00'],
    ['2024-06-29T15:00:00Z', '2024-06-28', 'on a Saturday'],
    ['2024-07-05T00:00:00Z', '2024-07-03', 'in the evening of a holiday'],
    ['2024-12-13T01:00:00Z', '2024-12-12', 'at 20:00 in winter'],
    ['2024-12-13T00:59:00Z', '2024-12-11', 'before 20:00 in winter'],
    ['2024-11-30T01:00:00Z', '2024-11-29', 'after a short session'],
  ])('%s: %s, %s', (now, session) => {
    expect(sessionDueBy(new Date(now))).toBe(session);
  });
});

describe('lateFacts', () => {
  it('names the symbols that have no bar of the session, with what they have', () => {
    const head = readyTargets({
      asOf: '2024-06-27',
      newest: '2024-06-28',
      waitsFor: [
        { symbol: 'SQQQ', newest: '2024-06-27' },
        { symbol: 'SPY', newest: null },
      ],
    });
    expect(lateFacts(portfolio, head, friday)).toMatchObject({
      kind: 'late',
      session: friday,
      asOf: '2024-06-27',
      symbols: [
        { symbol: 'SQQQ', newest: '2024-06-27' },
        { symbol: 'SPY', newest: null },
      ],
    });
  });

  it('names all where no symbol has a bar of the session, and where there is no view', () => {
    const head = readyTargets({ asOf: '2024-06-27', newest: '2024-06-27' });
    const symbols = (facts = lateFacts(portfolio, head, friday)) =>
      facts?.symbols.map(({ symbol, newest }) => [symbol, newest]);
    expect(symbols()).toEqual(['QQQ', 'SQQQ', 'SPY'].map((symbol) => [symbol, '2024-06-27']));
    expect(symbols(lateFacts(portfolio, undefined, friday))).toEqual(
      ['QQQ', 'SQQQ', 'SPY'].map((symbol) => [symbol, null]),
    );
  });

  it('says nothing of a session that the view has', () => {
    expect(lateFacts(portfolio, readyTargets({ asOf: '2024-06-28' }), friday)).toBeUndefined();
    expect(lateFacts(portfolio, readyTargets({ asOf: '2024-07-01' }), friday)).toBeUndefined();
  });
});

describe('tellLate', () => {
  function deps(
    head: LatestView | undefined,
    recorded: LateSession[],
    answer: 'written' | 'refused' = 'written',
  ): LateDeps {
    return {
      now: () => new Date('2024-06-29T00:00:00Z'),
      announce: () => Promise.resolve(),
      views: {
        latest: () => Promise.resolve(head),
        fence: () =>
          Promise.resolve({
            ledger: undefined,
            taken: 1,
            published: 1,
            unannounced: ['signal#2024-06-28#1#late'],
            unlisted: [],
          }),
        recordLate: (late) => {
          recorded.push(late);
          return Promise.resolve(answer);
        },
        pendingSignals: () => Promise.resolve({ signals: [], unreadable: [] }),
        claimSignal: () => Promise.resolve('taken'),
        releaseSignal: () => Promise.resolve(),
        markAnnounced: () => Promise.resolve(),
        markUndeliverable: () => Promise.resolve(),
      },
    };
  }
  const behind: LatestView = {
    ...readyTargets({ asOf: '2024-06-27', newest: '2024-06-27' }),
    version: 4,
    generation: 1,
    computedAt: '',
    changes: null,
  };

  it('records the session under the version of the head it was judged by', async () => {
    const recorded: LateSession[] = [];
    expect(await tellLate(deps(behind, recorded), portfolio)).toMatchObject({
      late: ['QQQ', 'SQQQ', 'SPY'],
      session: friday,
    });
    expect(recorded).toMatchObject([{ portfolio: 'classic', version: 4, signal: { kind: 'late', session: friday } }]);
    expect(recorded[0]?.signal.subject).toBe('classic 2024-06-28: prices late: QQQ, SQQQ, SPY');
    expect((await tellLate(deps(behind, recorded, 'refused'), portfolio)).late).toEqual([]);
  });

  it('records nothing that the portfolio does not ask for, or that is not so', async () => {
    const recorded: LateSession[] = [];
    const silent = parsePortfolio(portfolioFile({ signals: { kinds: ['rebalance'] } }), 'test');
    await tellLate(deps(behind, recorded), silent);
    await tellLate(deps({ ...behind, ...readyTargets({ asOf: '2024-06-28' }) }, recorded), portfolio);
    expect(recorded).toEqual([]);
  });
});
