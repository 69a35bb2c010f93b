import { finalAt, parseSessionDate, type SessionDate, sessionsBetween } from '@evenkeel/domain/calendar';
import { Chance } from './chance';
import { assertLedgers } from './ledgers';
import { type Market, marketOf, SYMBOLS } from './market';
import { assertSignals } from './signals';
import type { SimulationOptions } from './simulate';
import { type FunctionName, System } from './system';
import { type Untruth, untruth } from './truth';
import { type Host, World } from './world';

const HOUR = 3_600_000;
const MINUTE = 60_000;
/** Schedules in their order, from the moment on at which a session is final: 16:15 in New York. */
const EVENING = 135 * MINUTE;
const WATCHED = 90 * MINUTE;
const NEXT_MORNING = 12.5 * HOUR;

/** The system from its first warm-up on, through some sessions in which things go wrong, to the day on which all is well again. */
export class Life {
  readonly world: World;
  readonly evenings: number;
  readonly system: System;
  private readonly market: Market;
  /** Sessions before the warm-up, and those after it. */
  private readonly history: readonly SessionDate[];
  private readonly sessions: readonly SessionDate[];
  private readonly people: Chance;

  constructor(host: Host, options: SimulationOptions) {
    const { seed } = options;
    const shape = new Chance(seed, 'shape');
    const first = parseSessionDate(`2024-0${shape.between(1, 8)}-${String(shape.between(10, 28))}`);
    const all = sessionsBetween(first, parseSessionDate('2025-06-30'));
    const before = shape.pick([3, 3, 8, 20, 30, 33, 45]);
    const drawn = shape.pick([1, 1, 2, 2, 3, 5]);
    const shards = shape.between(1, 4);
    this.evenings = options.evenings ?? drawn;
    this.history = all.slice(0, before);
    this.sessions = all.slice(before, before + this.evenings + 1);
    this.people = new Chance(seed, 'people');
    this.market = marketOf(seed, [...this.history, ...this.sessions]);
    const begins = finalAt(this.history.at(-1) ?? first).getTime() + 3 * HOUR;
    this.world = new World(host, seed, new Set(options.off), begins);
    this.system = new System(this.world, options, this.market, shards);
  }

  /**
   * Lives from beginning to end.
   * @throws Violation as soon as something has happened that must not
   */
  async live(): Promise<void> {
    const { world, system } = this;
    system.scheduled('warmUp');
    if (world.faults.strikes('jobs overlap')) this.after(this.people.between(0, 3_000), 'warmUp');
    await system.rest();
    for (const session of this.sessions.slice(0, -1)) await this.day(session);
    world.tell('nothing goes wrong any more');
    world.faults.heal();
    system.vendor.heal();
    await system.rest();
    await this.mend();
    const wrong = this.untruth();
    if (wrong !== undefined) world.violated(wrong.invariant, wrong.detail);
    assertSignals(world, system);
    assertLedgers(world, system);
    world.check();
  }

  /** All items of all tables. */
  everythingStored(): unknown {
    const { names, items } = this.system.tables;
    return [names.prices, names.ingestion, names.strategy].map(items);
  }

  /** One session's evening, the morning after it, and what people do meanwhile. */
  private async day(session: SessionDate): Promise<void> {
    const { world, people, system } = this;
    const { faults } = world;
    const evening = Math.max(0, finalAt(session).getTime() + EVENING - world.now);
    this.after(evening, 'update');
    this.after(evening + WATCHED, 'watch');
    if (people.happens(0.6)) this.after(evening + NEXT_MORNING, 'update');
    const soon = (): number => evening + people.between(0, 10 * MINUTE);
    const sometime = (): number => evening + people.between(0, 20 * HOUR);
    const either = (): number => people.pick([soon, sometime])();
    const at = (ms: number, work: () => void): void => world.scheduler.after(ms, work);
    if (faults.strikes('jobs overlap')) this.after(evening + people.between(0, 90_000), 'update');
    if (faults.strikes('job run by hand')) this.after(either(), people.pick<FunctionName>(['update', 'warmUp']));
    if (faults.strikes('rebuilt by hand')) at(either(), () => void system.byHand('rebuild'));
    if (faults.strikes('old bar restated')) at(sometime(), () => this.restate(session));
    if (faults.strikes('repaired by hand')) at(sometime(), () => void this.repair());
    if (faults.strikes('portfolio changed')) {
      at(either(), () => void system.changePortfolios(system.portfolios.change(people)));
    }
    if (faults.strikes('shards rolled')) at(either(), () => system.rollShards());
    if (faults.strikes('program deployed anew')) at(either(), () => system.deploy());
    await system.rest();
  }

  /** What an operator does when all is well again: the newest session, and where something was stored wrongly, a repair of it. */
  private async mend(): Promise<void> {
    const { system, world } = this;
    const last = this.sessions.at(-1);
    if (last === undefined) return;
    this.after(Math.max(0, finalAt(last).getTime() + EVENING - world.now), 'update');
    await system.rest();
    const means: (() => Promise<boolean>)[] = [
      () => system.byHand('update'),
      () => system.byHand('audit', { repair: true }),
      () => system.byHand('warmUp', { from: this.history[0] ?? last, overwrite: true }),
    ];
    for (const mean of means) {
      if (this.untruth() === undefined) return;
      void mean();
      await system.rest();
    }
  }

  private untruth(): Untruth | undefined {
    return untruth(this.system.tables, this.market, [...this.history, ...this.sessions]);
  }

  private after(ms: number, name: FunctionName): void {
    this.world.scheduler.after(ms, () => this.system.scheduled(name));
  }

  /** The vendor corrects an old bar, which only an audit can notice. */
  private restate(session: SessionDate): void {
    const ticker = this.people.pick(SYMBOLS);
    const tape = this.market.get(ticker) ?? [];
    const until = tape.findIndex((day) => day.session === session);
    const day = tape[this.people.between(0, Math.max(0, until - 12))];
    if (day === undefined) return;
    day.close = day.close.plus(day.close.times('0.001').toDecimalPlaces(2));
    if (day.close.greaterThan(day.high)) day.close = day.high;
    this.system.vendor.restated(ticker);
    this.world.tell(`the vendor has restated ${ticker} ${day.session} for good`);
  }

  private async repair(): Promise<void> {
    const { system, world } = this;
    const repaired = await system.byHand('audit', { repair: true });
    if (!repaired || !world.faults.strikes('repair undone')) return;
    await world.scheduler.pause(this.people.between(MINUTE, HOUR));
    await system.byHand('audit', { undo: 'latest' });
  }
}
