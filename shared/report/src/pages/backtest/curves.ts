import { drawdownCurve, type BacktestReport } from '@evenkeel/domain/analysis';
import { change, moneyLike } from '../../formats/numbers';
import { metricCell } from '../../metrics';
import type { Curves } from '../../model/content';
import { cell } from '../../model/make';

/** NAV and benchmark on a logarithmic scale with lowest, highest and last value, and the drawdown below. */
export function curvesOf({ curve, benchmark, configuration: { capital }, net }: BacktestReport): Curves {
  const nav = curve.map((point) => point.nav);
  const grown = [
    { name: 'NAV', values: nav },
    ...(benchmark ? [{ name: benchmark.symbol, values: benchmark.nav }] : []),
  ];
  const amount = moneyLike(grown.flatMap(({ values }) => values));
  return {
    kind: 'curves',
    sessions: curve.map(({ date }) => date),
    headings: ['low', 'high', 'end', ''],
    curves: [
      ...grown.map(({ name, values }) => {
        const last = values.at(-1) ?? Number.NaN;
        const figures = [
          cell(lowest(values), amount),
          cell(highest(values), amount),
          cell(last, amount),
          cell(last / capital - 1, change()),
        ];
        return { name, values, scale: 'log' as const, figures };
      }),
      {
        name: 'drawdown',
        values: [...drawdownCurve(nav, capital)],
        scale: 'linear',
        figures: [metricCell(net, 'maxDrawdown')],
      },
    ],
  };
}

function lowest(values: readonly number[]): number {
  return values.reduce((low, value) => Math.min(low, value), Infinity);
}

function highest(values: readonly number[]): number {
  return values.reduce((high, value) => Math.max(high, value), -Infinity);
}
