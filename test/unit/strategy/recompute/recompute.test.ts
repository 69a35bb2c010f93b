import { parsePortfolio } from '@evenkeel/domain/portfolio';
import { type Machine, THIS_MACHINE } from '@evenkeel/dynamo/pacing';
import type { Signal } from '@evenkeel/dynamo/strategy';
import { recompute, type RecomputeDeps } from '../../../../services/strategy/src/recompute/recompute';
import { fundSeries, idealInverse } from '../../../factories/funds';
import { portfolioFile } from '../../../factories/portfolio';
import { pathReaderOf } from '../../../factories/portfolio-prices';
import { storedMarket } from '../../../factories/stored-bars';
import { FakeStrategyViews } from '../../../factories/strategy-views';

const portfolio = parsePortfolio(portfolioFile(), 'test');
// One session: everything is to be bought, so there is a signal.
const market = storedMarket([fundSeries('QQQ', []), idealInverse('SQQQ', [], 3)]);

function depsWith(views: FakeStrategyViews, more: Partial<RecomputeDeps> = {}): RecomputeDeps {
  return {
    views,
    prices: pathReaderOf(
      () => market,
      () => views.calls.push('read'),
    ),
    now: () => new Date('2024-06-28T21:00:00Z'),
    settled: new Map(),
    machine: impatient(),
    ...more,
  };
}

/** A machine whose time passes only while somebody waits, and then at once. */
function impatient(): Machine {
  let now = 0;
  return { ...THIS_MACHINE, now: () => now, pause: (ms) => Promise.resolve(void (now += ms)), random: () => 0.5 };
}

describe('recompute', () => {
  it('takes its number before it reads', async () => {
    const views = new FakeStrategyViews();
    const summary = await recompute(depsWith(views), portfolio);
    expect(views.calls).toEqual(['takeFence', 'read', 'publish']);
    expect(summary).toEqual({
      portfolio: 'test',
      outcome: 'published',
      fence: 1,
      asOf: '2015-01-02',
      unreadable: [],
      bars: 2,
      settledTo: null,
      rebuilt: 'nothing has been settled yet',
      booked: 1,
      sent: [],
      undeliverable: [],
    });
  });

  it('leaves it to a later one that has published', async () => {
    const views = new FakeStrategyViews((call, self) => {
      if (call !== 'publish') return;
      self.taken = 7;
      self.publishedNumber = 7;
    });
    expect(await recompute(depsWith(views), portfolio)).toMatchObject({ outcome: 'superseded', fence: 1 });
    expect(views.published).toHaveLength(0);
  });

  it('begins again when the later one died before it published', async () => {
    const views = new FakeStrategyViews((call, self) => {
      if (call === 'publish' && self.taken === 1) self.taken = 2;
    });
    expect(await recompute(depsWith(views), portfolio)).toMatchObject({ outcome: 'published', fence: 3 });
    expect(views.published).toHaveLength(1);
  });

  it('begins again also when an earlier one has published: old never stands for new', async () => {
    const views = new FakeStrategyViews((call, self) => {
      if (call === 'publish' && self.taken === 2) self.taken = 3;
    });
    expect(await recompute(depsWith(views), portfolio)).toMatchObject({ outcome: 'published', fence: 1 });
    expect(await recompute(depsWith(views), portfolio)).toMatchObject({ outcome: 'published', fence: 4 });
    expect(views.published).toHaveLength(2);
  });

  it('announces a session once, after its view is there', async () => {
    const views = new FakeStrategyViews();
    const heard: string[] = [];
    const announce = (name: string, { session }: Signal) => {
      expect(views.published.length).toBeGreaterThan(0);
      heard.push(`${name} ${session}`);
      return Promise.resolve();
    };
    const deps = depsWith(views, { announce });
    await recompute(deps, portfolio);
    await recompute(deps, portfolio);
    expect(heard).toEqual(['test 2015-01-02']);
  });

  it('announces again when the first attempt failed: a signal is never lost', async () => {
    const views = new FakeStrategyViews();
    const heard: string[] = [];
    let down = true;
    const announce = (_: string, { session }: Signal) => {
      if (down) return Promise.reject(new Error('the topic is down'));
      heard.push(session);
      return Promise.resolve();
    };
    const deps = depsWith(views, { announce });
    await expect(recompute(deps, portfolio)).rejects.toThrow('the topic is down');
    down = false;
    await recompute(deps, portfolio);
    expect(heard).toEqual(['2015-01-02']);
  });
});
