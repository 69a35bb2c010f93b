import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import { html, raw } from 'hono/html';
import type { HeldShares, LatestView, OrderedShares, PairTargets } from '@evenkeel/dynamo/strategy';
import { changesNotice, money, percent, shareCount, staleNotice, waitingNotices } from '@evenkeel/report';
import type { ApiPorts } from './api-ports';
import { answer } from '../http/answer';
import { readParameters } from '../http/parameters';
import { PAGE_STYLE } from './page-style';
import { headsOf, isCurrent, type ListedView } from './listed-view';
import { standingOf, type Standing } from './standing';

type Markup = ReturnType<typeof html>;

/** A share of NAV. */
const ofNav = percent();

/** The page has no script at all; its one style sheet is named by its hash. */
const PAGE_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(PAGE_STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** `GET /`: the targets of every portfolio, as of which session, and whom they wait for. */
export async function getPage(c: Context, ports: ApiPorts): Promise<Response> {
  readParameters(c.req.url, []);
  const { heads, unreadable } = await headsOf(ports, c.req.path);
  const standings = await Promise.all(heads.map((head) => standingOf(head, ports)));
  const body = String(
    await page(
      heads.map((view, i) => ({ view, standing: standings[i] })),
      unreadable,
    ),
  );
  return answer(c, {
    body,
    contentType: 'text/html; charset=utf-8',
    headers: { 'content-security-policy': PAGE_POLICY },
  });
}

interface Shown {
  readonly view: ListedView;
  readonly standing: Standing | undefined;
}

function page(views: readonly Shown[], unreadable: readonly string[]): Markup {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Evenkeel</title>
<style>${raw(PAGE_STYLE)}</style>
</head>
<body>
<main>
<h1>Evenkeel</h1>
${unreadable.map((name) => html`<p class="stale" role="alert">${name}: what is stored of its view cannot be read. No price is lost: the function rebuild of the strategy service makes the view anew.</p>`)}
${views.length + unreadable.length === 0 ? html`<p class="wait">No portfolio has been computed yet.</p>` : views.map(portfolio)}
<p class="quiet"><a href="/v1/portfolios">portfolios</a> · <a href="/v1/health">health</a> · <a href="/openapi.json">API</a></p>
</main>
</body>
</html>
`;
}

function portfolio({ view, standing }: Shown): Markup {
  return html`<section>
${standing?.stale ? html`<p class="stale" role="alert">${view.portfolio}: ${staleNotice(standing.stale)}</p>` : ''}
${troubles(standing?.waitingFor ?? [])}
${view.synthetic ? html`<p class="synthetic" role="alert">SYNTHETIC prices: a made-up market, not a real one. Do not trade on this.</p>` : ''}
<h2>${view.portfolio} <span class="${isCurrent(view) ? view.signal : 'quiet'}">${isCurrent(view) ? view.signal : 'retired'}</span></h2>
${isCurrent(view) ? waiting(view) : retired(view)}
${view.changes === null ? '' : html`<p class="wait">${changesNotice(view.changes)}</p>`}
${view.asOf === null ? '' : targets(view)}
<p class="quiet">prices from ${view.sources.join(', ') || 'nowhere yet'}; computed ${view.computedAt}, version ${view.version}</p>
</section>`;
}

/** What is wrong with each symbol that keeps the targets back. */
function troubles(waitingFor: Standing['waitingFor']): Markup | '' {
  if (waitingFor.length === 0) return '';
  return html`<ul class="wait">${waitingNotices(waitingFor).map(({ line, command }) => html`<li>${line}${command === null ? '' : html`: <code>${command}</code>`}</li>`)}</ul>`;
}

function retired({ retiredSince }: ListedView): Markup {
  return html`<p class="wait">Retired since ${retiredSince?.slice(0, 10)}: it is not computed any more and gives no signals. This is how it was.</p>`;
}

function waiting(view: LatestView): Markup | '' {
  if (view.waitsFor.length === 0) return '';
  const who = view.waitsFor.map(({ symbol, newest }) => `${symbol} (${newest ?? 'no bars'})`).join(', ');
  return html`<p class="wait">${view.newest === null ? 'Waiting for the first bars of' : `Prices go up to ${view.newest}; waiting for`} ${who}</p>`;
}

function targets(view: Extract<LatestView, { asOf: string }>): Markup {
  return html`<p>As of <strong>${view.asOf}</strong>: NAV ${money(view.nav)}, cash ${money(view.cash)}, net delta ${ofNav(view.netDelta)}</p>
<table>
<thead><tr><th>pair</th><th>leg</th><th>target</th><th>weight</th><th>drift</th><th>net delta</th><th>action</th></tr></thead>
${view.pairs.map(pairRows)}
</table>
${orders(view.modelOrders ?? [])}
${holdings(view.modelHoldings ?? [])}`;
}

function orders(model: readonly OrderedShares[]): Markup | '' {
  if (model.length === 0) return '';
  return html`<table class="shares">
<caption>What the model trades</caption>
<thead><tr><th>order</th><th>symbol</th><th>shares</th><th>close</th><th>value</th></tr></thead>
<tbody>${model.map((each) => html`<tr><th class="rebalance">${each.side}</th><td>${each.symbol}</td>${amounts(each)}</tr>`)}</tbody>
</table>`;
}

function holdings(model: readonly HeldShares[]): Markup | '' {
  if (model.length === 0) return '';
  return html`<table class="shares">
<caption>What the model holds at that close</caption>
<thead><tr><th>symbol</th><th>shares</th><th>close</th><th>value</th></tr></thead>
<tbody>${model.map((each) => html`<tr><th>${each.symbol}</th>${amounts(each)}</tr>`)}</tbody>
</table>`;
}

/** Shares and price as traded: index units say nothing to a person. */
function amounts({ shares, tradedPrice, value }: HeldShares): Markup {
  return html`<td>${shareCount(shares)}</td><td>${money(tradedPrice)}</td><td>${money(value)}</td>`;
}

function pairRows(pair: PairTargets): Markup {
  return html`<tbody>
<tr><th rowspan="2">${pair.base}/${pair.inverse} at ${pair.ratio}</th><td>${pair.base}</td><td>${ofNav(pair.target.base)}</td><td>${ofNav(pair.weight.base)}</td><td rowspan="2">${ofNav(pair.drift)}</td><td rowspan="2">${ofNav(pair.netDelta)}</td><td rowspan="2" class="${pair.action}">${pair.action}</td></tr>
<tr><td>${pair.inverse}</td><td>${ofNav(pair.target.inverse)}</td><td>${ofNav(pair.weight.inverse)}</td></tr>
</tbody>`;
}
