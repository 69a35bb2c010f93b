import { parseSessionDate } from '@evenkeel/domain/calendar';
import { parseTicker } from '@evenkeel/domain/prices';
import { syntheticHistory } from '@evenkeel/domain/synthetic';
import { backtestCommand } from '../../../../cli/src/research/backtest';
import { withCells } from '../../../support/vendor-edits';
import { startYahooServer, type YahooServer } from '../../../support/yahoo-server';
import { outcomeOf, readReport } from '../research/session';

const SYMBOLS = ['QQQ', 'SQQQ', 'TLT', 'TBT', 'SMH', 'SOXS', 'XLF', 'FAZ', 'XLE', 'ERY', 'SPY'];
const OPTIONS = { portfolio: 'hedged', source: 'yahoo', from: '2024-03-01', json: '-' };

describe('research on prices from Yahoo', () => {
  let server: YahooServer;

  beforeAll(async () => {
    const life = { seed: 7, from: parseSessionDate('2024-01-02'), to: parseSessionDate('2024-07-31') };
    const histories = SYMBOLS.map((symbol) => syntheticHistory(parseTicker(symbol), life));
    server = await startYahooServer({ now: '2024-06-14T17:31:00Z', histories });
  });

  afterAll(() => server.stop());

  const reportAt = async (now: string) => {
    server.setNow(now);
    const outcome = await outcomeOf((context) => backtestCommand(OPTIONS, context), {
      env: { EVENKEEL_YAHOO_URL: server.url, EVENKEEL_NOW: now },
    });
    expect(outcome.error).toBeUndefined();
    return readReport(outcome.stdout);
  };

  test('while the market is open, today is no session yet', async () => {
    const open = await reportAt('2024-06-14T17:31:00Z');
    const evening = await reportAt('2024-06-13T22:00:00Z');
    expect(open.curve.at(-1)).toMatchObject({ date: '2024-06-13' });
    expect(open.curve).toEqual(evening.curve);
  });

  test('after the close it is', async () => {
    const { curve, droppedSessions } = await reportAt('2024-06-14T22:00:00Z');
    expect(curve.at(-1)).toMatchObject({ date: '2024-06-14' });
    expect(droppedSessions).toBe(0);
  });

  test('a price that can be none is refused by name', async () => {
    server.setNow('2024-06-14T22:00:00Z');
    server.serve(withCells('2024-01-31', { low: 0 })(server.lifeOf('SMH')));
    const { exit, stdout, error } = await outcomeOf((context) => backtestCommand(OPTIONS, context), {
      env: { EVENKEEL_YAHOO_URL: server.url, EVENKEEL_NOW: '2024-06-14T22:00:00Z' },
    });
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
    expect(error).toBe('yahoo: SMH 2024-01-31: low is 0; ask again later, or take prices from files with --source csv');
  });
});
