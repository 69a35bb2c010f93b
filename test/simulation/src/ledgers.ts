import { gunzipSync } from 'node:zlib';
import type { System } from './system';
import type { Item, Tables } from './tables';
import type { World } from './world';

/**
 * When all is well again, each ledger has every session once, from its first day to the newest session of the view, each entry
 * going on from the one before.
 */
export function assertLedgers(world: World, { tables, portfolios, watch }: System): void {
  const { strategy } = tables.names;
  const items = tables.items(strategy);
  const fences = items.filter((item) => item['item']?.S === 'fence' && item['ledger'] !== undefined);
  for (const fence of fences) {
    const portfolio = fence['portfolio']?.S ?? '';
    const pointer = fence['ledger']?.M ?? {};
    const sessions = items
      .filter((item) => item['portfolio']?.S === portfolio && (item['item']?.S ?? '').startsWith('ledger#'))
      .map(entryIn)
      .filter(({ kind }) => kind === 'session')
      .sort((a, b) => (a.session < b.session ? -1 : 1));
    sessions.forEach(({ session, since }, row) => {
      const before = sessions[row - 1]?.session ?? null;
      if (since !== before) {
        world.violated(
          'a ledger has every session once',
          `${portfolio} ${session} goes on from ${since}, not ${before}`,
        );
      }
    });
    if (sessions[0]?.session !== pointer['start']?.S) {
      world.violated('a ledger has every session once', `${portfolio} does not begin on ${pointer['start']?.S}`);
    }
    // Another file may have symbols that lack the last session, and a session that was filled in later is not booked.
    if (portfolios.changed.has(portfolio) || watch.filledIn) continue;
    const shown = sessionsOf(tables, portfolio).filter((session) => session >= (pointer['start']?.S ?? ''));
    const booked = sessions.map(({ session }) => session);
    if (JSON.stringify(booked) !== JSON.stringify(shown)) {
      world.violated(
        'a ledger has every session once',
        `${portfolio} has booked ${booked.join(' ')}, its view shows ${shown.join(' ')}`,
      );
    }
  }
}

/** Sessions of the model portfolio, ascending, by its own curve. */
function sessionsOf({ get, names: { strategy } }: Tables, portfolio: string): string[] {
  const head = get(strategy, { portfolio: { S: portfolio }, item: { S: 'view#latest' } });
  const curves = Object.entries(head?.['parts']?.M ?? {}).filter(([name]) => name.startsWith('equity#'));
  return curves
    .flatMap(([name, part]) => {
      const item = `view#${name}#${part.M?.['version']?.N ?? ''}`;
      const packed = get(strategy, { portfolio: { S: portfolio }, item: { S: item } })?.['content']?.B;
      return packed === undefined ? [] : curve(gunzipSync(packed).toString('utf8')).sessions;
    })
    .sort();
}

const curve: (text: string) => { readonly sessions: readonly string[] } = JSON.parse;

function entryIn(item: Item): { readonly kind: string; readonly session: string; readonly since: string | null } {
  const { kind, session, since } = item['content']?.M ?? {};
  return { kind: kind?.S ?? '', session: session?.S ?? '', since: since?.S ?? null };
}
