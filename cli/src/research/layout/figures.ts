/** What stands where a figure does not exist: a ratio over nothing, a month without sessions. */
export const ABSENT = 'n/a';

/** A figure as the domain gives it: `null` where it has no value. */
export type Figure = number | null | undefined;

/** Prints one figure with its unit. */
export type Format = (value: Figure) => string;

/** `0.1234` as `12.34 %`; `decimals` after the point. */
export const percent =
  (decimals = 2): Format =>
  (value) =>
    finite(value, (x) => `${withoutMinusZero((x * 100).toFixed(decimals))} %`);

/** Like {@link percent}, gains with a plus. */
export const change =
  (decimals = 2): Format =>
  (value) =>
    finite(value, (x) => signed(`${withoutMinusZero((x * 100).toFixed(decimals))} %`, x * 100, decimals));

/** A pure number such as a Sharpe ratio. */
export const ratio =
  (decimals = 3): Format =>
  (value) =>
    finite(value, (x) => withoutMinusZero(x.toFixed(decimals)));

/** A multiple, `3x`. */
export const times: Format = (value) => finite(value, (x) => `${Number(x.toFixed(4))}x`);

/** Money with cents, `180,222,355.92`. */
export const money: Format = (value) => finite(value, (x) => withoutMinusZero(grouped(x, 2)));

/** Money short enough for a column: `180.22 M`, `-1.30 k`. */
export const shortMoney: Format = (value) =>
  finite(value, (x) => {
    const size = Math.abs(x);
    if (size >= 1e9) return `${(x / 1e9).toFixed(2)} G`;
    if (size >= 1e6) return `${(x / 1e6).toFixed(2)} M`;
    if (size >= 1e4) return `${(x / 1e3).toFixed(2)} k`;
    return withoutMinusZero(x.toFixed(2));
  });

/** A count, `1,760`. */
export const count: Format = (value) => finite(value, (x) => grouped(x, 0));

/** A count with what is counted, `1 session`, `1,760 sessions`. */
export function counted(n: number, one: string, many = `${one}s`): string {
  return `${grouped(n, 0)} ${n === 1 ? one : many}`;
}

/** A number of calendar days, `412 days`. */
export const days: Format = (value) => finite(value, (x) => counted(x, 'day'));

/** A mean number of sessions, `352.0 sessions`. */
export const sessions: Format = (value) => finite(value, (x) => `${grouped(x, 1)} sessions`);

function finite(value: Figure, print: (x: number) => string): string {
  return value === null || value === undefined || !Number.isFinite(value) ? ABSENT : print(value);
}

function grouped(value: number, decimals: number): string {
  const [whole = '', fraction] = value.toFixed(decimals).split('.');
  const thousands = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? thousands : `${thousands}.${fraction}`;
}

function withoutMinusZero(text: string): string {
  return /^-[0.,]*$/.test(text) ? text.slice(1) : text;
}

function signed(text: string, value: number, decimals: number): string {
  return Number(value.toFixed(decimals)) > 0 ? `+${text}` : text;
}
