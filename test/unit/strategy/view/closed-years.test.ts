import { parseSessionDate } from '@evenkeel/domain/calendar';
import type { ViewPart } from '@evenkeel/dynamo/strategy';
import { withBases } from '../../../../services/strategy/src/view/closed-years';
import { viewAsOf } from '../../../factories/strategy-table';

const settled = (...dates: string[]) =>
  dates.map((date) => ({ date: parseSessionDate(date), chain: `chain to ${date}` }));
const NAMES = [
  'equity#2022',
  'trades#2022#2',
  'attribution#2023',
  'equity#2024',
  'attribution',
  'report',
  'analysis#A-B',
];
const basesOf = (asOf: string, checkpoints: ReturnType<typeof settled>) => {
  const view = viewAsOf(asOf, Object.fromEntries(NAMES.map((name) => [name, name])));
  return Object.fromEntries(
    [...withBases(view, checkpoints, 'P').parts].map(([name, { basis }]: [string, ViewPart]) => [name, basis]),
  );
};

describe('withBases', () => {
  it('says of the parts of years that are over that they follow from the portfolio and the chain to the end of the year', () => {
    expect(basesOf('2024-02-01', settled('2021-12-31', '2022-11-30', '2023-12-29', '2024-01-31'))).toEqual({
      'equity#2022': 'P chain to 2022-11-30',
      'trades#2022#2': 'P chain to 2022-11-30',
      'attribution#2023': 'P chain to 2023-12-29',
      'equity#2024': undefined,
      attribution: undefined,
      report: undefined,
      'analysis#A-B': undefined,
    });
  });

  it('says nothing of a year before the first settled month', () => {
    expect(basesOf('2024-02-01', settled('2023-12-29'))).toMatchObject({
      'equity#2022': undefined,
      'attribution#2023': 'P chain to 2023-12-29',
    });
  });

  it('keeps everything else of the view as it is', () => {
    const view = viewAsOf('2024-02-01', { 'equity#2022': 1 }, '2024-02-01');
    const { parts, ...rest } = withBases(view, settled('2022-12-30'), 'P');
    expect({ ...rest, parts: view.parts }).toEqual(view);
    expect(parts.get('equity#2022')?.make()).toEqual({ content: 1 });
  });
});
