import { pairKey } from '@evenkeel/domain/pairs';
import { change, money, percent, shareCount } from '../formats/numbers';
import type { Cell, Column, NamedFigure, Tone } from '../model/content';
import { cell, figureColumn, inlineFigures, nameColumn, paragraph, table, textColumn } from '../model/make';
import { changesNotice, type ShownChanges } from '../notices/changes';
import { staleNotice, waitingNotices, type ShownStale, type ShownWaiting } from '../notices/standing';
import type { Block, Page, Section } from '../model/page';

type Action = 'rebalance' | 'hold';

/** One pair of {@link ShownTargets}; weights are shares of NAV. */
export interface ShownPair {
  readonly base: string;
  readonly inverse: string;
  readonly target: { readonly base: number; readonly inverse: number };
  readonly weight: { readonly base: number; readonly inverse: number };
  readonly drift: number | null;
  readonly netDelta: number;
  readonly blocked: boolean;
  readonly action: Action;
}

/** What the model holds of one leg, in shares as traded; null where prices as traded are not known. */
export interface ShownHolding {
  readonly symbol: string;
  readonly shares: number | null;
  readonly tradedPrice: number | null;
}

/** One order of the model; `value` in money. */
export interface ShownOrder extends ShownHolding {
  readonly side: 'buy' | 'sell';
  readonly value: number;
}

interface Provenance {
  readonly portfolio: string;
  /** Newest session of which any symbol has a bar. */
  readonly newest: string | null;
  readonly waitsFor: readonly { readonly symbol: string; readonly newest: string | null }[];
  readonly synthetic: boolean;
  readonly pairs: readonly ShownPair[];
  /** Each leg that is held, in the order of the pairs. Absent or null where the view does not say. */
  readonly modelHoldings?: readonly ShownHolding[] | null | undefined;
  readonly modelOrders?: readonly ShownOrder[] | null | undefined;
  /** What a session that was shown before says otherwise now. */
  readonly changes?: ShownChanges | null | undefined;
  /** How the targets stand against the exchange's calendar, where whoever serves them says so. */
  readonly stale?: ShownStale | null | undefined;
  readonly waitingFor?: readonly ShownWaiting[] | undefined;
}

/** Today's targets as the query service serves them: of a session, or before there is one that all symbols have. */
export type ShownTargets =
  | (Provenance & {
      readonly signal: Action;
      readonly asOf: string;
      readonly nav: number;
      readonly cash: number;
      readonly netDelta: number;
    })
  | (Provenance & { readonly signal: 'wait'; readonly asOf: null });

/** Today's targets: whether they are old and why, as-of session, every pair's legs, whom the next session waits for. */
export function targetsPage(targets: ShownTargets): Page {
  const warning = 'SYNTHETIC prices: made up by a seeded simulation, not market data. Do not trade on them.';
  const first = [
    ...(targets.stale ? [paragraph(staleNotice(targets.stale), 'bad')] : []),
    ...waitingNotices(targets.waitingFor ?? []).map(({ line, command }) =>
      paragraph(command === null ? line : `${line}: ${command}`),
    ),
  ];
  return {
    blocks: [{ contents: targets.synthetic ? [paragraph(warning, 'bad')] : [] }, { contents: first }],
    sections: [targetsSection(targets)],
  };
}

function targetsSection(targets: ShownTargets): Section {
  const { portfolio, synthetic, asOf, pairs } = targets;
  const marked = synthetic ? ' SYNTHETIC' : '';
  const held = holdingsOf(targets);
  const rows = pairs.flatMap((pair, position) => pairRows(pair, held.slice(2 * position, 2 * position + 2)));
  const legs = table(COLUMNS, rows, { pinned: 2, ruled: true });
  const waiting = waitingLines(targets).map((line) => paragraph(line));
  if (asOf === null) {
    return {
      title: `Portfolio ${portfolio}${marked}: no session yet that all symbols have`,
      blocks: [{ contents: [legs, ...waiting] }],
    };
  }
  return {
    title: `Portfolio ${portfolio}${marked}, as of session ${asOf}`,
    notices: targets.changes ? [changesNotice(targets.changes)] : [],
    blocks: [
      { contents: [legs] },
      ...ordersBlocks(targets),
      { contents: [inlineFigures(totalsOf(targets)), ...waiting] },
    ],
  };
}

const COLUMNS: readonly Column[] = [
  nameColumn('pair'),
  nameColumn('leg'),
  figureColumn('target'),
  figureColumn('current'),
  figureColumn('shares'),
  figureColumn('close'),
  figureColumn('drift'),
  figureColumn('net delta', 'delta'),
  textColumn('action'),
];

const TONES: Readonly<Record<Action, Tone>> = { rebalance: 'caution', hold: 'good' };

function pairRows(
  { target, weight, drift, netDelta, blocked, action, ...pair }: ShownPair,
  [base, inverse]: readonly (ShownHolding | undefined)[],
): (string | Cell)[][] {
  const said = blocked ? `${action} (in cash by the regime filter)` : action;
  return [
    [
      pairKey(pair),
      pair.base,
      cell(target.base, percent()),
      cell(weight.base, percent()),
      ...holdingCells(base),
      drift === null ? '-' : cell(drift, percent()),
      cell(netDelta, change()),
      { text: said, tone: TONES[action] },
    ],
    ['', pair.inverse, cell(target.inverse, percent()), cell(weight.inverse, percent()), ...holdingCells(inverse)],
  ];
}

function holdingCells(holding: ShownHolding | undefined): (string | Cell)[] {
  if (holding === undefined) return ['-', '-'];
  return [cell(holding.shares, shareCount), cell(holding.tradedPrice, money)];
}

/** What is held of each leg, base before inverse: legs of which nothing is held are not among the holdings. */
function holdingsOf({ pairs, modelHoldings }: ShownTargets): (ShownHolding | undefined)[] {
  const left = [...(modelHoldings ?? [])];
  const legs = pairs.flatMap(({ base, inverse, weight }) => [
    { symbol: base, weight: weight.base },
    { symbol: inverse, weight: weight.inverse },
  ]);
  return legs.map(({ symbol, weight }) => (weight !== 0 && left[0]?.symbol === symbol ? left.shift() : undefined));
}

/** The model's orders, where the session calls for any. */
function ordersBlocks({ modelOrders }: ShownTargets): Block[] {
  if (!modelOrders || modelOrders.length === 0) return [];
  const rows = modelOrders.map(({ side, symbol, shares, tradedPrice, value }) => [
    side,
    symbol,
    cell(shares, shareCount),
    cell(tradedPrice, money),
    cell(value, money),
  ]);
  const columns = [
    nameColumn('the model'),
    nameColumn('symbol'),
    ...['shares', 'close', 'value'].map((heading) => figureColumn(heading)),
  ];
  return [{ contents: [table(columns, rows, { pinned: 2 })] }];
}

function totalsOf({ signal, nav, cash, netDelta }: Extract<ShownTargets, { asOf: string }>): NamedFigure[] {
  return [
    { label: 'Signal:', cell: { text: signal.toUpperCase(), tone: TONES[signal] } },
    { label: 'NAV', cell: cell(nav, money) },
    { label: 'cash', cell: cell(cash, money) },
    { label: 'net delta', cell: cell(netDelta, change()) },
  ];
}

function waitingLines({ waitsFor, newest }: ShownTargets): string[] {
  if (waitsFor.length === 0) return [];
  const symbols = waitsFor.map(({ symbol, newest: has }) => `${symbol} (has ${has ?? 'no bar'})`).join(', ');
  return [
    `Waiting for ${symbols}: the other symbols have bars up to ${newest ?? 'no session'}; targets move on once every symbol has its bar.`,
  ];
}
