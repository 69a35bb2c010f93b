/**
 * Draws the pictures of docs/strategy.md: `node docs/pictures/draw.mjs`. Two come from theory alone; the two that
 * need real histories are left as they are where ../shared/data/prices is not there.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { bundled, home } from '../bundle.mjs';
import { chart } from './chart.mjs';

const here = import.meta.dirname;
const prices = resolve(home, '../shared/data/prices');
const range = { from: '2017-01-01', to: '2023-12-31' };
const percent = (decimals) => (value) => `${(value * 100).toFixed(decimals)} %`;

save('decay.svg', decay());
save('payoff.svg', payoff());
if (existsSync(prices)) {
  save('variance-ratio.svg', await varianceRatios());
  save('classic-and-hedged.svg', classicAndHedged());
} else {
  console.log(`no histories in ${prices}: variance-ratio.svg and classic-and-hedged.svg stay as they are`);
}

function save(name, svg) {
  writeFileSync(join(here, name), svg);
  console.log(name);
}

/** A base that goes up 2 % and back fifty times, its ideal -3x fund, and the pair of both. */
function decay() {
  const leverage = 3;
  const weights = [leverage / (1 + leverage), 1 / (1 + leverage)];
  let [base, inverse, daily] = [1, 1, 1];
  const rows = [[base, inverse, 1, daily]];
  for (let session = 1; session <= 100; session += 1) {
    const r = session % 2 === 1 ? 0.02 : 1 / 1.02 - 1;
    base *= 1 + r;
    inverse *= 1 - leverage * r;
    daily *= 1 + weights[0] * r - weights[1] * leverage * r;
    rows.push([base, inverse, weights[0] * base + weights[1] * inverse, daily]);
  }
  const column = (at) => rows.map((row, x) => [x, row[at]]);
  return chart({
    title: 'Up 2 % and back, fifty times',
    x: { label: 'sessions' },
    y: { label: 'value of 1', format: (value) => value.toFixed(2) },
    lines: [
      { name: 'base', points: column(0), faint: true },
      { name: 'fund at -3x', points: column(1) },
      { name: 'pair, left alone', points: column(2) },
      { name: 'pair, re-hedged daily', points: column(3) },
    ],
  });
}

/** What a hedged 3x pair is worth after 21 sessions, by the base's move and its volatility on the way. */
function payoff() {
  const leverage = 3;
  const sessions = 21;
  const moves = Array.from({ length: 81 }, (_, i) => -0.2 + i * 0.005);
  const exact = (volatility) => (x) => {
    const v = (volatility * volatility * sessions) / 252;
    const inverse = Math.exp(-leverage * x - (leverage * (leverage + 1) * v) / 2);
    return (leverage * Math.exp(x) + inverse) / (1 + leverage) - 1;
  };
  const secondOrder = (volatility) => (x) => (leverage / 2) * (x * x - (volatility * volatility * sessions) / 252);
  const line = (name, value, more = {}) => ({ name, points: moves.map((x) => [x, value(x)]), ...more });
  return chart({
    title: 'A hedged 3x pair left alone for 21 sessions',
    x: { label: 'log return of the base over the 21 sessions', format: percent(0) },
    y: { label: 'gain', format: percent(0) },
    lines: [
      line('volatility 15 % a year', exact(0.15)),
      line('volatility 30 %', exact(0.3)),
      line('volatility 60 %', exact(0.6)),
      line('L/2 (x² - V), at 30 %', secondOrder(0.3), { dashed: true }),
    ],
  });
}

/** Variance ratios of the default bases over their whole histories up to the end of the range. */
async function varianceRatios() {
  const { holdingTheory, readCsvSeries, totalReturnIndex } = await bundled(
    'pictures',
    `export { holdingTheory } from '@evenkeel/domain/analysis';
     export { readCsvSeries } from '@evenkeel/ingestion/sources';
     export { totalReturnIndex } from '@evenkeel/domain/prices';`,
  );
  const periods = [1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 252, 378, 504];
  const lines = ['QQQ', 'TLT', 'SMH', 'XLF', 'XLE'].map((symbol) => {
    const series = readCsvSeries(prices, symbol);
    const end = series.sessions.findIndex((session) => session > range.to);
    const theory = holdingTheory(totalReturnIndex(series).close.subarray(0, end));
    return { name: symbol, points: periods.map((k) => [k, theory(k, 3).varianceRatio]) };
  });
  return chart({
    title: `Variance ratio of the base legs, first bar to ${range.to}`,
    x: { label: 'sessions held (logarithmic)', logarithmic: true, format: (value) => String(Math.round(value)) },
    y: { label: 'VR(k)', format: (value) => value.toFixed(1) },
    lines: [
      ...lines,
      {
        name: 'a random walk',
        points: [
          [1, 1],
          [504, 1],
        ],
        dashed: true,
        faint: true,
      },
    ],
  });
}

function classicAndHedged() {
  const [classic, hedged] = ['classic', 'hedged'].map(backtest);
  const everyFifth = (_, x, values) => x % 5 === 0 || x === values.length - 1;
  const line = (name, values, more) => ({
    name,
    points: values.map((value, x) => [x, value]).filter(everyFifth),
    ...more,
  });
  const years = classic.curve.flatMap(({ date }, x) =>
    date.slice(0, 4) === classic.curve[x - 1]?.date.slice(0, 4) ? [] : [[x, date.slice(0, 4)]],
  );
  return chart({
    title: 'What is left when the market is taken out',
    x: { label: '', ticks: years },
    y: { label: 'value of 1', format: (value) => value.toFixed(1) },
    lines: [
      line(
        'SPY',
        classic.benchmark.nav.map((nav) => nav / classic.configuration.capital),
        { faint: true },
      ),
      line(
        'classic, after costs',
        classic.curve.map(({ nav }) => nav / classic.configuration.capital),
      ),
      line(
        'hedged, after costs',
        hedged.curve.map(({ nav }) => nav / hedged.configuration.capital),
      ),
      line(
        'net delta of classic',
        classic.curve.map(({ netDelta }) => netDelta),
        { dashed: true },
      ),
      line(
        'net delta of hedged',
        hedged.curve.map(({ netDelta }) => netDelta),
        { dashed: true },
      ),
    ],
  });
}

function backtest(portfolio) {
  const options = ['--source', 'csv', '--data', prices, '--from', range.from, '--to', range.to, '--json', '-'];
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(home, 'cli/bin/evenkeel.mjs'), 'backtest', '--portfolio', portfolio, ...options],
    {
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    },
  );
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}
