import type { BacktestReport } from '@evenkeel/domain/analysis';
import { tableBlock, type Block } from '../layout/blocks';
import { change, count, percent, ratio } from '@evenkeel/report';
import { figuresOf, wordsOf } from '../layout/fitted-table';
import type { Ink } from '../layout/ink';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A year a line, a month a column, in percent. */
export function monthlyBlock({ monthly, yearly }: BacktestReport, ink: Ink): Block {
  const rows = yearly.map(({ year, return: whole }) => {
    const months = MONTHS.map(
      (_, at) => monthly.find((month) => month.year === year && month.month === at + 1)?.return,
    );
    return [
      String(year),
      ...months.map((value) => (value === undefined ? '' : tinted(value, bare(value), ink))),
      tinted(whole, bare(whole), ink),
    ];
  });
  const columns = [wordsOf(''), ...[...MONTHS, 'year'].map((heading) => figuresOf(heading))];
  return tableBlock('Monthly returns, net, in %', columns, rows);
}

/** The years in more figures. */
export function yearlyBlock({ yearly, benchmark }: BacktestReport, ink: Ink): Block {
  const rows = yearly.map((year) => [
    String(year.year),
    count(year.sessions),
    tinted(year.return, change()(year.return), ink),
    ...(benchmark ? [change()(year.benchmark)] : []),
    percent()(year.volatility),
    ratio()(year.sharpe),
    percent()(year.maxDrawdown),
  ]);
  const columns = ['sessions', 'net', ...(benchmark ? [benchmark.symbol] : []), 'volatility', 'Sharpe', 'drawdown'];
  return tableBlock('Years', [wordsOf(''), ...columns.map((heading) => figuresOf(heading))], rows);
}

const twoDecimals = ratio(2);

/** A return in percent without its unit, which the title has. */
function bare(value: number): string {
  return twoDecimals(value * 100);
}

function tinted(value: number, text: string, ink: Ink): string {
  if (value === 0) return text;
  return ink.paint(value > 0 ? 'green' : 'red', text);
}
