import { parseSessionDate, sessionsBetween } from '@evenkeel/domain/calendar';
import { parseTicker } from '@evenkeel/domain/prices';
import type { JobSummary, SymbolSummary } from '@evenkeel/ingestion/jobs';
import { ingestionPage } from '@evenkeel/report/pages';
import { PLAIN, pageLines } from '@evenkeel/report/terminal';

const QQQ = parseTicker('QQQ');
const symbol = (more: Partial<SymbolSummary> = {}): SymbolSummary => ({
  symbol: QQQ,
  fetched: 5,
  stored: 3,
  unchanged: 2,
  corrected: 0,
  quarantined: [],
  gaps: [],
  ...more,
});
const report = (...symbols: SymbolSummary[]): string => {
  const summary: JobSummary = {
    job: 'update',
    asOf: parseSessionDate('2024-06-28'),
    symbols,
    failed: symbols.filter(({ error }) => error !== undefined).map((each) => each.symbol),
  };
  return pageLines(ingestionPage(summary), { width: 100, painter: PLAIN }).join('\n');
};

describe("a job's report", () => {
  test('says what was done for each symbol', () => {
    expect(report(symbol({ fetched: 1234 }))).toMatch(
      /^update, last finished session 2024-06-28: complete\n[^]*QQQ +1,234 +3 +2 +0 +0 +0$/,
    );
  });

  test('names what failed, what was held back and what is missing', () => {
    const text = report(
      symbol({ error: 'QQQ: Yahoo says 429' }),
      symbol({
        symbol: parseTicker('SQQQ'),
        quarantined: [{ date: parseSessionDate('2024-06-27'), reason: 'jump' }],
        gaps: [parseSessionDate('2024-06-26')],
      }),
    );
    expect(text).toContain('1 of 2 failed');
    expect(text).toMatch(/QQQ .*Yahoo says 429/);
    expect(text).toContain('  SQQQ 2024-06-27 held back: jump');
    expect(text).toContain('no bar for 2024-06-26');
    expect(text).not.toContain('no bar for 2024-06-26, ...');
  });

  test('says that there are more gaps than are named', () => {
    const gaps = sessionsBetween(parseSessionDate('2024-06-03'), parseSessionDate('2024-06-10'));
    expect(gaps).toHaveLength(6);
    expect(report(symbol({ gaps }))).toContain('2024-06-07, ...');
    expect(report(symbol({ gaps: gaps.slice(0, 5) }))).not.toContain('...');
  });

  test('a long list is cut, and says where the rest is', () => {
    const dates = sessionsBetween(parseSessionDate('2024-06-03'), parseSessionDate('2024-06-12'));
    const text = report(symbol({ quarantined: dates.map((date) => ({ date, reason: 'null-price' })) }));
    expect(text.match(/held back: null-price/g)).toHaveLength(5);
    expect(text).toContain(`and ${dates.length - 5} more held back; --json FILE lists all`);
  });
});
