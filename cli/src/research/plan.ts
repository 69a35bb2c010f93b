import { Decimal } from 'decimal.js';
import { AppError } from '@evenkeel/domain';
import { latestTargets, runBacktest } from '@evenkeel/domain/backtest';
import {
  planOrders,
  stalenessOf,
  symbolsOf,
  type OrderPlan,
  type Staleness,
  type Targets,
} from '@evenkeel/domain/portfolio';
import type { Ticker } from '@evenkeel/domain/prices';
import { planPage } from '@evenkeel/report/pages';
import { parseHoldings, parseMoney, type Holding } from '../files/holdings-file';
import { refuseOverwriting } from '../files/input-file';
import { checkOutputs, writeArtifacts, type Artifact } from '../files/output';
import { linesFor } from '../terminal/page';
import { openStudy, type CommandContext, type Study, type StudyOptions } from './study';
import { readStandardInput, readText } from '../files/text-file';

/** The options of `plan`, as typed. */
export interface PlanOptions extends StudyOptions {
  /** A file, or `-` for standard input. */
  readonly holdings: string;
  readonly cash: string;
  readonly wholeShares?: boolean | undefined;
  readonly minOrder?: string | undefined;
}

/**
 * `evenkeel plan`: the orders that move real holdings to the targets of the latest session of which every
 * symbol has its bar, or of `--to`. Old targets are planned too, and said to be old. Sends nothing to anybody.
 * @throws AppError naming the option, file, line, symbol or range
 */
export async function planCommand(options: PlanOptions, context: CommandContext): Promise<void> {
  const { json, holdings } = options;
  await checkOutputs({ '--json': json });
  if (holdings !== '-') await refuseOverwriting({ '--json': json }, [{ option: '--holdings', path: holdings }]);
  const cash = parseMoney(options.cash, '--cash');
  const minimumOrder = options.minOrder === undefined ? undefined : parseMoney(options.minOrder, '--min-order');
  const held = await readHoldings(holdings);
  const study = await openStudy(options, context);
  const { portfolio, panel, prices, upTo } = study;
  const targets = latestTargets(portfolio, panel, runBacktest(portfolio, panel).state);
  const staleness = stalenessOf(symbolsOf(portfolio), prices.series, targets.asOf, upTo);
  const plan = planOrders({
    portfolio,
    targets,
    holdings: new Map(held.map(({ symbol, shares }) => [symbol, shares])),
    cash,
    prices: closesOf(study, targets),
    wholeShares: options.wholeShares ?? false,
    minimumOrder,
  });
  const artifacts: Artifact[] = [];
  if (json !== undefined) artifacts.push({ path: json, text: planJson(plan, study, staleness) });
  if (json !== '-') {
    const first = panel.sessions[0] ?? targets.asOf;
    const page = planPage({ ...study, plan, targets, staleness, asked: options.to === upTo, first });
    artifacts.push({ path: '-', text: linesFor(page, context.output).join('\n') });
  }
  await writeArtifacts(artifacts, context.output);
}

/** The plan as JSON, marked as a proposal; amounts are decimal strings, so that nothing is rounded on the way. */
function planJson(
  plan: OrderPlan,
  { prices: { source }, doubts }: Pick<Study, 'prices' | 'doubts'>,
  { waitingFor, sessionsBehind }: Staleness,
): string {
  return JSON.stringify({ dryRun: true, source, doubts, waitingFor, sessionsBehind, ...plan });
}

async function readHoldings(path: string): Promise<readonly Holding[]> {
  return path === '-'
    ? parseHoldings(await readStandardInput(), 'standard input')
    : parseHoldings(await readText(path, '--holdings'), path);
}

/** As-traded closes of the as-of session: a total-return index has no price to order at. */
function closesOf({ prices }: Study, { asOf, pairs }: Targets): Map<Ticker, Decimal> {
  const legs = pairs.flatMap(({ base, inverse }) => [base, inverse]);
  return new Map(
    legs.map((symbol) => {
      const series = prices.series.get(symbol);
      const close = series?.close[series.sessions.indexOf(asOf)];
      if (close === undefined)
        throw new AppError('bad-data', `${symbol}: no close of ${asOf}; choose another --to`, { symbol });
      return [symbol, new Decimal(close)];
    }),
  );
}
