import type { Context } from 'hono';
import { AppError } from '@evenkeel/domain';
import { analysisPart, pairName, type LatestView } from '@evenkeel/dynamo/strategy';
import type { ApiPorts } from './api-ports';
import { answerJson } from '../http/answer';
import { readParameters, shown } from '../http/parameters';
import { partsOfView, versionOf } from './portfolios';

/** `GET /v1/portfolios/{name}/pairs/{pair}`: the pair's regimes, annual Sharpe ratios and hedge; `pair` is e.g. `QQQ-SQQQ`. */
export async function getPair(c: Context, { views }: ApiPorts, name: string, pair: string): Promise<Response> {
  readParameters(c.req.url, []);
  const part = analysisPart(pair.toUpperCase());
  const { latest, parts } = await partsOfView(views, name, part);
  const analysis = parts.get(part);
  if (analysis === undefined) throw noAnalysis(latest, pair);
  const { portfolio, asOf, version } = latest;
  return answerJson(c, { portfolio, asOf, version, analysis }, versionOf(latest));
}

function noAnalysis({ portfolio, pairs }: LatestView, pair: string): AppError {
  const names = pairs.map(pairName);
  if (names.includes(pair.toUpperCase())) {
    const why = 'the pair has too few sessions, or the portfolio waits for its next recomputation';
    return new AppError('not-found', `The portfolio ${portfolio} has no analysis of ${pair}: ${why}.`);
  }
  const known = names.length === 0 ? 'it waits for its first session' : `its pairs are ${names.join(', ')}`;
  return new AppError('not-found', `The portfolio ${portfolio} has no pair "${shown(pair)}"; ${known}.`);
}
