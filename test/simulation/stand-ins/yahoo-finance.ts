/** What the library does with a chart request, as far as anybody here sees it: an address, a fetch, the first result. */
interface ChartOptions {
  readonly period1: number;
  readonly period2: number;
}

type Fetch = (url: string) => Promise<{ json(): Promise<{ chart: { result: readonly unknown[] } }> }>;

class YahooFinance {
  async chart(symbol: string, { period1, period2 }: ChartOptions, { fetch }: { fetch: Fetch }): Promise<unknown> {
    const address = `https://query2.finance.yahoo.com/v8/finance/chart/${symbol}?period1=${period1}&period2=${period2}`;
    const response = await fetch(address);
    return (await response.json()).chart.result[0];
  }
}

export default function createYahooFinance(): typeof YahooFinance {
  return YahooFinance;
}
