import { AppError, messageOf } from '@evenkeel/domain';
import { symbolsOf } from '@evenkeel/domain/portfolio';
import * as z from 'zod/mini';
import type { LoadedPortfolio } from '../files/portfolio-file';
import { completeTargets, type ServedTargets, type StoredSessions } from './targets-view';

/** What asking for the targets of all portfolios takes. */
export interface TargetsRequest {
  /** Base URL of the query service. */
  readonly queryUrl: string;
  readonly portfolios: readonly LoadedPortfolio[];
  readonly stored: StoredSessions;
  readonly timeoutMs: number;
  /** Has the strategy service compute its views now; throws with the reason of each portfolio that fails. */
  readonly rebuild: () => Promise<void>;
  readonly onTargets: (view: ServedTargets) => void;
  /** Is told of each portfolio that has none, and why. */
  readonly onMissing: (portfolio: string, why: string) => void;
}

/**
 * Waits for the targets of each portfolio, in their order. One that has none does not keep the others from being shown.
 * @returns how many have none
 * @throws AppError `failed` with the reason when none has any
 */
export async function targetsOfAll(request: TargetsRequest): Promise<number> {
  const { queryUrl, portfolios, timeoutMs } = request;
  const waits = portfolios.map(async ({ portfolio }) => {
    const stored = symbolsOf(portfolio).map((symbol) => [symbol, request.stored.get(symbol)] as const);
    try {
      return { view: await completeTargets(queryUrl, portfolio.name, new Map(stored), timeoutMs) };
    } catch (error) {
      return { name: portfolio.name, error };
    }
  });
  const missing: { readonly name: string; readonly error: unknown }[] = [];
  for (const wait of waits) {
    const answer = await wait;
    if ('view' in answer) request.onTargets(answer.view);
    else missing.push(answer);
  }
  const [first] = missing;
  if (first === undefined) return 0;
  const reason = await request.rebuild().then(() => undefined, messageOf);
  if (missing.length === portfolios.length) throw new AppError('failed', reason ?? messageOf(first.error));
  for (const { name, error } of missing) request.onMissing(name, reason ?? messageOf(error));
  return missing.length;
}

/** A portfolio whose view is still there, though it is not computed any more. */
export type RetiredPortfolio = z.infer<typeof retired>;

const retired = z.object({ portfolio: z.string(), asOf: z.nullable(z.string()), retiredSince: z.string() });
const listed = z.object({ portfolios: z.array(z.union([retired, z.object({ retiredSince: z.null() })])) });

/**
 * The retired portfolios of a table that is kept from run to run.
 * @param queryUrl base URL of the query service
 * @throws AppError `failed` when the query service does not list its portfolios
 */
export async function retiredPortfolios(queryUrl: string): Promise<RetiredPortfolio[]> {
  const response = await fetch(`${queryUrl}/v1/portfolios`, { signal: AbortSignal.timeout(10_000) });
  const answer = listed.safeParse(await response.json());
  if (!answer.success) throw new AppError('failed', `${queryUrl}/v1/portfolios answers HTTP ${response.status}`);
  return answer.data.portfolios.flatMap((each) => (each.retiredSince === null ? [] : [each]));
}
