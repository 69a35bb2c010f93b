import type { Staleness } from '@evenkeel/domain/portfolio';
import { counted } from '../formats/numbers';

/**
 * What a person must know before trading on targets that are behind; nothing where they are not.
 * @param asked true when the date was asked for, with `--to`
 */
export function stalenessNotices({ expected, waitingFor, sessionsBehind }: Staleness, asked: boolean): string[] {
  const what = asked ? 'the last session up to --to' : 'the last finished session';
  return [
    ...(sessionsBehind === 0 ? [] : [`old targets: ${counted(sessionsBehind, 'session')} behind ${expected}, ${what}`]),
    ...(waitingFor.length === 0 ? [] : [`waiting for the bar of ${expected}: ${symbolsBySession(waitingFor)}`]),
  ];
}

/** `FAZ, ERY (have 2025-12-01); QQQ (has 2025-12-24)`, the furthest behind first. */
function symbolsBySession(waitingFor: Staleness['waitingFor']): string {
  const groups = new Map<string, string[]>();
  for (const { symbol, has } of waitingFor) groups.set(has ?? '', [...(groups.get(has ?? '') ?? []), symbol]);
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([has, symbols]) =>
        `${symbols.join(', ')} (${symbols.length === 1 ? 'has' : 'have'} ${has === '' ? 'no bar' : has})`,
    )
    .join('; ');
}
