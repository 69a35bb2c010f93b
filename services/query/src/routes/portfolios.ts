import type { Context } from 'hono';
import { AppError } from '@evenkeel/domain';
import type { LatestView, NewestYears, StrategyReader, ViewParts } from '@evenkeel/dynamo/strategy';
import type { ApiPorts } from './api-ports';
import { answerJson } from '../http/answer';
import { readParameters, shown } from '../http/parameters';
import { headsOf } from './listed-view';
import { staleness, standingOf } from './standing';

/** `GET /v1/portfolios`: each portfolio in one line. */
export async function getPortfolios(c: Context, ports: ApiPorts): Promise<Response> {
  readParameters(c.req.url, []);
  const { heads, unreadable } = await headsOf(ports, c.req.path);
  const portfolios = heads.map(({ portfolio, asOf, signal, synthetic, version, retiredSince }) => ({
    portfolio,
    asOf,
    stale: staleness({ asOf, retiredSince }, ports.now()),
    signal,
    synthetic,
    version,
    retiredSince,
  }));
  return answerJson(c, { portfolios, unreadable, next: null });
}

/** `GET /v1/portfolios/{name}`: targets of the as-of session, or whom they wait for. */
export async function getPortfolio(c: Context, ports: ApiPorts, name: string): Promise<Response> {
  readParameters(c.req.url, []);
  const [view, listed] = await Promise.all([ports.views.latest(name), ports.views.portfolios()]);
  if (view === undefined) throw noView(name);
  const retiredSince = listed.find((each) => each.name === name)?.retiredSince ?? null;
  const { modelHoldings = null, modelOrders = null } = view;
  const standing = await standingOf({ ...view, retiredSince }, ports);
  // What is behind is so by the clock: the version alone does not tell one answer from the next.
  const known = standing.stale === null && standing.waitingFor.length === 0;
  const version = retiredSince === null ? versionOf(view) : `${versionOf(view)}.${retiredSince}`;
  return answerJson(c, { ...view, modelHoldings, modelOrders, ...standing, retiredSince }, known ? version : undefined);
}

/** What the ETag of anything that belongs to a view says. */
export function versionOf({ asOf, version }: LatestView): string {
  return `${asOf ?? 'none'}.${version}`;
}

/**
 * The head of a portfolio's view and those of its parts whose name is `name` or begins with `name#`, or of these the newest years.
 * @throws AppError `not-found` when there is no such view
 */
export async function partsOfView(
  views: StrategyReader,
  portfolio: string,
  name: string,
  years?: NewestYears,
): Promise<ViewParts> {
  const found = await views.parts(portfolio, name, years);
  if (found === undefined) throw noView(portfolio);
  return found;
}

/** The 404 for a portfolio. */
export function noView(name: string): AppError {
  return new AppError(
    'not-found',
    `There is no portfolio "${shown(name)}" with a view; /v1/portfolios lists those there are.`,
  );
}
