import { Command, CommanderError } from 'commander';
import { AppError } from '@evenkeel/domain';
import { exitCodeOf, lineFor, stackOf } from '../../../../cli/src/terminal/failure';

describe('what a failure looks like on the command line', () => {
  test.each([
    ['bad-input', 2],
    ['bad-data', 2],
    ['not-found', 2],
    ['environment', 2],
    ['vendor-refused', 1],
    ['vendor-unavailable', 1],
    ['busy', 1],
    ['conflict', 1],
    ['failed', 1],
  ] as const)('%s ends with exit code %i', (code, expected) => {
    expect(exitCodeOf(new AppError(code, 'x'))).toBe(expected);
  });

  test('anything unforeseen ends with 1', () => {
    expect(exitCodeOf(new TypeError('x is undefined'))).toBe(1);
  });

  test("commander's complaints are wrong usage, its help is not", () => {
    expect(exitCodeOf(new CommanderError(1, 'commander.unknownOption', "error: unknown option '--frm'"))).toBe(2);
    expect(exitCodeOf(new CommanderError(0, 'commander.helpDisplayed', '(outputHelp)'))).toBe(0);
    expect(lineFor(new CommanderError(0, 'commander.helpDisplayed', '(outputHelp)'))).toBeUndefined();
  });

  test('an unknown option is named in one line', async () => {
    const program = new Command().exitOverride().configureOutput({ outputError: () => undefined });
    const thrown = await program.parseAsync(['node', 'evenkeel', '--frm']).catch((error: unknown) => error);
    expect(lineFor(thrown)).toBe("unknown option '--frm'; see evenkeel --help");
  });

  test('a message of several lines becomes one', () => {
    expect(lineFor(new Error('first\n  second\n'))).toBe('first second');
    const suggestion = "error: unknown option '--frm'\n(Did you mean --from?)";
    expect(lineFor(new CommanderError(1, 'commander.unknownOption', suggestion))).toBe(
      "unknown option '--frm' (Did you mean --from?); see evenkeel --help",
    );
  });

  test('a line break, a tab or a bell that a message quotes is written out', () => {
    expect(lineFor(new AppError('bad-input', '--source "a\tb\r\nc\u0007": there is none'))).toBe(
      '--source "a\\tb\\r\\nc\\u0007": there is none',
    );
    expect(lineFor(new CommanderError(1, 'commander.unknownOption', "error: unknown option '--a\nb'"))).toBe(
      "unknown option '--a\\nb'; see evenkeel --help",
    );
  });

  test('what a terminal would obey is shown, not done', () => {
    const quoted = ['red\u001b[31m', 'gone\u0008', 'c1\u009b', 'turned\u202e'].join(' ');
    expect(lineFor(new AppError('bad-input', quoted))).toBe('red\\u001b[31m gone\\u0008 c1\\u009b turned\\u202e');
  });

  test.each([
    ['CredentialsProviderError', /no AWS credentials.*--profile/],
    ['ResourceNotFoundException', /tables are not there/],
  ])('%s of the SDK says what to do', (name, expected) => {
    expect(lineFor(Object.assign(new Error('sdk'), { name }))).toMatch(expected);
  });

  test('a refused connection names the endpoint variable', () => {
    expect(lineFor(Object.assign(new Error(''), { code: 'ECONNREFUSED' }))).toMatch(/AWS_ENDPOINT_URL_DYNAMODB/);
  });

  test('--debug shows the causes too', () => {
    const text = stackOf(new AppError('failed', 'outer', {}, { cause: new Error('inner') }));
    expect(text).toContain('outer');
    expect(text).toContain('caused by Error: inner');
    expect(stackOf(new Error('red\u001b[31m'))).toMatch(/^Error: red\\u001b\[31m\n/);
  });
});
