import { commandLine } from './command-line';
import { errorCode } from './error-code';
import { exitCodeOf, lineFor, stackOf } from './terminal/failure';

async function run(argv: readonly string[]): Promise<void> {
  const program = commandLine();
  try {
    if (argv.length <= 2) {
      program.outputHelp();
      return;
    }
    await program.parseAsync([...argv]);
  } catch (error) {
    const line = lineFor(error);
    if (line !== undefined) process.stderr.write(`evenkeel: ${line}\n`);
    if (program.opts().debug === true) process.stderr.write(`${stackOf(error)}\n`);
    process.exitCode = exitCodeOf(error);
  }
}

// A reader that has had enough (`evenkeel export | head`) is no failure; a full disk behind standard output is.
process.stdout.on('error', (error: Error) => {
  if (errorCode(error) === 'EPIPE') process.exit(0);
  process.stderr.write(
    `evenkeel: standard output: cannot be written: ${error.message}; make room or write somewhere else\n`,
  );
  process.exit(1);
});
// There is nowhere left to say it.
process.stderr.on('error', () => process.exit(1));

await run(process.argv);
