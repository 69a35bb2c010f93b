import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pairFile, portfolioFile } from '../factories/portfolio';
import { priceFolder, pricePath } from '../factories/price-folder';

/** What a small local stack works on. */
export interface SmallFolders {
  /** Price files of a pair `AAA`, `BBB` and of `SPY`, and a portfolio of them, `small.json`. */
  readonly prices: string;
  /** Empty, for `--persist`. */
  readonly persist: string;
}

/** Folders for each test of the file that calls this, made before it and removed after it. */
export function smallFolders(sessions: readonly string[]): () => SmallFolders {
  let folders: SmallFolders | undefined;
  beforeEach(() => {
    const prices = priceFolder({
      AAA: pricePath(1, 1, sessions),
      BBB: pricePath(1, -3, sessions),
      SPY: pricePath(2, 1, sessions),
    });
    writeFileSync(
      join(prices, 'small.json'),
      JSON.stringify(portfolioFile({ name: 'small', benchmark: 'SPY', pairs: [pairFile('AAA', 'BBB')] })),
    );
    folders = { prices, persist: mkdtempSync(join(tmpdir(), 'evenkeel-persist-')) };
  });
  afterEach(() => {
    if (folders === undefined) return;
    for (const each of [folders.prices, folders.persist]) rmSync(each, { recursive: true, force: true });
  });
  return () => {
    if (folders === undefined) throw new Error('the folders are made before each test');
    return folders;
  };
}
