import type { SessionDate } from '../calendar';
import { isCalendar, type Fill, type Portfolio } from '../portfolio';
import { allocationRows } from './allocation';
import { costRule, noCosts } from './costs';
import { DRIFT_RULES, type DriftRule } from './drift';
import type { Panel } from './panel';
import { blockedRows } from './regime-filter';
import { SCOPE_RULES, type ScopeInputs, type ScopeRule } from './scope';

/** Which prices a decision is filled at, and whether that is on the session that decided. */
export interface FillRule {
  readonly sameSession: boolean;
  readonly at: 'open' | 'close';
}

/** The fills of docs/numbers.md, section 3. */
const FILL_RULES: Readonly<Record<Fill, FillRule>> = {
  close: { sameSession: true, at: 'close' },
  'next-open': { sameSession: false, at: 'open' },
  'next-close': { sameSession: false, at: 'close' },
};

/** The part of the rules that follows from prices, allocation and regimes alone; a sweep computes it once. */
export interface TargetRows extends Pick<ScopeInputs, 'allocation' | 'blocked' | 'target'> {
  /** False where nothing is ever blocked. */
  readonly filtered: boolean;
}

/** Everything the engine looks up while it walks. */
export interface Rules extends TargetRows, ScopeInputs {
  /** Row of the first purchase. */
  readonly start: number;
  readonly sessions: readonly SessionDate[];
  readonly check: Uint8Array;
  readonly drift: DriftRule;
  readonly tolerance: number;
  /** Every check session is a breach of every pair. */
  readonly calendar: boolean;
  readonly scope: ScopeRule;
  readonly fill: FillRule;
}

/** The rules of one configuration over one panel. */
export function rulesOf(
  portfolio: Pick<Portfolio, 'rebalance' | 'fill' | 'costs'>,
  panel: Panel,
  targets: TargetRows,
  costs = true,
  start = 0,
): Rules {
  const { check, drift, scope } = portfolio.rebalance;
  return {
    ...targets,
    start,
    sessions: panel.sessions,
    rows: panel.rows,
    check: panel.checks[check],
    drift: DRIFT_RULES[drift.measure],
    tolerance: drift.tolerance,
    calendar: isCalendar(drift),
    scope: SCOPE_RULES[scope],
    fill: FILL_RULES[portfolio.fill],
    cost: costs ? costRule(portfolio.costs) : noCosts,
  };
}

type TargetRules = Pick<Portfolio, 'allocation' | 'regimeFilter'>;

/** The last answer for each panel: net, gross and resumed runs ask for the same. */
const known = new WeakMap<Panel, { readonly of: TargetRules; readonly rows: TargetRows }>();

/** Allocation, blocks and target weights of every session. */
export function targetRows({ allocation, regimeFilter }: TargetRules, panel: Panel): TargetRows {
  const before = known.get(panel);
  if (before && before.of.allocation === allocation && before.of.regimeFilter === regimeFilter) return before.rows;
  const rows = newTargetRows({ allocation, regimeFilter }, panel);
  known.set(panel, { of: { allocation, regimeFilter }, rows });
  return rows;
}

function newTargetRows({ allocation: method, regimeFilter }: TargetRules, panel: Panel): TargetRows {
  const { hedge } = panel.rows;
  const allocation = allocationRows(method, panel);
  const blocked = blockedRows(regimeFilter, panel);
  const target = new Float64Array(hedge.length);
  for (let at = 0; at < hedge.length; at++) {
    const row = at >> 1;
    target[at] = blocked[row] === 1 ? 0 : (hedge[at] ?? Number.NaN) * (allocation[row] ?? Number.NaN);
  }
  return { allocation, blocked, filtered: regimeFilter !== undefined, target };
}
