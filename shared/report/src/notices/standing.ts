import { counted } from '../formats/numbers';

/** Targets that are behind the exchange's last finished session. */
export interface ShownStale {
  readonly expected: string;
  /** Null where there have been no targets. */
  readonly sessionsBehind: number | null;
}

/** A symbol that keeps targets back, and why. */
export interface ShownWaiting {
  readonly symbol: string;
  readonly newest: string | null;
  /** ISO instant. */
  readonly since: string | null;
  readonly detail: string;
  /** Null where waiting helps. */
  readonly command: string | null;
}

/** What a person must know before anything else of targets that are old: how old, and which session there should be. */
export function staleNotice({ expected, sessionsBehind }: ShownStale): string {
  if (sessionsBehind === null) return `NO TARGETS YET: the last finished session is ${expected}.`;
  return `OLD TARGETS: ${counted(sessionsBehind, 'session')} behind ${expected}, the last finished session. Do not trade on them.`;
}

/** Symbols with the same trouble in one line, those that have waited longest first. */
export function waitingNotices(waitingFor: readonly ShownWaiting[]): WaitingNotice[] {
  const groups = new Map<string, ShownWaiting[]>();
  for (const each of waitingFor) {
    const kind = JSON.stringify([each.newest, each.since, each.detail]);
    groups.set(kind, [...(groups.get(kind) ?? []), each]);
  }
  return [...groups.values()].sort(([a], [b]) => ((a?.since ?? '') < (b?.since ?? '') ? -1 : 1)).flatMap(noticeOf);
}

/** One line, and the command that helps. */
export interface WaitingNotice {
  readonly line: string;
  readonly command: string | null;
}

function noticeOf(group: readonly ShownWaiting[]): WaitingNotice[] {
  const [first] = group;
  if (first === undefined) return [];
  const named = group.slice(0, MOST_NAMED).map(({ symbol }) => symbol);
  const others = group.length - named.length;
  const who = `${named.join(', ')}${others > 0 ? ` and ${counted(others, 'other')}` : ''}`;
  const since = first.since === null ? '' : `, since ${first.since.slice(0, 16).replace('T', ' ')} UTC`;
  const line = `${who} (${first.newest === null ? 'no bar' : `newest bar ${first.newest}`}${since}): ${first.detail}`;
  if (first.command === null) return [{ line, command: null }];
  const symbols = group.map(({ symbol }) => symbol).join(',');
  return [{ line, command: first.command.replace(`--symbols ${first.symbol}`, `--symbols ${symbols}`) }];
}

const MOST_NAMED = 12;
