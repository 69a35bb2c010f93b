import { AppError } from '@evenkeel/domain';
import { createApi } from '../../../../services/query/src/routes/api';
import { apiPorts, readyView } from '../../../factories/api-ports';
import { violations } from '../../../support/openapi';

describe('a portfolio whose stored view somebody has edited', () => {
  const failures: unknown[] = [];
  const edited = new AppError('bad-data', 'hedged view#latest: nav is "much"');
  const views = [readyView(), readyView({ portfolio: 'hedged' })];

  beforeEach(() => failures.splice(0));

  function api(failure: Error = edited): ReturnType<typeof createApi> {
    const ports = apiPorts({ views, failures });
    const latest: typeof ports.views.latest = (name) =>
      name === 'hedged' ? Promise.reject(failure) : ports.views.latest(name);
    return createApi({ ...ports, views: { ...ports.views, latest } });
  }

  it('is named on the page, with the way out, and keeps no other from being shown', async () => {
    const text = await (await api().request('/')).text();
    expect(text).toContain('role="alert">hedged: what is stored of its view cannot be read. No price is lost');
    expect(text).toContain('<h2>classic ');
    expect(failures).toEqual([edited]);
  });

  it('is named among the portfolios, and makes prices no fresher', async () => {
    const response = await api().request('/v1/portfolios');
    expect(await violations('/v1/portfolios', response.clone())).toEqual([]);
    expect(await response.json()).toMatchObject({ portfolios: [{ portfolio: 'classic' }], unreadable: ['hedged'] });
    expect((await api().request('/v1/health')).status).toBe(200);
  });

  it('is no excuse for a table that cannot be asked', async () => {
    expect((await api(new Error('socket hang up')).request('/v1/portfolios')).status).toBe(500);
  });
});
