import type { BacktestReport } from '@evenkeel/domain/analysis';
import { figures, tableLines, words } from '../../terminal/table';
import type { Block } from '../layout/blocks';
import { change, count, percent, ratio } from '../layout/figures';
import type { Ink } from '../layout/ink';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A year a line, a month a column, in percent. */
export function monthlyBlock({ monthly, yearly }: BacktestReport, ink: Ink): Block {
  const rows = yearly.map(({ year, return: whole }) => {
    const months = MONTHS.map((_, at) => monthly.find((month) => month.year === year && month.month === at + 1)?.return);
    return [String(year), ...months.map((value) => (value === undefined ? '' : tinted(value, bare(value), ink))), tinted(whole, bare(whole), ink)];
  });
  const columns = [words(''), ...MONTHS.map(figures), figures('year')];
  return { title: 'Monthly returns, net, in %', lines: tableLines(columns, rows, 'compact') };
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
  return { title: 'Years', lines: tableLines([words(''), ...columns.map(figures)], rows, 'compact') };
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
