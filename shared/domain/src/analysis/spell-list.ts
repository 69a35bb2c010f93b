import { at } from '../column';
import type { Spell } from './spell-model';

type Columns = { readonly [figure in keyof Spell]: Float64Array };

/** The spells of one pair in their order, as columns; objects are made only for whoever walks through them. */
export class SpellList implements Iterable<Spell> {
  length = 0;
  readonly columns: Columns;

  /** @param most spells that there is room for */
  constructor(most: number) {
    const column = () => new Float64Array(most);
    this.columns = {
      first: column(),
      last: column(),
      startValue: column(),
      profit: column(),
      cost: column(),
      exposure: column(),
      tracking: column(),
      trend: column(),
      decay: column(),
      direction: column(),
    };
  }

  add(spell: Spell): void {
    const { columns, length } = this;
    columns.first[length] = spell.first;
    columns.last[length] = spell.last;
    columns.startValue[length] = spell.startValue;
    columns.profit[length] = spell.profit;
    columns.cost[length] = spell.cost;
    columns.exposure[length] = spell.exposure;
    columns.tracking[length] = spell.tracking;
    columns.trend[length] = spell.trend;
    columns.decay[length] = spell.decay;
    columns.direction[length] = spell.direction;
    this.length += 1;
  }

  *[Symbol.iterator](): Generator<Spell> {
    const { columns } = this;
    for (let spell = 0; spell < this.length; spell++) {
      yield {
        first: at(columns.first, spell),
        last: at(columns.last, spell),
        startValue: at(columns.startValue, spell),
        profit: at(columns.profit, spell),
        cost: at(columns.cost, spell),
        exposure: at(columns.exposure, spell),
        tracking: at(columns.tracking, spell),
        trend: at(columns.trend, spell),
        decay: at(columns.decay, spell),
        direction: at(columns.direction, spell),
      };
    }
  }
}
