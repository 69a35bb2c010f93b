/** What stands where a figure does not exist: a ratio over nothing, a month without sessions. */
export const ABSENT = 'n/a';

/** A figure as the domain gives it: `null` where it has no value. */
export type Figure = number | null | undefined;

/** Prints one figure with its unit. */
export type Format = (value: Figure) => string;

/** From here on a figure is written as a power of ten, so that it does not break its column. */
const UNWIELDY = 1e7;
/** Money is written out further: with cents, up to hundreds of trillions. */
const UNWIELDY_MONEY = 1e15;

/** `0.1234` as `12.34 %`; `decimals` after the point. */
export const percent =
  (decimals = 2): Format =>
  (value) =>
    finite(value, (x) => `${fixed(x, decimals, 2)} %`);

/** Like {@link percent}, gains with a plus. */
export const change =
  (decimals = 2): Format =>
  (value) =>
    finite(value, (x) => signed(fixed(x, decimals, 2), ' %'));

/** A share as it was typed, `12.5 %` or `1e-7 %`: six figures that count, and no zeros behind them. */
export const share: Format = (value) => finite(value, (x) => `${significant(x, 2)} %`);

/** A tolerance like {@link share}; 0 is no limit but the calendar. */
export const tolerance: Format = (value) => (value === 0 ? 'calendar' : share(value));

/** `0.1234` as `12.34`, where a heading has the unit. */
export const percentPoints =
  (decimals = 2): Format =>
  (value) =>
    finite(value, (x) => fixed(x, decimals, 2));

/** A pure number such as a Sharpe ratio. */
export const ratio =
  (decimals = 3): Format =>
  (value) =>
    finite(value, (x) => fixed(x, decimals));

/** A multiple, `3x`. */
export const times: Format = (value) => finite(value, (x) => `${significant(x)}x`);

/** Money with cents, `180,222,355.92`. */
export const money: Format = (value) => finite(value, (x) => grouped(x, 2));

/** Money short enough for a line: `180.22 M`, `-1.30 k`. */
export const shortMoney: Format = (value) => moneyLike([value])(value);

const UNITS = [
  { from: 1e9, name: ' G' },
  { from: 1e6, name: ' M' },
  { from: 1e4, name: ' k', size: 1e3 },
] as const;

/** Money in the one unit that suits the largest of `values`, for a table or a column of them. */
export function moneyLike(values: readonly Figure[]): Format {
  const largest = values.reduce<number>((most, value) => Math.max(most, finiteOr(value, 0)), 0);
  if (largest >= UNWIELDY_MONEY) return (value) => finite(value, (x) => (x === 0 ? '0' : scientific(x)));
  const unit = UNITS.find(({ from }) => largest >= from);
  if (unit === undefined) return money;
  const size = 'size' in unit ? unit.size : unit.from;
  return (value) => finite(value, (x) => `${grouped(x / size, 2)}${unit.name}`);
}

/** A count, `1,760`. */
export const count: Format = (value) => finite(value, (x) => grouped(x, 0));

/** A count with what is counted, `1 session`, `1,760 sessions`. */
export function counted(n: number, one: string, many = `${one}s`): string {
  return `${grouped(n, 0)} ${n === 1 ? one : many}`;
}

/** Shares of a symbol, exact: `1780.558821`, as a broker takes them. */
export function exactShares(exact: { toFixed(): string }): string {
  return withoutMinusZero(exact.toFixed());
}

/** Shares that a model holds or trades, which are no whole ones: `46,376`, and with decimals below a thousand, `7.50`. */
export const shareCount: Format = (value) => finite(value, (x) => grouped(x, Math.abs(x) < 1000 ? 2 : 0));

/** A mean number of sessions, `352.0 sessions`. */
export const sessions: Format = (value) => finite(value, (x) => `${grouped(x, 1)} sessions`);

function finite(value: Figure, print: (x: number) => string): string {
  return value === null || value === undefined || !Number.isFinite(value) ? ABSENT : print(value);
}

function finiteOr(value: Figure, otherwise: number): number {
  return value === null || value === undefined || !Number.isFinite(value) ? otherwise : Math.abs(value);
}

/** `value * 10^shift` with `decimals`, or as a power of ten where that would be unwieldy. */
function fixed(value: number, decimals: number, shift = 0): string {
  const scaled = value * 10 ** shift;
  return Math.abs(scaled) >= UNWIELDY ? scientific(value, shift) : withoutMinusZero(scaled.toFixed(decimals));
}

/** Six significant figures of `value * 10^shift`. */
function significant(value: number, shift = 0): string {
  const scaled = value * 10 ** shift;
  return Math.abs(scaled) >= UNWIELDY ? scientific(value, shift) : String(Number(scaled.toPrecision(6)));
}

/** `1.23e+300`: the exponent is shifted as text, because the figure itself could overflow. */
function scientific(value: number, shift = 0): string {
  const [digits = '', exponent = '0'] = value.toExponential(2).split('e');
  const power = Number(exponent) + shift;
  return `${digits}e${power < 0 ? '' : '+'}${power}`;
}

function grouped(value: number, decimals: number): string {
  if (Math.abs(value) >= UNWIELDY_MONEY) return scientific(value);
  const [whole = '', fraction] = withoutMinusZero(value.toFixed(decimals)).split('.');
  const thousands = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? thousands : `${thousands}.${fraction}`;
}

function withoutMinusZero(text: string): string {
  return /^-[0.,]*$/.test(text) ? text.slice(1) : text;
}

/** A plus for what is above 0 as printed. */
function signed(text: string, unit: string): string {
  return /^[0.,]*$/.test(text) || text.startsWith('-') ? `${text}${unit}` : `+${text}${unit}`;
}
