import { AppError } from '@evenkeel/domain';
import { parseTicker, type Ticker } from '@evenkeel/domain/prices';
import { runUpdate, runWarmUp } from '@evenkeel/ingestion/jobs';
import { bar, day } from '../../factories/bars';
import { vendorHistory } from '../../factories/vendor-history';
import { type StageTables, startTestDatabase, type TestDatabase } from '../../support/test-database';
import { failureOf } from '../../support/failure';
import { memorySource } from '../../support/memory-source';
import { evening, HALF_YEAR, symbolOn } from '../../support/small-market';
import { edits, withCells, withDividend, withoutSession, withScaledRow } from '../../support/vendor-edits';

let database: TestDatabase;
let stage: StageTables;
beforeAll(async () => {
  database = await startTestDatabase();
  stage = await database.createTables('jobs');
});
afterAll(() => database.stop());

const upTo = (date: string): string[] => HALF_YEAR.filter((session) => session <= date);

describe('warm-up', () => {
  test('stores all finished sessions, in bulk but for the oldest and the newest, and stores nothing the second time', async () => {
    const symbol = symbolOn(stage);
    const finished = upTo('2024-06-14');
    expect(await symbol.warmUp('2024-06-14')).toEqual({
      symbol: symbol.ticker,
      fetched: finished.length,
      stored: finished.length,
      unchanged: 0,
      corrected: 0,
      quarantined: [],
      gaps: [],
    });
    const bars = await stage.jobs.prices.bars(symbol.ticker);
    expect(bars.map(({ session }) => session)).toEqual(finished);
    expect(bars.filter(({ bulk }) => !bulk).map(({ session }) => session)).toEqual(['2024-01-02', '2024-06-14']);

    expect(await symbol.warmUp('2024-06-14')).toMatchObject({ stored: 0, unchanged: finished.length });
    expect(await stage.jobs.prices.bars(symbol.ticker)).toEqual(bars);
  });

  test('fills in history before what is stored, and the stream hears of its oldest session', async () => {
    const symbol = symbolOn(stage);
    await symbol.warmUp('2024-06-14', { period: '1mo' });
    expect((await symbol.sessions())[0]).toBe('2024-05-15');
    await symbol.warmUp('2024-06-14');
    const bars = await stage.jobs.prices.bars(symbol.ticker);
    expect(bars.map(({ session }) => session)).toEqual(upTo('2024-06-14'));
    // The first warm-up's own bulk ended with 2024-05-15, then 2024-06-14.
    expect(bars.filter(({ bulk }) => !bulk).map(({ session }) => session)).toEqual(
      expect.arrayContaining(['2024-01-02']),
    );
  });

  test('stores only the range it is given, and the holes between ranges are gaps', async () => {
    const symbol = symbolOn(stage);
    await symbol.warmUp('2024-06-28', { from: HALF_YEAR[0], to: HALF_YEAR[9] });
    await symbol.warmUp('2024-06-28', { from: HALF_YEAR[20] });
    expect(await symbol.sessions()).toEqual([...HALF_YEAR.slice(0, 10), ...HALF_YEAR.slice(20)]);
    const coverage = (await stage.jobs.state.coverage()).get(symbol.ticker);
    expect(coverage).toMatchObject({
      state: 'complete',
      first: HALF_YEAR[0],
      last: '2024-06-28',
      gaps: HALF_YEAR.slice(10, 20),
    });

    expect(await symbol.update('2024-06-28')).toMatchObject({ stored: 10, gaps: [] });
    expect(await symbol.sessions()).toEqual(HALF_YEAR);
  });

  test('keeps stored bars, and with overwrite replaces them and records the old values', async () => {
    const symbol = symbolOn(stage);
    await symbol.warmUp('2024-06-14');
    symbol.change(withCells('2024-02-01', { close: '101.95' }));
    expect(await symbol.warmUp('2024-06-14')).toMatchObject({ stored: 0, corrected: 0 });
    expect(await symbol.warmUp('2024-06-14', { overwrite: true })).toMatchObject({ stored: 0, corrected: 1 });
    const [replaced] = await stage.jobs.prices.bars(symbol.ticker, { from: HALF_YEAR[21], to: HALF_YEAR[21] });
    expect(replaced).toMatchObject({ session: '2024-02-01', bulk: false });
    expect(replaced?.close.toFixed()).toBe('101.95');
    const trail = await stage.jobs.state.corrections(symbol.ticker);
    expect(
      trail.map(({ kind, session, before, after }) => [kind, session, before.close.toFixed(), after.close.toFixed()]),
    ).toEqual([['overwrite', '2024-02-01', '102.1', '101.95']]);
  });

  test('marks what no exchange has made as synthetic, and only that', async () => {
    const [real, madeUp] = [symbolOn(stage), symbolOn(stage)];
    const source = {
      ...memorySource(vendorHistory(real.ticker, HALF_YEAR), vendorHistory(madeUp.ticker, HALF_YEAR)),
      isSynthetic: (ticker: Ticker) => ticker === madeUp.ticker,
    };
    await runWarmUp(
      { source, tables: stage.jobs, now: evening('2024-06-14') },
      { symbols: [real.ticker, madeUp.ticker] },
    );
    const sourcesOf = async ({ ticker }: typeof real) => [
      ...new Set((await stage.jobs.prices.bars(ticker)).map((one) => one.source)),
    ];
    expect(await sourcesOf(real)).toEqual(['memory']);
    expect(await sourcesOf(madeUp)).toEqual(['synthetic']);
  });

  test('overwriting dates by name accepts what the gates only doubt', async () => {
    const symbol = symbolOn(stage);
    symbol.change(withDividend('2024-03-05', '30'));
    expect(await symbol.warmUp('2024-06-14')).toMatchObject({
      quarantined: [{ date: '2024-03-05', reason: 'oversized-dividend' }],
    });
    const march = { from: HALF_YEAR[43], to: HALF_YEAR[43], overwrite: true };
    expect(march.from).toBe('2024-03-05');
    expect(await symbol.warmUp('2024-06-14', march)).toMatchObject({ corrected: 1, quarantined: [] });
    const [accepted] = await stage.jobs.prices.bars(symbol.ticker, { from: HALF_YEAR[43], to: HALF_YEAR[43] });
    expect(accepted?.dividend.toFixed()).toBe('30');
    expect(await stage.jobs.state.quarantined(symbol.ticker)).toEqual([]);
  });
});

describe('update', () => {
  test('a symbol that lags catches up, each by its own gap', async () => {
    const [early, late] = [symbolOn(stage), symbolOn(stage)];
    await early.warmUp('2024-06-03');
    await late.warmUp('2024-06-12');
    const source = memorySource(vendorHistory(early.ticker, HALF_YEAR), vendorHistory(late.ticker, HALF_YEAR));
    const summary = await runUpdate(
      { source, tables: stage.jobs, now: evening('2024-06-14') },
      { symbols: [early.ticker, late.ticker] },
    );
    expect(summary).toMatchObject({ job: 'update', asOf: '2024-06-14', failed: [] });
    expect(summary.symbols.map(({ stored, unchanged }) => [stored, unchanged])).toEqual([
      [9, 10],
      [2, 10],
    ]);
    expect(source.asked.map(({ from }) => from).toSorted()).toEqual(['2024-05-20', '2024-05-30']);
    expect(await early.sessions()).toEqual(upTo('2024-06-14'));
  });

  test('on a closed day with everything stored it asks nobody', async () => {
    const symbol = symbolOn(stage);
    await symbol.warmUp('2024-06-18');
    const asked = symbol.source.asked.length;
    // 2024-06-19 is Juneteenth.
    expect(await symbol.update(new Date('2024-06-19T22:30:00Z'))).toMatchObject({ fetched: 0, stored: 0, gaps: [] });
    expect(symbol.source.asked.length).toBe(asked);
  });

  test('an update with nothing new changes no item but the run it records', async () => {
    const symbol = symbolOn(stage);
    await symbol.warmUp('2024-06-14');
    const before = await stage.scan(stage.names.ingestion);
    const prices = await stage.jobs.prices.bars(symbol.ticker);
    await symbol.update(new Date('2024-06-14T23:00:00Z'));
    const after = await stage.scan(stage.names.ingestion);
    const isRun = (item: (typeof after)[number]): boolean => item.pk?.S?.startsWith('run#') ?? false;
    expect(after.filter((item) => !isRun(item))).toEqual(before.filter((item) => !isRun(item)));
    expect(await stage.jobs.prices.bars(symbol.ticker)).toEqual(prices);
  });

  test('a gap is asked for again, however old', async () => {
    const symbol = symbolOn(stage);
    symbol.change(withoutSession('2024-01-10'));
    expect(await symbol.warmUp('2024-06-13')).toMatchObject({ gaps: ['2024-01-10'] });
    expect(await symbol.update('2024-06-14')).toMatchObject({ stored: 1, gaps: ['2024-01-10'] });
    symbol.source.serve(vendorHistory(symbol.ticker, HALF_YEAR));
    expect(await symbol.update('2024-06-17')).toMatchObject({ stored: 2, gaps: [] });
    expect(await symbol.sessions()).toEqual(upTo('2024-06-17'));
  });

  test('a finished session that the vendor has not sent yet is named', async () => {
    const symbol = symbolOn(stage);
    await symbol.warmUp('2024-06-13');
    symbol.source.serve(vendorHistory(symbol.ticker, upTo('2024-06-13')));
    expect(await symbol.update('2024-06-14')).toMatchObject({ stored: 0, gaps: ['2024-06-14'] });
    symbol.source.serve(vendorHistory(symbol.ticker, HALF_YEAR));
    expect(await symbol.update('2024-06-17')).toMatchObject({ stored: 2, gaps: [] });
  });

  test('a run that died between its bars and its coverage loses no gap', async () => {
    const symbol = symbolOn(stage);
    await symbol.warmUp('2024-04-30');
    const known = (await stage.jobs.state.coverage()).get(symbol.ticker);
    symbol.change(withoutSession('2024-05-01'));
    await symbol.update('2024-06-14');
    if (known !== undefined) await stage.jobs.state.putCoverage(known);
    expect(await symbol.update('2024-06-17')).toMatchObject({ gaps: ['2024-05-01'] });
  });

  test('one symbol that fails does not stop the others, and the summary names it', async () => {
    const [good, bad] = [symbolOn(stage), symbolOn(stage)];
    const source = memorySource(vendorHistory(good.ticker, HALF_YEAR));
    source.fail(bad.ticker, new AppError('vendor-unavailable', `${bad.ticker}: HTTP 503`));
    const summary = await runWarmUp(
      { source, tables: stage.jobs, now: evening('2024-06-14') },
      { symbols: [bad.ticker, good.ticker] },
    );
    expect(summary.failed).toEqual([bad.ticker]);
    expect(summary.symbols[0]).toEqual({
      symbol: bad.ticker,
      fetched: 0,
      stored: 0,
      unchanged: 0,
      corrected: 0,
      quarantined: [],
      gaps: [],
      error: `${bad.ticker}: HTTP 503`,
    });
    expect(await good.sessions()).toEqual(upTo('2024-06-14'));
  });

  test('options that make no sense are refused before anything is asked', async () => {
    const symbol = symbolOn(stage);
    const refusal = await failureOf(symbol.update('2024-06-14', { period: '1y', from: HALF_YEAR[3] }));
    expect(refusal).toMatchObject({ code: 'bad-input' });
    expect(refusal.message).toMatch(/--period 1y and --from both limit/);
    expect(
      (
        await failureOf(
          runUpdate({ source: symbol.source, tables: stage.jobs, now: evening('2024-06-14') }, { symbols: [] }),
        )
      ).code,
    ).toBe('bad-input');
    expect(symbol.source.asked).toEqual([]);
  });
});

describe('audit', () => {
  test('reports what differs, changes nothing; repair stores it, undo puts it back', async () => {
    const symbol = symbolOn(stage);
    await symbol.warmUp('2024-06-14');
    const before = await stage.jobs.prices.bars(symbol.ticker);
    symbol.change(withCells('2024-02-01', { close: '101.95', volume: '2000000' }));
    symbol.change(withoutSession('2024-03-01'));

    const report = await symbol.audit('2024-06-14');
    expect(report.symbols[0]?.differences).toEqual([
      { date: '2024-02-01', field: 'close', stored: '102.1', vendor: '101.95' },
      { date: '2024-02-01', field: 'volume', stored: '1000021', vendor: '2000000' },
      { date: '2024-03-01', field: 'bar', stored: '104.1', vendor: null },
    ]);
    expect(report).toMatchObject({ job: 'audit', failed: [] });
    expect(report.repair).toBeUndefined();
    expect(await stage.jobs.prices.bars(symbol.ticker)).toEqual(before);

    const repair = await symbol.audit('2024-06-14', { repair: true });
    expect(repair.symbols[0]?.corrected).toBe(1);
    const repaired = await stage.jobs.prices.bars(symbol.ticker);
    expect(repaired[21]).toMatchObject({ session: '2024-02-01', bulk: false });
    expect(repaired[21]?.close.toFixed()).toBe('101.95');
    expect(repaired.length).toBe(before.length);

    const undo = await symbol.audit('2024-06-17', { undo: repair.repair ?? '' });
    expect(undo.symbols[0]?.corrected).toBe(1);
    const values = (bars: typeof before): unknown[] =>
      bars.map((each) => ({ ...each, recordedAt: undefined, bulk: undefined }));
    expect(values(await stage.jobs.prices.bars(symbol.ticker))).toEqual(values(before));
    expect((await symbol.audit('2024-06-17', { undo: 'latest' })).symbols[0]?.corrected).toBe(0);
    expect((await stage.jobs.state.corrections(symbol.ticker)).map(({ kind }) => kind)).toEqual(['repair', 'undo']);
  });

  test('does not doubt again what an operator has accepted, but what the vendor has made worse since', async () => {
    const symbol = symbolOn(stage);
    symbol.change(edits(withScaledRow('2024-02-01', '3'), withDividend('2024-03-05', '30')));
    await symbol.warmUp('2024-06-14');
    for (const date of ['2024-02-01', '2024-03-05'])
      await symbol.warmUp('2024-06-14', { from: day(date), to: day(date), overwrite: true });
    const agreed = await symbol.audit('2024-06-14');
    expect(agreed.symbols[0]).toMatchObject({ quarantined: [], differences: [], unchanged: upTo('2024-06-14').length });

    const before = await stage.jobs.prices.bars(symbol.ticker);
    symbol.source.serve(
      edits(
        withScaledRow('2024-02-01', '30'),
        withDividend('2024-03-05', '300'),
      )(vendorHistory(symbol.ticker, HALF_YEAR)),
    );
    const repaired = await symbol.audit('2024-06-14', { repair: true });
    expect(repaired.symbols[0]?.quarantined).toEqual([
      { date: '2024-02-01', reason: 'unexplained-jump' },
      { date: '2024-03-05', reason: 'oversized-dividend' },
    ]);
    expect(await stage.jobs.prices.bars(symbol.ticker)).toEqual(before);
  });

  test('still doubts a dividend that was held back and not accepted', async () => {
    const symbol = symbolOn(stage);
    symbol.change(withDividend('2024-03-05', '30'));
    await symbol.warmUp('2024-06-14');
    expect((await symbol.audit('2024-06-14')).symbols[0]).toMatchObject({
      quarantined: [{ date: '2024-03-05', reason: 'oversized-dividend' }],
      differences: [],
    });
  });

  test('reports sessions that are not stored, and does not repair a restatement of everything', async () => {
    const symbol = symbolOn(stage);
    await symbol.warmUp('2024-06-14', { from: HALF_YEAR[50] });
    const missing = await symbol.audit('2024-06-14');
    expect(missing.symbols[0]?.gaps).toEqual(HALF_YEAR.slice(0, 50));

    const before = await stage.jobs.prices.bars(symbol.ticker);
    symbol.source.serve(vendorHistory(symbol.ticker, HALF_YEAR, 700));
    const refused = await symbol.audit('2024-06-14', { repair: true });
    expect(refused.failed).toEqual([symbol.ticker]);
    expect(refused.symbols[0]?.error).toMatch(/not believed as a whole/);
    expect(await stage.jobs.prices.bars(symbol.ticker)).toEqual(before);
  });

  test('an undo without a repair, and contradicting options, are refused', async () => {
    const symbol = symbolOn(stage);
    await symbol.warmUp('2024-06-14');
    expect((await failureOf(symbol.audit('2024-06-14', { undo: 'latest' }))).message).toMatch(/no such repair/);
    expect((await failureOf(symbol.audit('2024-06-14', { undo: 'latest', repair: true }))).code).toBe('bad-input');
    expect((await failureOf(symbol.audit('2024-06-14', { undo: 'latest', period: '1y' }))).code).toBe('bad-input');
  });
});

describe('the lease', () => {
  test('of two jobs at once one works and the other leaves politely', async () => {
    const symbol = symbolOn(stage);
    const outcomes = await Promise.allSettled([symbol.warmUp('2024-06-14'), symbol.warmUp('2024-06-14')]);
    const refused = outcomes.flatMap((outcome): unknown[] => (outcome.status === 'rejected' ? [outcome.reason] : []));
    expect(refused).toHaveLength(1);
    expect(refused[0]).toMatchObject({ code: 'busy' });
    expect(String(refused[0])).toContain('another job (warm-up) is writing prices');
    expect(await symbol.sessions()).toEqual(upTo('2024-06-14'));
    expect(await symbol.warmUp('2024-06-14')).toMatchObject({ stored: 0 });
  });

  test('of a process that has died on this machine is succeeded at once, of another machine after it expires', async () => {
    const { leases } = stage.jobs.state;
    const holder = { token: 'gone', host: 'elsewhere', pid: 1, purpose: 'update', expiresAt: Date.now() + 60_000 };
    const mine = { ...holder, token: 'mine' };
    expect(await leases.take('test', holder, Date.now(), () => false)).toBeUndefined();
    expect(await leases.take('test', mine, Date.now(), () => false)).toEqual(holder);
    expect(await leases.take('test', mine, holder.expiresAt + 1, () => false)).toBeUndefined();
    expect(await leases.renew('test', 'gone', 1)).toBe(false);
    expect(await leases.take('test', holder, Date.now(), ({ token }) => token === 'mine')).toBeUndefined();
    await leases.release('test', 'mine');
    expect(await leases.renew('test', 'gone', Date.now() + 1)).toBe(true);
    await leases.release('test', 'gone');
    expect(await leases.take('test', mine, Date.now(), () => false)).toBeUndefined();
  });
});

test('a bar in the table is never put over, and a put repeated after a lost answer knows its own', async () => {
  const ticker = parseTicker('TPUT');
  const provenance = { source: 'test', recordedAt: '2024-06-14T22:00:00.000Z' };
  const { prices } = stage.jobs;
  expect(await prices.putIfAbsent(ticker, bar('2024-06-14', { close: 10 }), provenance)).toEqual({ stored: true });
  expect(await prices.putIfAbsent(ticker, bar('2024-06-14', { close: 10 }), provenance)).toEqual({ stored: true });
  expect(await prices.putIfAbsent(ticker, bar('2024-06-14', { close: 11 }), provenance)).toMatchObject({
    stored: false,
  });
  expect((await prices.lastBars(ticker, 1))[0]?.close.toFixed()).toBe('10');
});
