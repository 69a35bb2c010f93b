import type { BacktestRun } from '@evenkeel/domain/backtest';
import type { EquityYear, ViewPart } from '@evenkeel/dynamo/strategy';

/** The equity curve, one item a calendar year: `equity#2024`. */
export function equityParts(net: BacktestRun, gross: BacktestRun): Map<string, ViewPart> {
  const years = new Map<string, ViewPart>();
  let start = 0;
  for (let end = 1; end <= net.sessions.length; end += 1) {
    const year = net.sessions[start]?.slice(0, 4) ?? '';
    if (net.sessions[end]?.startsWith(year)) continue;
    const first = start;
    years.set(`equity#${year}`, { make: () => equityBetween(net, gross, first, end) });
    start = end;
  }
  return years;
}

function equityBetween(net: BacktestRun, gross: BacktestRun, start: number, end: number): EquityYear {
  const rows = (column: Float64Array): number[] => [...column.subarray(start, end)];
  return {
    sessions: net.sessions.slice(start, end),
    nav: rows(net.nav),
    gross: rows(gross.nav),
    cash: rows(net.cash),
    cost: rows(net.cost),
    netDelta: rows(net.netDelta),
    exposure: rows(net.exposure),
  };
}
