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
    await written(process.stdout);
    await written(process.stderr);
    // A command that has failed is over, whatever it still waits for.
    process.exit(exitCodeOf(error));
  }
}

/** Settles when everything that was written has gone out. */
function written(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => stream.write('', () => resolve()));
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
