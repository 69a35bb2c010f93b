import { Decimal } from 'decimal.js';
import { AppError } from '@evenkeel/domain';
import { latestTargets, runBacktest } from '@evenkeel/domain/backtest';
import { planOrders, type OrderPlan, type Targets } from '@evenkeel/domain/portfolio';
import type { Ticker } from '@evenkeel/domain/prices';
import { parseHoldings, parseMoney } from './holdings-file';
import { checkTargets, deliver, pageWidth, type Artifact } from './output';
import { planPage } from './plan-page';
import { readText } from './text-file';
import { openStudy, type Study, type StudyOptions, type Surroundings } from './study';

/** The options of `plan`, as typed. */
export interface PlanOptions extends StudyOptions {
  readonly holdings: string;
  readonly cash: string;
  readonly wholeShares?: boolean | undefined;
  readonly minOrder?: string | undefined;
  readonly json?: string | undefined;
}

/**
 * `evenkeel plan`: the orders that move real holdings to the targets of the latest finished session,
 * or of `--to`. Sends nothing to anybody.
 * @throws AppError naming the option, file, line, symbol or range
 */
export async function planCommand(options: PlanOptions, surroundings: Surroundings): Promise<void> {
  const { json } = options;
  await checkTargets({ '--json': json });
  const cash = parseMoney(options.cash, '--cash');
  const minimumOrder = options.minOrder === undefined ? undefined : parseMoney(options.minOrder, '--min-order');
  const held = parseHoldings(await readText(options.holdings, '--holdings'), options.holdings);
  const study = await openStudy(options, surroundings);
  const targets = latestTargets(study.portfolio, study.panel, runBacktest(study.portfolio, study.panel).state);
  const plan = planOrders({
    targets,
    holdings: new Map(held.map(({ symbol, shares }) => [symbol, shares])),
    cash,
    prices: closesOf(study, targets),
    portfolio: study.portfolio,
    wholeShares: options.wholeShares ?? false,
    minimumOrder,
  });
  const artifacts: Artifact[] = [];
  if (json !== undefined) artifacts.push({ path: json, text: planJson(plan) });
  if (json !== '-') {
    const page = { width: pageWidth(surroundings.page), ink: surroundings.page };
    artifacts.push({ path: '-', text: planPage(plan, targets, study.prices, page).join('\n') });
  }
  await deliver(artifacts, surroundings.page);
}

/** The plan as JSON, marked as a proposal; amounts are decimal strings, so that nothing is rounded on the way. */
export function planJson(plan: OrderPlan): string {
  return JSON.stringify({ dryRun: true, ...plan });
}

/** As-traded closes of the as-of session: a total-return index has no price to order at. */
function closesOf({ prices }: Study, { asOf, pairs }: Targets): Map<Ticker, Decimal> {
  const legs = pairs.flatMap(({ base, inverse }) => [base, inverse]);
  return new Map(
    legs.map((symbol) => {
      const series = prices.series.get(symbol);
      const close = series?.close[series.sessions.indexOf(asOf)];
      if (close === undefined) throw new AppError('bad-data', `${symbol}: no close of ${asOf}; choose another --to`, { symbol });
      return [symbol, new Decimal(close)];
    }),
  );
}
