import type { LatestContent } from '@evenkeel/dynamo/strategy';
import { tableLines, type Column } from './table';
import type { Terminal } from './terminal';

const COLUMNS: readonly Column[] = [
  { heading: 'pair', align: 'left' },
  { heading: 'leg', align: 'left' },
  { heading: 'target', align: 'right' },
  { heading: 'current', align: 'right' },
  { heading: 'drift', align: 'right' },
  { heading: 'net delta', align: 'right' },
  { heading: 'action', align: 'left' },
];

/** Today's targets as lines for a person: as-of session, every pair's legs, whom the next session waits for. */
export function targetLines(view: LatestContent, terminal: Terminal): string[] {
  return [
    ...(view.synthetic
      ? [
          terminal.paint(
            'red',
            'SYNTHETIC prices: made up by a seeded simulation, not market data. Do not trade on them.',
          ),
          '',
        ]
      : []),
    headline(view, terminal),
    '',
    ...tableLines(
      COLUMNS,
      view.pairs.flatMap((pair) => pairRows(pair, terminal)),
    ),
    ...(view.asOf === null ? [] : ['', totals(view, terminal)]),
    ...waitingLines(view),
  ];
}

function headline(view: LatestContent, terminal: Terminal): string {
  const marked = view.synthetic ? ' SYNTHETIC' : '';
  if (view.asOf === null) return `Portfolio ${view.portfolio}${marked}: no session yet that all symbols have`;
  return terminal.paint('bold', `Portfolio ${view.portfolio}${marked}, as of session ${view.asOf}`);
}

type PairTargets = LatestContent['pairs'][number];

function pairRows(pair: PairTargets, terminal: Terminal): string[][] {
  const action = pair.blocked ? `${pair.action} (in cash by the regime filter)` : pair.action;
  return [
    [
      `${pair.base}/${pair.inverse}`,
      pair.base,
      percent(pair.target.base),
      percent(pair.weight.base),
      pair.drift === null ? '-' : percent(pair.drift),
      signedPercent(pair.netDelta),
      terminal.paint(pair.action === 'rebalance' ? 'yellow' : 'green', action),
    ],
    ['', pair.inverse, percent(pair.target.inverse), percent(pair.weight.inverse)],
  ];
}

function totals(view: Extract<LatestContent, { asOf: string }>, terminal: Terminal): string {
  const signal = terminal.paint(view.signal === 'rebalance' ? 'yellow' : 'green', view.signal.toUpperCase());
  return `Signal: ${signal}   NAV ${money(view.nav)}   cash ${money(view.cash)}   net delta ${signedPercent(view.netDelta)}`;
}

function waitingLines(view: LatestContent): string[] {
  if (view.waitsFor.length === 0) return [];
  const symbols = view.waitsFor.map(({ symbol, newest }) => `${symbol} (has ${newest ?? 'no bar'})`).join(', ');
  return [
    `Waiting for ${symbols}: the other symbols have bars up to ${view.newest ?? 'no session'}; targets move on once every symbol has its bar.`,
  ];
}

function percent(value: number): string {
  return `${(value * 100).toFixed(2)} %`;
}

function signedPercent(value: number): string {
  return `${value >= 0 ? '+' : ''}${percent(value)}`;
}

function money(value: number): string {
  return value.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}
