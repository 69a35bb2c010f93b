import type { BacktestReport } from '@evenkeel/domain/analysis';
import { change, count, type Format, percentPoints } from '../../formats/numbers';
import { METRICS } from '../../metrics';
import type { Cell } from '../../model/content';
import { cell, figureColumn, nameColumn, tableBlock } from '../../model/make';
import type { Block } from '../../model/page';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A year a line, a month a column, in percent. */
export function monthlyBlock({ monthly, yearly }: BacktestReport): Block {
  const rows = yearly.map(({ year, return: whole }) => {
    const months = MONTHS.map(
      (_, at) => monthly.find((month) => month.year === year && month.month === at + 1)?.return,
    );
    return [
      String(year),
      ...months.map((value) => (value === undefined ? '' : gain(value, percentPoints()))),
      gain(whole, percentPoints()),
    ];
  });
  const columns = [nameColumn(''), ...[...MONTHS, 'year'].map((heading) => figureColumn(heading))];
  return tableBlock('Monthly returns, net, in %', columns, rows);
}

/** The years in more figures. */
export function yearlyBlock({ yearly, benchmark }: BacktestReport): Block {
  const { volatility, sharpe, maxDrawdown } = METRICS;
  const rows = yearly.map((year) => [
    String(year.year),
    cell(year.sessions, count),
    gain(year.return, change()),
    ...(benchmark ? [cell(year.benchmark, change())] : []),
    cell(year.volatility, volatility.format),
    cell(year.sharpe, sharpe.format),
    cell(year.maxDrawdown, maxDrawdown.format),
  ]);
  const columns = ['sessions', 'net', ...(benchmark ? [benchmark.symbol] : []), 'volatility', 'Sharpe', 'drawdown'];
  return tableBlock('Years', [nameColumn(''), ...columns.map((heading) => figureColumn(heading))], rows);
}

function gain(value: number, format: Format): Cell {
  return cell(value, format, value === 0 ? undefined : value > 0 ? 'good' : 'bad');
}
