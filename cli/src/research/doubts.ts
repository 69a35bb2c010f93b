import { ratioOn, type Pair } from '@evenkeel/domain/pairs';
import type { SessionDate } from '@evenkeel/domain/calendar';
import { symbolsOf, type Portfolio } from '@evenkeel/domain/portfolio';
import { counterpartFrom, screenSeries, type Counterpart, type Doubt, type Series, type Ticker } from '@evenkeel/domain/prices';

/**
 * What the quality gates of the price table would have held back of the prices that a run uses. Research
 * takes prices as they are given; whoever reads its figures must know.
 *
 * @param span first and last session of the run
 */
export function doubtsOf(portfolio: Portfolio, series: ReadonlyMap<Ticker, Series>, span: { readonly from: SessionDate; readonly to: SessionDate }): Doubt[] {
  return symbolsOf(portfolio).flatMap((symbol) => {
    const own = series.get(symbol);
    const counterparts = portfolio.pairs.flatMap((pair) => counterpartIn(pair, symbol, series));
    return own === undefined ? [] : screenSeries(own, { ...span, counterparts });
  });
}

function counterpartIn(pair: Pair, symbol: Ticker, series: ReadonlyMap<Ticker, Series>): Counterpart[] {
  if (symbol !== pair.base && symbol !== pair.inverse) return [];
  const side = symbol === pair.base ? 'base' : 'inverse';
  const other = series.get(side === 'base' ? pair.inverse : pair.base);
  return other === undefined ? [] : [counterpartFrom(side, (session) => ratioOn(pair, session), other)];
}
