import type { PortfolioFile } from '@evenkeel/domain/portfolio';
import type { Chance } from './chance';
import { PAIRS, symbolsOf } from './market';

/** A portfolio as its file says it. */
interface Kept {
  readonly name: string;
  readonly pairs: readonly (typeof PAIRS)[number][];
  tolerance: number;
  enabled: boolean;
}

/** The portfolio files of the simulated deployment: two that share symbols, with narrow tolerances, so that they trade often. */
export class Portfolios {
  /** Portfolios whose file has said different things. */
  readonly changed = new Set<string>();
  private readonly all: readonly Kept[] = [
    { name: 'single', pairs: PAIRS.slice(1), tolerance: 0.06, enabled: true },
    { name: 'tight', pairs: PAIRS, tolerance: 0.03, enabled: true },
  ];

  /** Names of those that are enabled. */
  get names(): readonly string[] {
    return this.all.filter(({ enabled }) => enabled).map(({ name }) => name);
  }

  /** The files as they are now. */
  get files(): readonly PortfolioFile[] {
    return this.all
      .filter(({ enabled }) => enabled)
      .map(({ name, pairs, tolerance }) => ({
        path: `portfolios/${name}.json`,
        name,
        text: textOf(name, pairs, tolerance),
      }));
  }

  symbolsOf(name: string): readonly string[] {
    return symbolsOf(this.all.find((each) => each.name === name)?.pairs ?? []);
  }

  /** Somebody edits a file, takes one away, or brings one back. @returns what was done */
  change(chance: Chance): string {
    const [single] = this.all;
    const changed = chance.pick(this.all);
    this.changed.add(changed.name);
    if (changed === single && (!single.enabled || chance.happens(0.4))) {
      single.enabled = !single.enabled;
      return `the portfolio ${single.name} is ${single.enabled ? 'back' : 'taken away'}`;
    }
    changed.tolerance = chance.pick([0.02, 0.04, 0.08]);
    return `the portfolio ${changed.name} has another tolerance: ${changed.tolerance}`;
  }
}

function textOf(name: string, pairs: Kept['pairs'], tolerance: number): string {
  return JSON.stringify({
    name,
    capital: 1_000_000,
    pairs: pairs.map(({ base, inverse, ratio }) => ({ base, inverse, leverage: [{ from: '2000-01-01', ratio }] })),
    rebalance: { check: 'daily', drift: { measure: 'weight', tolerance }, scope: 'portfolio' },
    costs: { commissionRate: 0.001, slippage: { model: 'none' } },
  });
}
