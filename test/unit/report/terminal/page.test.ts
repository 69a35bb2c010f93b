import { COLOURED, PLAIN, pageLines, visibleLength, type Painter } from '@evenkeel/report/terminal';
import type { Content, Page } from '@evenkeel/report';
import { inlineFigures, list, nameColumn, paragraph, table } from '../../../../shared/report/src/model/make';

const printed = (page: Page, width: number, painter: Painter = PLAIN) => pageLines(page, { width, painter });
const column = (...cells: string[]): Content =>
  table(
    [nameColumn('')],
    cells.map((cell) => [cell]),
  );

describe('blocks on a page', () => {
  const page: Page = {
    blocks: [
      { title: 'One', contents: [column('aaaaaaaaaa', 'b')] },
      { title: 'Two', contents: [column('cccccccccc')] },
      { title: 'Nothing', contents: [] },
    ],
  };

  test('stand beside one another where they fit and below one another where not', () => {
    expect(printed(page, 24)).toEqual(['One ──────    Two ──────', 'aaaaaaaaaa    cccccccccc', 'b']);
    expect(printed(page, 23)).toEqual(['One ──────', 'aaaaaaaaaa', 'b', '', 'Two ──────', 'cccccccccc']);
  });

  test('without a title stand alone', () => {
    const blocks = [{ contents: [column('a')] }, { title: 'B', contents: [column('b')] }, { contents: [column('c')] }];
    expect(printed({ blocks }, 80)).toEqual(['a', '', 'B', 'b', '', 'c']);
  });

  test('keep their columns when coloured', () => {
    const widths = (painter: Painter) => printed(page, 60, painter).map(visibleLength);
    expect(widths(COLOURED)).toEqual(widths(PLAIN));
  });

  test('have text as wide as what is above it, and no narrower than 48', () => {
    const words = 'word '.repeat(20).trim();
    const block = { title: 'T', contents: [column('a'), paragraph(words)] };
    expect(printed({ blocks: [block] }, 80).slice(2)).toEqual([
      'word word word word word word word word word',
      'word word word word word word word word word',
      'word word',
    ]);
  });
});

describe('a section', () => {
  test('has its heading, what it rests on, its notices and its blocks, set apart by empty lines', () => {
    const page: Page = {
      title: 'Title',
      warning: 'Warning',
      about: ['about'],
      lead: paragraph('lead'),
      notices: ['notice'],
      blocks: [{ contents: [paragraph('block')] }],
      sections: [{ title: 'Next', blocks: [] }],
    };
    expect(printed(page, 80)).toEqual([
      'Title',
      'Warning',
      'about',
      '',
      'lead',
      '',
      '! notice',
      '',
      'block',
      '',
      'Next',
    ]);
    expect(printed(page, 80, { colour: true, paint: (style, text) => `${style}(${text})` })).toEqual(
      expect.arrayContaining(['bold(Title)', 'yellow(Warning)', 'dim(about)', 'yellow(! notice)']),
    );
  });
});

describe('contents', () => {
  const lines = (content: Content, width: number, painter: Painter = PLAIN) =>
    printed({ blocks: [{ contents: [content] }] }, width, painter);
  const marked: Painter = { colour: true, paint: (style, text) => `${style}(${text})` };

  test('text breaks between words, and within a word that is longer than a line', () => {
    expect(lines(paragraph('one two three'), 7)).toEqual(['one two', 'three']);
    expect(lines(paragraph('an extraordinary day'), 5)).toEqual(['an', 'extra', 'ordin', 'ary', 'day']);
    expect(lines(paragraph('日本の市場'), 4)).toEqual(['日本', 'の市', '場']);
  });

  test('a piece of text has its own tone, on every line it reaches', () => {
    const text = paragraph(['the job:', { text: 'two failed', tone: 'bad' }], 'faint');
    expect(lines(text, 80, marked)).toEqual(['dim(the job:) red(two failed)']);
    expect(lines(text, 12, marked)).toEqual(['dim(the job:) red(two)', 'red(failed)']);
  });

  test('items of a list hang behind their indent', () => {
    expect(list(['one two three', 'four']).flatMap((content) => lines(content, 10))).toEqual([
      '  one two',
      '  three',
      '  four',
    ]);
    expect(list([])).toEqual([]);
  });

  test('figures in a row are broken between them, and within one only where it alone is too wide', () => {
    const figures = inlineFigures([
      { label: 'Signal:', cell: { text: 'HOLD', tone: 'good' } },
      { label: 'NAV', cell: { text: '1.00' } },
      { label: 'net delta', cell: { text: '-1.23 %' } },
    ]);
    expect(lines(figures, 80, marked)).toEqual(['Signal: green(HOLD)   NAV 1.00   net delta -1.23 %']);
    expect(lines(figures, 24)).toEqual(['Signal: HOLD   NAV 1.00', 'net delta -1.23 %']);
    expect(lines(figures, 10)).toEqual(['Signal:', 'HOLD', 'NAV 1.00', 'net delta', '-1.23 %']);
  });

  test('curves stand below their figures where these leave them no room', () => {
    const curves: Content = {
      kind: 'curves',
      sessions: [],
      headings: ['low', 'high'],
      curves: [
        { name: 'NAV', values: [1, 10, 100], scale: 'log', figures: [{ text: '1.00' }, { text: '100.00' }] },
        { name: 'drawdown', values: [0, -1, 0], scale: 'linear', figures: [{ text: '-1.00' }] },
      ],
    };
    expect(lines(curves, 40)).toEqual([
      '          log scale    low    high',
      'NAV       ▁▅█         1.00  100.00',
      'drawdown  █▁█        -1.00',
    ]);
    expect(lines(curves, 20)).toEqual([
      '          log scale',
      'NAV       ▁▅█',
      'drawdown  █▁█',
      '',
      '            low',
      'NAV        1.00',
      'drawdown  -1.00',
      '',
      '            high',
      'NAV       100.00',
      'drawdown',
    ]);
  });
});
