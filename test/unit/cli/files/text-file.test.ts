import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadPortfolio } from '../../../../cli/src/files/portfolio-file';
import { readText } from '../../../../cli/src/files/text-file';
import { portfolioFile } from '../../../factories/portfolio';
import { failureOf } from '../../../support/failure';
import { HOME } from '../../../support/repository';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'evenkeel-text-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const fileOf = (bytes: string | Buffer): string => {
  const path = join(folder, 'p.json');
  writeFileSync(path, bytes);
  return path;
};
const json = JSON.stringify(portfolioFile());

describe('a portfolio file', () => {
  test('may begin with a byte order mark', async () => {
    expect((await loadPortfolio(fileOf(`\uFEFF${json}`))).portfolio.name).toBe('test');
  });

  test('is listed among what was read, with the risk-free rates it names', async () => {
    writeFileSync(join(folder, 'rates.csv'), 'date,rate\n2024-06-28,0.0002\n');
    const path = fileOf(JSON.stringify(portfolioFile({ riskFreeRate: 'rates.csv' })));
    expect((await loadPortfolio(path)).files.map((file) => file.path)).toEqual([path, join(folder, 'rates.csv')]);
    const [classic] = (await loadPortfolio('classic')).files;
    expect(classic?.path).toBe(join(HOME, 'portfolios/classic.json'));
  });

  test.each<[string, string | Buffer, RegExp]>([
    ['nothing', '', /p\.json: is empty$/],
    ['a list', '[]', /p\.json: portfolio: is \[\]; write an object/],
    ['UTF-16', Buffer.from(`\uFEFF${json}`, 'utf16le'), /p\.json: is not text in UTF-8; save it in that encoding/],
    ['bytes that are no text', Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), /p\.json: is not text in UTF-8/],
    ['a comment', `// mine\n${json}`, /p\.json: is not JSON: /],
    [
      'two capitals',
      json.replace('"capital":1000', '"capital":1000,"capital":2000'),
      /p\.json: the key "capital" stands twice/,
    ],
  ])('with %s is refused by name', async (_, content, message) => {
    const { code, message: line } = await failureOf(loadPortfolio(fileOf(content)));
    expect(code).toBe('bad-input');
    expect(line).toMatch(message);
  });

  test('that is not there: what to write instead', async () => {
    expect((await failureOf(loadPortfolio('nosuch'))).message).toBe(
      '--portfolio nosuch: there is no such file; name a portfolio file, or one of portfolios/ (classic, hedged)',
    );
    expect((await failureOf(readText(folder, '--holdings'))).message).toBe(
      `--holdings ${folder}: that is a folder and no file; name a file that you can read`,
    );
  });
});
