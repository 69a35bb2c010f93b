import type { Content } from './content';

/**
 * What a person is shown at once: a section, and more below it. Data alone, which JSON can carry; nothing in it
 * knows how wide a terminal is or what colours a page has.
 */
export interface Page extends Section {
  readonly sections?: readonly Section[] | undefined;
}

/** A heading with what stands under it. Every part may be missing. */
export interface Section {
  readonly title?: string | undefined;
  /** Above all else: that nothing below is real. */
  readonly warning?: string | undefined;
  /** What the figures rest on, a paragraph each. */
  readonly about?: readonly string[] | undefined;
  /** A picture to open with. */
  readonly lead?: Content | undefined;
  /** What a reader must know before believing the figures. */
  readonly notices?: readonly string[] | undefined;
  readonly blocks: readonly Block[];
}

/** Contents that belong together. A renderer may set blocks with a title beside one another; one without stands alone. */
export interface Block {
  readonly title?: string | undefined;
  /** In order; a block without any is left out. */
  readonly contents: readonly Content[];
}
