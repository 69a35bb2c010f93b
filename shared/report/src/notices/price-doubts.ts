import type { PriceDoubt } from '@evenkeel/domain/backtest';
import { counted } from '../formats/numbers';

/** More doubts than this are counted, not listed: the JSON has them all. */
const MOST_LISTED = 8;

/** Prices that the price table would not have taken, a notice each, and what they mean for the figures. */
export function doubtNotices(doubts: readonly PriceDoubt[]): string[] {
  if (doubts.length === 0) return [];
  const listed = doubts
    .slice(0, MOST_LISTED)
    .map(
      ({ symbol, session, reason, detail }) => `${symbol === null ? '' : `${symbol} `}${session}, ${reason}: ${detail}`,
    );
  const more = doubts.length - listed.length;
  const [these, them, they] =
    doubts.length === 1 ? ['that price', 'it', 'it is'] : ['these prices', 'them', 'they are'];
  return [
    ...listed,
    ...(more > 0 ? [`and ${counted(more, 'more doubt')}, all in --json`] : []),
    `the figures below use ${these} as given; the price table would have held ${them} back. Correct the source if ${they} wrong`,
  ];
}
