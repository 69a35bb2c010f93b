import { startProgress } from '../../../../cli/src/terminal/progress';
import { recordingTerminal } from '../../../factories/recording-terminal';

describe('progress without a terminal', () => {
  test('is a plain line at the start and at each quarter, not one an update', () => {
    const { terminal, stdout } = recordingTerminal();
    const progress = startProgress(terminal, 'warm-up', 100);
    for (let done = 1; done <= 100; done += 1) progress.update(done, `s${done}`);
    progress.stop();
    expect(stdout().split('\n')).toEqual([
      'warm-up: 0/100',
      'warm-up: 25/100 s25',
      'warm-up: 50/100 s50',
      'warm-up: 75/100 s75',
      'warm-up: 100/100 s100',
      '',
    ]);
  });

  test('stopping twice is harmless', () => {
    const { terminal, stdout } = recordingTerminal();
    const progress = startProgress(terminal, 'x', 1);
    progress.stop();
    progress.stop();
    expect(stdout()).toBe('x: 0/1\n');
  });
});
