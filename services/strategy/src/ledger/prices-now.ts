import type { IndexColumns, Panel } from '@evenkeel/domain/backtest';

/** A symbol's bar: as-traded close and open, `null` where there are none, and total return since an earlier session, 1 + r. */
export interface BarNow {
  readonly close: number | null;
  readonly open: number | null;
  readonly growth: number;
}

/**
 * The bars of a panel as they are known now, by symbol, an earlier session (`null` for none) and the session itself; `undefined`
 * where the panel does not have them.
 */
export type PricesNow = (symbol: string, since: string | null, session: string) => BarNow | undefined;

/** See {@link PricesNow}. */
export function pricesNow({ sessions, pairs }: Pick<Panel, 'sessions' | 'pairs'>): PricesNow {
  const columns = new Map<string, IndexColumns>(
    pairs.flatMap(({ base, inverse }): [string, IndexColumns][] => [
      [base.ticker, base],
      [inverse.ticker, inverse],
    ]),
  );
  const rows = new Map<string, number>(sessions.map((session, row) => [session, row]));
  return (symbol, since, session) => {
    const own = columns.get(symbol);
    const [row, from] = [rows.get(session), since === null ? rows.get(session) : rows.get(since)];
    if (own === undefined || row === undefined || from === undefined) return undefined;
    const growth = (own.close[row] ?? Number.NaN) / (own.close[from] ?? Number.NaN);
    const { close, open } = own.traded ?? {};
    return { close: close?.[row] ?? null, open: open?.[row] ?? null, growth };
  };
}
