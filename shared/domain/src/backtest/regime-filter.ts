import { pairKey } from '../pairs';
import type { RegimeCell, RegimeFilter } from '../portfolio';
import { indexReturns } from '../statistics/daily-returns';
import { pairRegimes, regimeName, volatilityRegimes } from '../statistics/regimes';
import type { Panel, PanelPair } from './panel';

/**
 * Which pairs the regime filter keeps in cash, `blocked[session * pairs + pair]` (docs/numbers.md, sections
 * 3 and 5). Regimes are those of the run's sessions; before they are defined nothing is blocked.
 * Row t depends on rows up to t only.
 */
export function blockedRows(filter: RegimeFilter | undefined, panel: Panel): Uint8Array {
  const rows = new Uint8Array(panel.sessions.length * panel.pairs.length);
  if (filter === undefined) return rows;
  panel.pairs.forEach((pair, p) => {
    const cells = filter.pairs?.[pairKey(pair.pair)] ?? [];
    if (cells.length > 0) block(rows, panel, p, pairBlocked(pair, cells));
  });
  const benchmark = benchmarkBlocked(filter, panel);
  if (benchmark) panel.pairs.forEach((_, p) => block(rows, panel, p, benchmark));
  return rows;
}

function block(rows: Uint8Array, panel: Panel, pair: number, blocked: readonly boolean[]): void {
  blocked.forEach((is, t) => {
    if (is) rows[t * panel.pairs.length + pair] = 1;
  });
}

function pairBlocked({ base, inverse }: PanelPair, cells: readonly RegimeCell[]): boolean[] {
  const { volatilityRegime, correlationRegime } = pairRegimes(indexReturns(base.close), indexReturns(inverse.close));
  return Array.from(volatilityRegime, (code, t) => {
    const volatility = regimeName(code);
    const correlation = regimeName(correlationRegime[t] ?? Number.NaN);
    return cells.some(
      (cell) =>
        (cell.volatility === undefined || cell.volatility === volatility) &&
        (cell.correlation === undefined || cell.correlation === correlation),
    );
  });
}

function benchmarkBlocked(filter: RegimeFilter, panel: Panel): boolean[] | undefined {
  const regimes = filter.benchmark ?? [];
  if (regimes.length === 0 || panel.benchmark === undefined) return undefined;
  const { volatilityRegime } = volatilityRegimes(indexReturns(panel.benchmark.close));
  return Array.from(volatilityRegime, (code) => regimes.some((regime) => regime === regimeName(code)));
}
