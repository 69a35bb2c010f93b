const SIZE = { width: 760, height: 380 };
const FRAME = { left: 64, right: 176, top: 58, bottom: 48 };
const COLOURS = ['#1f6feb', '#d1242f', '#1a7f37', '#9a6700', '#8250df'];
const FAINT = '#8c959f';
const INK = '#57606a';

/**
 * A line chart as SVG text.
 * @param {object} spec
 * @param {string} spec.title
 * @param {{ label: string, format?: (value: number) => string, logarithmic?: boolean, ticks?: [number, string][] }} spec.x
 * @param {{ label: string, format: (value: number) => string }} spec.y
 * @param {{ name: string, points: [number, number | null][], dashed?: boolean, faint?: boolean }[]} spec.lines
 */
export function chart({ title, x, y, lines }) {
  const points = lines.flatMap((line) => line.points).filter(([, value]) => value !== null);
  const across = scale(extent(points.map(([value]) => value)), [FRAME.left, SIZE.width - FRAME.right], x.logarithmic);
  const [low, high] = padded(extent(points.map(([, value]) => value)));
  const up = scale([low, high], [SIZE.height - FRAME.bottom, FRAME.top]);
  const xTicks =
    x.ticks ??
    (x.logarithmic ? powersOfTwo(across.domain) : roundSteps(...across.domain)).map((value) => [
      value,
      (x.format ?? String)(value),
    ]);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE.width} ${SIZE.height}" font-family="system-ui, sans-serif" font-size="12" role="img" aria-label="${escaped(title)}">`,
    '<rect width="100%" height="100%" fill="#ffffff"/>',
    text(FRAME.left, 22, title, 'font-size="15" font-weight="600" fill="#1f2328"'),
    ...roundSteps(low, high).flatMap((value) => [
      `<line x1="${FRAME.left}" x2="${SIZE.width - FRAME.right}" y1="${up(value)}" y2="${up(value)}" stroke="#d8dee4"/>`,
      text(FRAME.left - 8, up(value) + 4, y.format(value), `text-anchor="end" fill="${INK}"`),
    ]),
    ...xTicks.map(([value, label]) =>
      text(across(value), SIZE.height - FRAME.bottom + 18, label, `text-anchor="middle" fill="${INK}"`),
    ),
    text((FRAME.left + SIZE.width - FRAME.right) / 2, SIZE.height - 10, x.label, `text-anchor="middle" fill="${INK}"`),
    text(FRAME.left, 42, y.label, `fill="${INK}"`),
    ...drawn(lines, across, up),
    '</svg>',
    '',
  ].join('\n');
}

function drawn(lines, across, up) {
  const colours = coloursOf(lines);
  const labels = apart(lines.map(({ points }) => up(points.findLast(([, value]) => value !== null)[1])));
  return lines.flatMap(({ name, points, dashed }, at) => {
    const path = points
      .filter(([, value]) => value !== null)
      .map(([x, value], i) => `${i === 0 ? 'M' : 'L'}${across(x)} ${up(value)}`);
    const dash = dashed ? ' stroke-dasharray="5 4"' : '';
    return [
      `<path d="${path.join('')}" fill="none" stroke="${colours[at]}" stroke-width="1.6"${dash}/>`,
      text(SIZE.width - FRAME.right + 8, labels[at] + 4, name, `fill="${colours[at]}"`),
    ];
  });
}

/** A line of another, e.g. "net delta of classic", has the other's colour. */
function coloursOf(lines) {
  const named = new Map();
  let next = 0;
  return lines.map(({ name, faint }) => {
    const family = / of (.+)$/.exec(name)?.[1];
    const colour = faint ? FAINT : (named.get(family) ?? COLOURS[next++ % COLOURS.length]);
    named.set(name.split(',')[0], colour);
    return colour;
  });
}

/** Moves labels down or up until none covers another. */
function apart(heights) {
  const order = heights.map((height, at) => ({ height, at })).sort((a, b) => a.height - b.height);
  for (let i = 1; i < order.length; i += 1) order[i].height = Math.max(order[i].height, order[i - 1].height + 15);
  const over = (order.at(-1)?.height ?? 0) - (SIZE.height - FRAME.bottom);
  const result = [];
  for (const { height, at } of order) result[at] = over > 0 ? height - over : height;
  return result;
}

function scale([from, to], [start, end], logarithmic = false) {
  const measure = logarithmic ? Math.log : (value) => value;
  const place = (value) =>
    Number((start + ((measure(value) - measure(from)) / (measure(to) - measure(from))) * (end - start)).toFixed(1));
  return Object.assign(place, { domain: [from, to] });
}

function extent(values) {
  return [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
}

function padded([low, high]) {
  const margin = (high - low) * 0.04;
  return [low - margin, high + margin];
}

/** About six round values within [low, high]. */
function roundSteps(low, high) {
  const rough = (high - low) / 6;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((digit) => digit * power).find((candidate) => candidate >= rough);
  const first = Math.ceil(low / step);
  return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, i) =>
    Number(((first + i) * step).toPrecision(10)),
  );
}

function powersOfTwo([low, high]) {
  const ticks = [];
  for (let value = low; value <= high; value *= 2) ticks.push(value);
  return ticks;
}

function text(x, y, content, attributes) {
  return `<text x="${x}" y="${y}" ${attributes}>${escaped(content)}</text>`;
}

function escaped(content) {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
