import { pairKey } from '@evenkeel/domain/pairs';
import type { Fill } from '@evenkeel/domain/portfolio';
import { change, money, percent, share } from '../formats/numbers';
import { wholeShares } from '../formats/shares';
import type { Column } from '../model/content';
import { cell, figureColumn, nameColumn, paragraph, table } from '../model/make';
import type { Block } from '../model/page';
import { pageLines, PLAIN } from '../terminal';
import type { DecisionFacts, DrawdownFacts, LateFacts, SignalFacts, SignalOrder } from './facts';
import { headline, isBeyond, nearPairs, ordersInWords } from './headline';

/** A signal in words. */
export interface SignalMessage {
  /** One line of printable ASCII, at most 100 characters: what SNS takes as a subject. */
  readonly subject: string;
  /** For people: the same in the first line, the orders as a table, what happens if nothing is done. */
  readonly text: string;
}

const SUBJECT_LENGTH = 100;
/** A first line in full is as long as a text message. */
const LINE_LENGTH = 160;
/** Lines of a mail are not broken by its reader. */
const WIDTH = 72;
/** Orders in the table; there may be a hundred. */
const MOST_ORDERS = 40;

/** A signal in words; `link` is where there is more to see. */
export function signalMessage(facts: SignalFacts, link?: string): SignalMessage {
  const blocks: Block[] = [
    ...(facts.synthetic ? [said('SYNTHETIC prices: made up by a seeded simulation. Do not trade on them.')] : []),
    ...(facts.late ? [said(lateWords(facts))] : []),
    ...bodyOf(facts),
    ...(link === undefined ? [] : [said(link)]),
  ];
  const lines = pageLines({ blocks }, { width: WIDTH, painter: PLAIN });
  return {
    subject: ascii(headline(facts, SUBJECT_LENGTH)).slice(0, SUBJECT_LENGTH),
    text: [headline(facts, LINE_LENGTH), '', ...lines].join('\n'),
  };
}

/** The first line of a text as a text message, which has 160 characters, all of them ASCII. */
export function textMessage(text: string): string {
  return ascii(text.split('\n', 1)[0] ?? '').slice(0, LINE_LENGTH);
}

/** Letters without their accents; what is no printable ASCII then is a question mark. */
function ascii(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^ -~]/g, '?');
}

function lateWords({ kind, session, newest }: SignalFacts): string {
  const what = kind === 'late' ? 'Prices' : 'This comes late: prices';
  return `${what} go up to ${newest ?? 'no session'} already; what stands here is of the close of ${session}.`;
}

function bodyOf(facts: SignalFacts): Block[] {
  switch (facts.kind) {
    case 'rebalance':
    case 'hold':
    case 'correction':
      return decisionBlocks(facts);
    case 'late':
      return lateBlocks(facts);
    case 'recovered':
      return [said(`Every symbol has its bar of ${facts.session} now. The decision of that session: ${facts.signal}.`)];
    case 'drawdown':
      return drawdownBlocks(facts);
  }
}

function decisionBlocks(facts: DecisionFacts): Block[] {
  return [
    ...(facts.kind === 'correction' ? [correctionBlock(facts)] : []),
    ...orderBlocks(facts.orders),
    ...(facts.kind === 'hold' && isBeyond(facts)
      ? [said('This session checks no drift; the next one that does trades.')]
      : []),
    ...(facts.signal === 'rebalance' ? [said(FILLED[facts.fill])] : []),
    said(ignored(facts)),
  ];
}

const FILLED: Readonly<Record<Fill, string>> = {
  close: 'The model fills these at that same close; shares and prices are as traded.',
  'next-open': "The model fills these at the next session's open; shares are at the close's price.",
  'next-close': "The model fills these at the next session's close; shares are at this close's price.",
};

function correctionBlock({ because, replaces, session }: DecisionFacts): Block {
  const why =
    because === 'file'
      ? 'The portfolio file has changed, not the prices'
      : 'Prices that were known then have been corrected';
  const old =
    replaces === undefined
      ? ''
      : ` It replaces ${replaces.id ?? `version ${replaces.version}, of which no message went out`}: ${ordersInWords(replaces)}.`;
  return said(`${why}, and with them the decision of ${session}.${old}`);
}

const ORDER_COLUMNS: readonly Column[] = [
  nameColumn('side'),
  nameColumn('symbol'),
  figureColumn('shares'),
  figureColumn('price'),
  figureColumn('value'),
];

function orderBlocks(orders: readonly SignalOrder[]): Block[] {
  if (orders.length === 0) return [];
  const rows = orders
    .slice(0, MOST_ORDERS)
    .map(({ side, symbol, shares, price, value }) => [
      side,
      symbol,
      shares === null ? 'n/a' : wholeShares(shares),
      cell(price, money),
      cell(value, money),
    ]);
  const more = orders.length - rows.length;
  const contents = [table(ORDER_COLUMNS, rows, { pinned: 2 }), ...(more > 0 ? [paragraph(`and ${more} more`)] : [])];
  return [{ contents }];
}

/** What is so as long as nobody does anything. */
function ignored(facts: DecisionFacts): string {
  const { signal, limit, netDelta, nav, pairs } = facts;
  const moved = pairs.filter(({ action }) => action === 'rebalance');
  const shown = signal === 'rebalance' ? moved : nearPairs(facts);
  const drifts = shown
    .slice(0, MOST_PAIRS)
    .map((pair) => `${pairKey(pair)} ${percent()(pair.drift)}`)
    .join(', ');
  const more = shown.length > MOST_PAIRS ? ` and ${shown.length - MOST_PAIRS} more` : '';
  const against = limit === 0 ? 'the calendar decides, not drift' : `limit ${share(limit)}`;
  const drift = shown.length === 0 ? '' : `drift stays at ${drifts}${more} (${against}), and `;
  return `If nothing is done: ${drift}the net delta at ${change()(netDelta)} of NAV ${money(nav)}.`;
}

const MOST_PAIRS = 6;

function lateBlocks({ session, asOf, symbols }: LateFacts): Block[] {
  const names = symbols.map(({ symbol, newest }) => `${symbol} (has ${newest ?? 'no bar'})`).join(', ');
  return [
    said(`It is past 20:00 in New York, and these have no final bar of ${session} yet: ${names}.`),
    said(
      `Until they have, the targets stay those of ${asOf ?? 'no session'}. If nothing is done, the next update asks again; a message follows when the session is complete.`,
    ),
  ];
}

function drawdownBlocks({ nav, peak, drawdown, limit }: DrawdownFacts): Block[] {
  const since = peak.session === null ? 'its starting capital' : `its peak on ${peak.session}`;
  return [
    said(
      `The model portfolio's NAV is ${money(nav)}, ${percent()(drawdown)} below ${since} (${money(peak.nav)}); the portfolio file asks to be told beyond ${share(limit)}.`,
    ),
    said('It is said once, until the drawdown has been smaller again. It changes nothing in what the model does.'),
  ];
}

function said(text: string): Block {
  return { contents: [paragraph(text)] };
}
