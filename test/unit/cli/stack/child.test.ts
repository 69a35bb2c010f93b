import { childEnded, startChild } from '../../../../cli/src/stack/child';
import { vitalParts } from '../../../../cli/src/stack/vital-parts';

const script = (text: string) => startChild('the part', process.execPath, ['-e', text]);

describe('a part that ends by itself', () => {
  it('is told with its exit code, and with what it said last as the cause', async () => {
    const vital = vitalParts();
    const part = script('console.error("out of paper"); process.exit(3)');
    vital.add(part);
    const failure = await vital.lost;
    expect(failure.message).toBe('the part has ended (exit code 3); its last lines of output are above');
    expect(failure.cause).toMatchObject({ lines: ['out of paper'] });
  });

  it('is told without what it said when somebody else has ended it', async () => {
    const vital = vitalParts();
    const part = script('console.log("fine"); process.kill(process.pid, "SIGKILL")');
    vital.add(part);
    expect((await vital.lost).message).toBe('the part has ended (SIGKILL)');
  });

  it('names the address that another program has taken', async () => {
    const part = script(
      'console.error("× Error: listen EADDRINUSE: address already in use 127.0.0.1:4860"); process.exit(1)',
    );
    expect(childEnded(part, await part.ended).message).toBe(
      'the part has ended (exit code 1): 127.0.0.1:4860 is in use by another program; its last lines of output are above',
    );
  });
});

it('a part that is asked to end, or made to when it does not listen, is no news', async () => {
  const vital = vitalParts();
  const deaf = startChild(
    'the part',
    process.execPath,
    ['-e', 'process.on("SIGTERM", () => {}); console.log("up"); setInterval(() => {}, 1000)'],
    { graceMs: 50 },
  );
  vital.add(deaf);
  await new Promise<void>((resolve) => deaf.onLine(() => resolve()));
  await deaf.stop();
  expect(await deaf.ended).toBe('SIGKILL');
  expect(await Promise.race([vital.lost, Promise.resolve('nothing')])).toBe('nothing');
});

it('a part that is asked to end twice hears of it once', async () => {
  const tidy = startChild('the part', process.execPath, [
    '-e',
    'process.once("SIGTERM", () => setTimeout(() => process.exit(0), 200)); console.log("up"); setInterval(() => {}, 1000)',
  ]);
  await new Promise<void>((resolve) => tidy.onLine(() => resolve()));
  await Promise.all([tidy.stop(), tidy.stop()]);
  expect(await tidy.ended).toBe('exit code 0');
});
