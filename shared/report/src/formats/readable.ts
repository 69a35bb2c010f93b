/** Characters that are not seen, or that a terminal or a reader's eye would obey; joiners inside a cluster are neither. */
const UNSEEN = /(?!(?<=[^\0-\x7f])[\u200c\u200d](?=[^\0-\x7f]))[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

const NAMES: Readonly<Record<string, string>> = { '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** `text` with `\t`, `\n` and `\u0007` written out, so that whoever reads it sees what is in it: it may quote any file. */
export function readable(text: string): string {
  return text.replace(UNSEEN, (character) => NAMES[character] ?? escaped(character));
}

function escaped(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`;
}
