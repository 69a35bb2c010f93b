import { createTerminal } from '../../../../cli/src/terminal/terminal';
import { recordingTerminal } from '../../../factories/recording-terminal';

describe('terminal', () => {
  test('paints for a person', () => {
    expect(recordingTerminal({ tty: true }).terminal.paint('red', 'x')).toBe('\u001b[31mx\u001b[39m');
  });

  test.each([
    ['no terminal', { tty: false }],
    ['NO_COLOR', { tty: true, env: { NO_COLOR: '1' } }],
    ['TERM=dumb', { tty: true, env: { TERM: 'dumb' } }],
  ])('does not paint with %s', (_, parts) => {
    expect(recordingTerminal(parts).terminal.paint('red', 'x')).toBe('x');
  });

  test('an empty NO_COLOR does not count', () => {
    expect(recordingTerminal({ tty: true, env: { NO_COLOR: '' } }).terminal.paint('bold', 'x')).not.toBe('x');
  });

  test('redraws only for a person outside CI', () => {
    expect(recordingTerminal({ tty: true }).terminal.interactive).toBe(true);
    expect(recordingTerminal({ tty: true, env: { CI: 'true' } }).terminal.interactive).toBe(false);
    expect(recordingTerminal({ tty: false }).terminal.interactive).toBe(false);
  });

  test.each([
    ['what the sink says', 72, { COLUMNS: '40' }, 72],
    ['COLUMNS where the sink has none', undefined, { COLUMNS: '132' }, 132],
    ['100 without either', undefined, {}, 100],
    ['100 where COLUMNS is no width', undefined, { COLUMNS: 'wide' }, 100],
    ['100 where COLUMNS is 0', undefined, { COLUMNS: '0' }, 100],
  ])('is as wide as %s', (_, columns, env, width) => {
    const sink = { columns, write: () => true };
    expect(createTerminal('stdout', { stdout: sink, stderr: sink, env }).width).toBe(width);
  });

  test('narration on standard error leaves standard output to data', () => {
    const { terminal, stdout, stderr } = recordingTerminal({ narration: 'stderr' });
    terminal.say('working');
    terminal.warn('careful');
    terminal.print(['a page']);
    terminal.data('{}');
    expect(stdout()).toBe('{}');
    expect(stderr()).toBe('working\ncareful\na page\n');
  });

  test('narration shows what a terminal would obey, pages keep their colours', () => {
    const { terminal, stdout, stderr } = recordingTerminal({ tty: true });
    terminal.say('wrote a\tb\u001b[2J');
    terminal.print([terminal.paint('red', 'x')]);
    terminal.note('c\nd');
    expect(stdout()).toBe('wrote a\\tb\\u001b[2J\n\u001b[31mx\u001b[39m\n');
    expect(stderr()).toBe('c\\nd\n');
  });
});
