import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { pairFile, portfolioFile } from '../factories/portfolio';
import { priceFolder, pricePath } from '../factories/price-folder';
import { startCommand, type RunningCommand } from '../support/running-command';

const CHROMIUM = '/usr/bin/chromium';
const here = existsSync(CHROMIUM);
if (!here) process.stderr.write(`skipped: the page in a real browser needs ${CHROMIUM}, which is not here\n`);

(here ? describe : describe.skip)('the page in a real browser', () => {
  let folder: string;
  let up: RunningCommand;
  let browser: Browser;
  let address: string;

  beforeAll(async () => {
    folder = priceFolder({ AAA: pricePath(1), BBB: pricePath(1, -3), SPY: pricePath(2) });
    const portfolio = join(folder, 'small.json');
    writeFileSync(
      portfolio,
      JSON.stringify(portfolioFile({ name: 'small', benchmark: 'SPY', pairs: [pairFile('AAA', 'BBB')] })),
    );
    up = startCommand(['up', '--source', 'csv', '--data', folder, '--portfolio', portfolio, '--port', '0']);
    address = /http:\S+/.exec(await up.line(/^Dashboard/))?.[0] ?? '';
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
  });

  afterAll(async () => {
    await browser.close();
    up.signalGroup('SIGINT');
    await up.ended;
    rmSync(folder, { recursive: true });
  });

  test('shows the targets of each leg, asks nobody else for anything, and nothing is refused by its own policy', async () => {
    const page = await browser.newPage();
    const complaints: string[] = [];
    const asked: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => asked.push(new URL(request.url()).origin));
    const answer = await page.goto(address);
    expect(answer?.status()).toBe(200);
    expect(answer?.headers()['content-security-policy']).toContain("default-src 'none'");
    const text = await page.innerText('body');
    expect(text).toContain('2020-12-31');
    for (const leg of ['AAA', 'BBB', '75.00 %', '25.00 %']) expect(text).toContain(leg);
    expect(text).toMatch(/hold|rebalance/);
    expect(new Set(asked)).toEqual(new Set([new URL(address).origin]));
    expect(complaints.filter((complaint) => !complaint.includes('favicon'))).toEqual([]);
  });
});
