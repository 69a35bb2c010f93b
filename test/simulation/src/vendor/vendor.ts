import { lastFinishedSession, type SessionDate } from '@evenkeel/domain/calendar';
import { parseTicker, type Ticker, type VendorHistory } from '@evenkeel/domain/prices';
import { chartBody, openOf } from '../../../support/yahoo-chart-body';
import { type Fault, FAULT_NAMES } from '../faults';
import { historyOf, type Market, type Traded } from '../market';
import type { Process } from '../process';
import type { World } from '../world';
import { SimulatedResponse } from './answers';
import { type Edit, LIES, withoutDividend, withoutPrices, withoutSplit } from './lies';

export { SimulatedRequest, SimulatedResponse } from './answers';

const DAY_MS = 86_400_000;

interface Lie {
  readonly fault: Fault;
  readonly edit: Edit;
  readonly until: number;
}

/** Yahoo, with all that is known to go wrong with it. */
export class Vendor {
  private readonly lies = new Map<Ticker, Lie[]>();
  /** Events about which has been decided whether they are told as they should be. */
  private readonly decided = new Set<string>();
  /** Histories as they would be served, until they are restated. */
  private readonly truths = new Map<Ticker, VendorHistory>();
  private readonly events = new Map<string, readonly SessionDate[]>();

  constructor(
    private readonly world: World,
    private readonly market: Market,
  ) {}

  /** What comes back for an address, and when; nothing at all where no answer ever comes. */
  answer(address: string, asker: Process): { readonly answer?: SimulatedResponse; readonly afterMs: number } {
    const { world } = this;
    const { faults } = world;
    const afterMs = 30 + world.latency() * 3;
    if (faults.strikes('no answer')) return { afterMs };
    const failed = this.failure();
    if (failed !== undefined) {
      world.tell(`the vendor answers ${failed.status}`);
      return { answer: failed, afterMs };
    }
    const url = new URL(address);
    const ticker = parseTicker(url.pathname.split('/').at(-1) ?? '');
    const range = {
      period1: Number(url.searchParams.get('period1')),
      period2: Number(url.searchParams.get('period2')),
    };
    const now = new Date(world.now);
    const told = this.told(ticker, now);
    const body = chartBody(told, now, range);
    const finished = lastFinishedSession(now);
    const known = [...told.dividends, ...told.splits]
      .map(({ session }) => session)
      .filter((session) => session <= finished && openOf(session) >= range.period1);
    this.events.set(`${asker.pid} ${ticker}`, known);
    const [result] = body.chart?.result ?? [];
    if (result !== undefined && faults.strikes('no sessions in the answer')) {
      delete result.timestamp;
      result.indicators = { quote: [{}] };
    }
    const upcoming = this.upcoming(ticker, now);
    if (result !== undefined && upcoming !== undefined && faults.strikes('dividend announced')) {
      const date = openOf(upcoming.session);
      const dividends = { ...result.events?.dividends, [date]: { amount: upcoming.dividend.toNumber(), date } };
      result.events = { ...result.events, dividends };
    }
    const text = JSON.stringify(body);
    const broken = faults.strikes('answer broken off');
    return { answer: new SimulatedResponse(broken ? text.slice(0, text.length / 2) : text), afterMs };
  }

  /** A tape has been changed for good. */
  restated(ticker: Ticker): void {
    this.truths.delete(ticker);
  }

  /** From now on only the truth is told. */
  heal(): void {
    this.lies.clear();
  }

  /** Finished sessions of which the last answer to a process has told an event. */
  toldTo(asker: Process, ticker: string): readonly SessionDate[] {
    return this.events.get(`${asker.pid} ${ticker}`) ?? [];
  }

  private failure(): SimulatedResponse | undefined {
    const { faults } = this.world;
    if (faults.strikes('rate limited')) {
      const wait = String(faults.chanceOf('rate limited').between(1, 60));
      return new SimulatedResponse('Edge: Too Many Requests', { status: 429, headers: { 'retry-after': wait } });
    }
    if (faults.strikes('vendor down')) return new SimulatedResponse('<p>Will be right back...</p>', { status: 502 });
    if (faults.strikes('web page instead of prices')) {
      return new SimulatedResponse(
        faults.chanceOf('web page instead of prices').pick(['<html>consent</html>', '<html></html>']),
      );
    }
    if (!faults.strikes('symbol unknown for a while')) return undefined;
    const error = { code: 'Not Found', description: 'No data found, symbol may be delisted' };
    return new SimulatedResponse(JSON.stringify({ chart: { result: null, error } }), { status: 404 });
  }

  private told(ticker: Ticker, now: Date): VendorHistory {
    const tape = this.market.get(ticker) ?? [];
    const truth = this.truths.get(ticker) ?? historyOf(ticker, tape);
    this.truths.set(ticker, truth);
    const sessions = tape.map(({ session }) => session).filter((session) => session <= lastFinishedSession(now));
    const kept = (this.lies.get(ticker) ?? []).filter(({ until }) => until > this.world.now);
    const lies = [...kept, ...this.newLies(ticker, sessions), ...this.eventLies(ticker, tape, sessions)];
    this.lies.set(ticker, lies);
    return lies.reduce((history, { edit }) => edit(history), truth);
  }

  private newLies(ticker: Ticker, sessions: readonly SessionDate[]): Lie[] {
    const { faults } = this.world;
    return FAULT_NAMES.flatMap((fault): Lie[] => {
      const make = LIES[fault];
      if (make === undefined || !faults.strikes(fault)) return [];
      const chance = faults.chanceOf(fault);
      const edit = make({ sessions, chance });
      return edit === undefined ? [] : [this.lie(ticker, fault, edit)];
    });
  }

  private eventLies(ticker: Ticker, tape: readonly Traded[], sessions: readonly SessionDate[]): Lie[] {
    const { faults } = this.world;
    return tape.flatMap(({ session, dividend, split }): Lie[] => {
      const pays = !dividend.isZero();
      const splits = !split.equals(1);
      const key = `${ticker} ${session}`;
      if ((!pays && !splits) || !sessions.includes(session) || this.decided.has(key)) return [];
      this.decided.add(key);
      return [
        ...(pays && faults.strikes('dividend late')
          ? [this.lie(ticker, 'dividend late', withoutDividend(session))]
          : []),
        ...(faults.strikes('event day null') ? [this.lie(ticker, 'event day null', withoutPrices(session))] : []),
        ...(splits && faults.strikes('split unannounced')
          ? [this.lie(ticker, 'split unannounced', withoutSplit(session))]
          : []),
      ];
    });
  }

  private lie(ticker: Ticker, fault: Fault, edit: Edit): Lie {
    const days = this.world.faults.chanceOf(fault).pick([0.0005, 0.01, 0.5, 1, 2, 4]);
    this.world.tell(`the vendor begins to tell of ${ticker}: ${fault}, for ${days} days`);
    return { fault, edit, until: this.world.now + days * DAY_MS };
  }

  private upcoming(ticker: Ticker, now: Date): Traded | undefined {
    const finished = lastFinishedSession(now);
    return this.market
      .get(ticker)
      ?.filter(({ session, dividend }) => session > finished && !dividend.isZero())
      .at(0);
  }
}
