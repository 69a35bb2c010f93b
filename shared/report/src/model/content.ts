/** What a figure or a word means to its reader; how that looks is for the renderer. */
export type Tone = 'good' | 'bad' | 'caution' | 'faint';

/** A piece of text, with the figure behind it. */
export interface Cell {
  readonly text: string;
  /** To sort and to draw by; absent for words, `null` for a figure that has no value. */
  readonly value?: number | null | undefined;
  readonly tone?: Tone | undefined;
}

/** Running text: pieces with a space between them, which may have a tone of their own. */
export type Text = string | readonly (string | Cell)[];

/** Everything that can stand in a block. */
export type Content = Table | Figures | Paragraph | List | Curves | Sparkline | HeatMap;

/** One column of a table. Figures stand at its right side, names and text at the left; only text may be broken into lines. */
export interface Column {
  readonly kind: 'name' | 'figure' | 'text';
  /** May be empty. */
  readonly heading: string;
  /** Stands in for the heading where there is little room. */
  readonly short?: string | undefined;
}

/** Cells under headings. */
export interface Table {
  readonly kind: 'table';
  readonly columns: readonly Column[];
  /** A row may have fewer cells than there are columns. */
  readonly rows: readonly (readonly (string | Cell)[])[];
  /** How many columns name the rows, from the first on. */
  readonly pinned: number;
  /** Whether a line sets the headings off, as in a table that stands for itself. */
  readonly ruled: boolean;
}

/** One figure by its name. */
export interface NamedFigure {
  readonly label: string;
  readonly cell: Cell;
  /** What it counts. */
  readonly note?: string | undefined;
}

/** Figures by name: one below another, or where `inline` one behind another. */
export interface Figures {
  readonly kind: 'figures';
  readonly figures: readonly NamedFigure[];
  readonly inline: boolean;
}

/** Running text. */
export interface Paragraph {
  readonly kind: 'text';
  readonly text: Text;
  readonly tone?: Tone | undefined;
}

/** One line of text an item. */
export interface List {
  readonly kind: 'list';
  readonly items: readonly string[];
}

/** One curve over the sessions of a run, with figures about it. */
export interface Curve {
  readonly name: string;
  /** One a session, above 0 where the scale is logarithmic. */
  readonly values: readonly number[];
  readonly scale: 'log' | 'linear';
  /** Under the headings of {@link Curves}. */
  readonly figures: readonly Cell[];
}

/** Curves over the same sessions. */
export interface Curves {
  readonly kind: 'curves';
  readonly sessions: readonly string[];
  /** Of the figures beside each curve. */
  readonly headings: readonly string[];
  readonly curves: readonly Curve[];
}

/** The course of one figure, without a scale. */
export interface Sparkline {
  readonly kind: 'sparkline';
  readonly values: readonly number[];
}

/** One cell of a map: what it says, how good it is, and a note beside it. */
export interface HeatCell {
  readonly text: string;
  /** Decides the colour, from the lowest of the map to the highest; `null` is left uncoloured. */
  readonly value: number | null;
  readonly note: string;
  /** One character before the text, `◆` for the best; empty for none. */
  readonly mark: string;
}

/** A grid of cells with a name for each row and each column. */
export interface HeatMap {
  readonly kind: 'heat-map';
  readonly corner: string;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** `cells[row][column]`. */
  readonly cells: readonly (readonly HeatCell[])[];
}
