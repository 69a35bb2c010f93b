import type { Fill, Portfolio } from '../portfolio';
import { allocationRows } from './allocation';
import { costRule, noCosts, type CostRule } from './costs';
import { DRIFT_RULES, type DriftRule } from './drift';
import type { Panel, PanelRows } from './panel';
import { blockedRows } from './regime-filter';
import { SCOPE_RULES, type ScopeRule } from './scope';

/** Which prices a decision is filled at, and whether that is on the session that decided. */
export interface FillRule {
  readonly sameSession: boolean;
  readonly at: 'open' | 'close';
}

/** The fills of numbers, section 3. */
export const FILL_RULES: Readonly<Record<Fill, FillRule>> = {
  close: { sameSession: true, at: 'close' },
  'next-open': { sameSession: false, at: 'open' },
  'next-close': { sameSession: false, at: 'close' },
};

/** The part of the rules that follows from prices, allocation and regimes alone; a sweep computes it once. */
export interface TargetRows {
  /** Portfolio weight of each pair, `[session * pairs + pair]`, blocked or not. */
  readonly allocation: Float64Array;
  /** 1 where the regime filter keeps the pair in cash, `[session * pairs + pair]`. */
  readonly blocked: Uint8Array;
  /** Portfolio weight each leg should have, `[session * legs + leg]`: allocation * hedge weight, 0 while blocked. */
  readonly target: Float64Array;
}

/** Everything the engine looks up while it walks. */
export interface Rules extends TargetRows {
  readonly rows: PanelRows;
  readonly check: Uint8Array;
  readonly drift: DriftRule;
  readonly tolerance: number;
  readonly scope: ScopeRule;
  readonly fill: FillRule;
  readonly cost: CostRule;
}

/** The rules of one configuration over one panel. */
export function rulesOf(
  portfolio: Pick<Portfolio, 'rebalance' | 'fill' | 'costs'>,
  panel: Panel,
  targets: TargetRows,
  costs = true,
): Rules {
  const { check, drift, scope } = portfolio.rebalance;
  return {
    ...targets,
    rows: panel.rows,
    check: panel.checks[check],
    drift: DRIFT_RULES[drift.measure],
    tolerance: drift.tolerance,
    scope: SCOPE_RULES[scope],
    fill: FILL_RULES[portfolio.fill],
    cost: costs ? costRule(portfolio.costs) : noCosts,
  };
}

/** Allocation, blocks and target weights of every session. */
export function targetRows(portfolio: Pick<Portfolio, 'allocation' | 'regimeFilter'>, panel: Panel): TargetRows {
  const allocation = allocationRows(portfolio.allocation, panel);
  const blocked = blockedRows(portfolio.regimeFilter, panel);
  const target = panel.rows.hedge.map((hedge, at) => (blocked[at >> 1] === 1 ? 0 : hedge * (allocation[at >> 1] ?? Number.NaN)));
  return { allocation, blocked, target };
}
