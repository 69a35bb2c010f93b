import type { Context } from 'hono';
import { AppError } from '@evenkeel/domain';
import { yearAttribution } from '@evenkeel/domain/analysis';
import { parseSessionDate } from '@evenkeel/domain/calendar';
import { attributionMeans, attributionYear } from '@evenkeel/dynamo/strategy';
import type { ApiPorts } from './api-ports';
import { answerJson } from '../http/answer';
import { boundsOf, nextHeaders, nextPage, PAGE_PARAMETERS, pageOfRange } from '../http/paging';
import { readParameters } from '../http/parameters';
import { partsOfView } from './portfolios';

/** Most years on a page: more than there are. */
const MOST_YEARS = 100;
const WHOLE = 'attribution';

/** `GET /v1/portfolios/{name}/attribution`: what the profit of each calendar year came from, newest year first. */
export async function getAttribution(c: Context, { views }: ApiPorts, name: string): Promise<Response> {
  const page = pageOfRange(readParameters(c.req.url, PAGE_PARAMETERS), MOST_YEARS);
  const { latest, parts } = await partsOfView(views, name, WHOLE);
  const whole = parts.get(WHOLE);
  if (whole === undefined) {
    throw new AppError(
      'not-found',
      `The portfolio ${latest.portfolio} has no attribution: it waits for its first session, or for its next recomputation.`,
    );
  }
  const { meanNetDeltas } = attributionMeans.parse(whole);
  const { from, to } = boundsOf(page);
  const years = [...parts]
    .flatMap(([part, content]) => (part === WHOLE ? [] : attributionYear.parse(content)))
    .filter(({ year }) => (from === undefined || year >= yearOf(from)) && (to === undefined || year <= yearOf(to)))
    .sort((a, b) => b.year - a.year);
  const shown = years.slice(0, page.limit);
  const last = shown.at(-1);
  const more = last !== undefined && years.length > shown.length;
  const next = nextPage(more ? parseSessionDate(`${last.year}-01-01`) : undefined);
  const body = {
    portfolio: latest.portfolio,
    asOf: latest.asOf,
    version: latest.version,
    attribution: shown.map((year) => yearAttribution(year, meanNetDeltas)),
    next,
  };
  return answerJson(c, body, undefined, nextHeaders(c.req.url, next));
}

function yearOf(date: string): number {
  return Number(date.slice(0, 4));
}
