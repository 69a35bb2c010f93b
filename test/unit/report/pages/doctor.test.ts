import { doctorPage, type Finding } from '@evenkeel/report/pages';
import { PLAIN, pageLines } from '@evenkeel/report/terminal';

const findings: readonly Finding[] = [
  { what: 'Node', verdict: 'ok', found: '20.19.0' },
  { what: 'AWS credentials', verdict: 'note', found: 'none', remedy: 'needed only to deploy: aws configure sso' },
];

describe('what a machine has', () => {
  test('is a line a finding, with what to do below it', () => {
    expect(pageLines(doctorPage(findings), { width: 100, painter: PLAIN })).toEqual([
      'ok    Node             20.19.0',
      'note  AWS credentials  none',
      '                       -> needed only to deploy: aws configure sso',
    ]);
  });

  test('is broken into lines behind its name where there is little room', () => {
    expect(pageLines(doctorPage(findings), { width: 45, painter: PLAIN })).toEqual([
      'ok    Node             20.19.0',
      'note  AWS credentials  none',
      '                       -> needed only to',
      '                       deploy: aws configure',
      '                       sso',
    ]);
  });
});
