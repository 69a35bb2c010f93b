import type { Page } from './page';
import { wrapped } from './wrapped';

/** Notices as lines of a page, each begun with a mark, and an empty line after the last; nothing for none. */
export function noticeLines(notices: readonly string[], { width, ink }: Page): string[] {
  if (notices.length === 0) return [];
  return [...notices.flatMap((notice) => wrapped(`! ${notice}`, width)).map((line) => ink.paint('yellow', line)), ''];
}
