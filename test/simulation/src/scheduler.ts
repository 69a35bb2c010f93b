/** What owns an event: while it is stalled its events wait, once it is dead they never come. */
export interface Owner {
  readonly alive: boolean;
  /** Ms since the epoch. */
  readonly stalledUntil: number;
}

interface Event {
  readonly at: number;
  readonly order: number;
  readonly owner: Owner | undefined;
  readonly run: () => void;
}

/** The clock of the simulated world, in ms since the epoch; nobody else moves it. */
export interface Clock {
  now: number;
}

/**
 * The one place that decides what happens next. Whatever waits in a simulation waits here, for an instant of the virtual clock;
 * the time between two instants costs nothing.
 */
export class Scheduler {
  steps = 0;
  private readonly heap: Event[] = [];
  private order = 0;

  constructor(
    private readonly clock: Clock,
    /** Lets everything that can go on without waiting go on. */
    private readonly settle: () => Promise<void>,
  ) {}

  /** Does `run` after `ms`. */
  after(ms: number, run: () => void, owner?: Owner): void {
    this.order += 1;
    this.push({ at: this.clock.now + Math.max(0, Math.ceil(ms)), order: this.order, owner, run });
  }

  /** Resolves after `ms`. */
  pause(ms: number, owner?: Owner): Promise<void> {
    return new Promise((resolve) => this.after(ms, resolve, owner));
  }

  /**
   * Lets things happen until nothing is left to happen.
   * @throws Error after `most` steps: the world does not come to rest
   */
  async run(most: number, each: () => void): Promise<void> {
    await this.settle();
    for (let event = this.pop(); event !== undefined; event = this.pop()) {
      if (event.owner?.alive === false) continue;
      if (event.owner !== undefined && event.owner.stalledUntil > event.at) {
        this.push({ ...event, at: event.owner.stalledUntil });
        continue;
      }
      this.clock.now = event.at;
      this.steps += 1;
      if (this.steps > most) throw new Error(`the world does not come to rest: ${most} steps and still going on`);
      event.run();
      await this.settle();
      each();
    }
  }

  private push(event: Event): void {
    const { heap } = this;
    let index = heap.push(event) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!before(event, heap[parent])) break;
      this.swap(index, parent);
      index = parent;
    }
  }

  private pop(): Event | undefined {
    const { heap } = this;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    heap[0] = last;
    for (let index = 0; ;) {
      const left = 2 * index + 1;
      const right = left + 1;
      let least = index;
      if (before(heap[left], heap[least])) least = left;
      if (before(heap[right], heap[least])) least = right;
      if (least === index) return first;
      this.swap(index, least);
      index = least;
    }
  }

  private swap(a: number, b: number): void {
    const [first, second] = [this.heap[a], this.heap[b]];
    if (first === undefined || second === undefined) return;
    this.heap[a] = second;
    this.heap[b] = first;
  }
}

function before(a: Event | undefined, b: Event | undefined): boolean {
  if (a === undefined || b === undefined) return a !== undefined;
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
