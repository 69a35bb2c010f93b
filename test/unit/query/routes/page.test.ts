import { createHash } from 'node:crypto';
import { createApi } from '../../../../services/query/src/routes/api';
import { apiPorts, CHANGES, readyView, waitingView } from '../../../factories/api-ports';

async function page(...views: ReturnType<typeof readyView>[]): Promise<{ text: string; policy: string }> {
  const response = await createApi(apiPorts({ views })).request('/');
  expect(response.status).toBe(200);
  return { text: await response.text(), policy: response.headers.get('content-security-policy') ?? '' };
}

describe('GET /', () => {
  it('shows as-of session, targets, weights, drift and what to do', async () => {
    const { text } = await page(readyView());
    for (const shown of [
      '2024-06-28',
      'QQQ/SQQQ',
      '75.00 %',
      '25.00 %',
      '90.00 %',
      '15.00 %',
      '100,000,000.00',
      'rebalance',
    ])
      expect(text).toContain(shown);
    expect(text).not.toContain('SYNTHETIC');
  });

  it('shows what the model holds and trades in shares and prices as traded, never in index units', async () => {
    const { text } = await page(readyView());
    for (const shown of [
      'What the model trades',
      'sell',
      '31,250',
      '480.00',
      '1,500,000',
      'What the model holds',
      '187,500',
    ])
      expect(text).toContain(shown);
    expect(text).not.toMatch(/3,214,285|e\+13/);
    const quiet = await page(readyView({ modelOrders: [], modelHoldings: null }));
    expect(quiet.text).not.toMatch(/What the model/);
  });

  it('shows a retired portfolio last, as one that is not computed any more', async () => {
    const views = [readyView({ portfolio: 'old' }), readyView({ portfolio: 'present' })];
    const retired = new Map([['old', '2024-06-29T01:00:00.000Z']]);
    const text = await (await createApi(apiPorts({ views, retired })).request('/')).text();
    expect(text.indexOf('present')).toBeLessThan(text.indexOf('<h2>old'));
    expect(text).toContain('Retired since 2024-06-29: it is not computed any more and gives no signals.');
    expect(text.match(/<h2>old <span class="quiet">retired</g)).toHaveLength(1);
    expect(text.match(/class="rebalance">rebalance<\/span><\/h2>/g)).toHaveLength(1);
  });

  it('says loudly that prices are synthetic', async () => {
    expect((await page(readyView({ synthetic: true, sources: ['synthetic'] }))).text).toContain('SYNTHETIC');
  });

  it('says by how much a correction has changed what was shown', async () => {
    const { text } = await page(readyView({ changes: CHANGES }));
    expect(text).toContain(
      'Prices of 2024-06-25 have been corrected since version 16. As of 2024-06-28: NAV 99,000,000.00 -&gt; 100,000,000.00 (+1.0101 %); decision hold -&gt; rebalance; drift QQQ/SQQQ 8.00 % -&gt; 15.00 %.',
    );
    expect((await page(readyView())).text).not.toContain('corrected');
  });

  it('shows no zero with a sign', async () => {
    const { text } = await page(readyView({ cash: -0.001, netDelta: -1e-9 }));
    expect(text).toContain('cash 0.00, net delta 0.00 %');
  });

  it('says for whom it waits', async () => {
    expect(
      (await page(readyView({ newest: '2024-07-01', waitsFor: [{ symbol: 'FAZ', newest: '2024-06-28' }] }))).text,
    ).toContain('FAZ (2024-06-28)');
    expect((await page(waitingView())).text).toContain('SQQQ (no bars)');
    expect((await page()).text).toContain('No portfolio has been computed yet');
  });

  it('escapes what it shows', async () => {
    const { text } = await page(readyView({ portfolio: '<script>alert(1)</script>' }));
    expect(text).not.toContain('<script>');
    expect(text).toContain('&lt;script&gt;');
  });

  it('allows nothing but its own style sheet', async () => {
    const { text, policy } = await page(readyView());
    const style = /<style>([^]*)<\/style>/.exec(text)?.[1] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain(`'sha256-${createHash('sha256').update(style).digest('base64')}'`);
    expect(policy).not.toContain('unsafe');
  });
});
