import { DEFAULT_UNIVERSE, ratioOn } from '@evenkeel/domain/pairs';
import { asTradedBars, counterpartFrom, judge, seriesFromColumns, type Bar } from '@evenkeel/domain/prices';
import { columnsOf, feedAsOf, realHistory } from '../factories/bars';
import { describeWithSharedData } from '../support/shared-data';

describeWithSharedData('whole real histories', () => {
  const evening = new Date('2026-01-02T23:00:00Z');
  const columns = (symbol: string) => seriesFromColumns(columnsOf(realHistory(symbol).history));

  it.each(DEFAULT_UNIVERSE.map((pair) => [pair.base, pair.inverse, pair] as const))(
    '%s and %s pass the quality gates, their wildest days confirmed by each other',
    (base, inverse, pair) => {
      for (const [side, symbol, other] of [
        ['base', base, inverse],
        ['inverse', inverse, base],
      ] as const) {
        const counterpart = counterpartFrom(side, (session) => ratioOn(pair, session), columns(other));
        const { history } = realHistory(symbol);
        const judgement = judge(history, { now: evening, counterpart });
        expect(judgement.bars).toHaveLength(history.rows.length);
        expect(judgement.quarantined.filter(({ scope }) => scope !== 'dividend')).toEqual([]);
        expect([...judgement.gaps, ...judgement.refused]).toEqual([]);
      }
    },
  );

  it.each(['SQQQ', 'SOXS', 'FAZ', 'ERY', 'SMH', 'XLE', 'XLF', 'TBT'])(
    '%s: updates around every event, each judged against the last ten stored bars, keep every stored row',
    (symbol) => {
      const { history } = realHistory(symbol);
      const pair = DEFAULT_UNIVERSE.find(({ base, inverse }) => base === symbol || inverse === symbol);
      const side = pair?.base === symbol ? 'base' : 'inverse';
      const counterpart =
        pair &&
        counterpartFrom(side, (session) => ratioOn(pair, session), columns(side === 'base' ? pair.inverse : pair.base));
      const whole = asTradedBars(history).map(texts);
      const events = new Set([...history.splits, ...history.dividends].map(({ session }) => session));
      const updates = history.rows.flatMap((row, i) => (events.has(row.session) ? [i - 1, i] : []));
      const stored: Bar[] = [];
      for (const i of [...updates, history.rows.length - 1]) {
        const overlap = stored.slice(-10);
        const asOf = history.rows[i]?.session ?? history.rows[0]?.session;
        if (asOf === undefined) continue;
        const rows = history.rows.filter(({ session }) => session >= (overlap[0]?.session ?? ''));
        const {
          bars,
          overlap: found,
          quarantined,
        } = judge(feedAsOf({ ...history, rows }, asOf), {
          now: new Date(`${asOf}T22:30:00Z`),
          stored: overlap,
          counterpart,
        });
        expect(found.verdict).toBe(overlap.length === 0 ? 'none' : 'agrees');
        expect(quarantined).toEqual([]);
        const newest = stored.at(-1)?.session ?? '';
        stored.push(...bars.filter(({ session }) => session > newest));
      }
      expect(stored.map(texts).join('\n') === whole.join('\n')).toBe(true);
    },
  );
});

/** A bar as one line of exact decimals. */
function texts(bar: Bar): string {
  return Object.values(bar).join(' ');
}
