import { drawdownCurve, type BacktestReport } from '@evenkeel/domain/analysis';
import { figures, tableLines, words } from '../../terminal/table';
import { change, moneyLike, percent } from '@evenkeel/report';
import { widest } from '../layout/fitted-table';
import { growthLine, sparkline } from '../layout/sparkline';

/** Heads the curves, which take what room the figures beside them leave, and no less than this. */
const SCALE = 'log scale';

/** NAV and benchmark on a logarithmic scale with lowest, highest and last value, and the drawdown below. */
export function curveLines(
  { curve, benchmark, configuration: { capital }, net }: BacktestReport,
  width: number,
): string[] {
  const nav = curve.map((point) => point.nav);
  const grown = [
    { name: 'NAV', values: nav },
    ...(benchmark ? [{ name: benchmark.symbol, values: benchmark.nav }] : []),
  ];
  const amount = moneyLike(grown.flatMap(({ values }) => values));
  const columns = [words(''), words(SCALE), figures('low'), figures('high'), figures('end'), figures('')];
  const drawn = (room: number): string[][] => [
    ...grown.map(({ name, values }) => {
      const last = values.at(-1) ?? Number.NaN;
      return [
        name,
        growthLine(values, room),
        amount(lowest(values)),
        amount(highest(values)),
        amount(last),
        change()(last / capital - 1),
      ];
    }),
    ['drawdown', sparkline(drawdownCurve(nav, capital), room), percent()(net.maxDrawdown)],
  ];
  const room = width - widest(tableLines(columns, drawn(1), 'compact')) + SCALE.length;
  return tableLines(columns, drawn(Math.max(SCALE.length, room)), 'compact');
}

function lowest(values: readonly number[]): number {
  return values.reduce((low, value) => Math.min(low, value), Infinity);
}

function highest(values: readonly number[]): number {
  return values.reduce((high, value) => Math.max(high, value), -Infinity);
}
