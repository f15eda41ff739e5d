const ABOVE_ASCII = /[^\0-\x7f]/;
const LATIN1_BYTES = /[\x80-\xff]/g;

/**
 * The text that a header value spells when its bytes, which node shows as Latin-1 characters, are read as UTF-8.
 * Bytes that are not UTF-8 stay the Latin-1 characters they are: signers of such values sign them so.
 */
export function headerText(value: string): string {
  if (!ABOVE_ASCII.test(value)) return value;
  try {
    return decodeURIComponent(escapeBytes(value.replaceAll('%', '%25')));
  } catch {
    return value;
  }
}

/**
 * Decodes one piece of a request target: `+` is a space and `%XX` a byte, in paths as well as in queries, and the bytes are UTF-8.
 * `undefined` when an escape is broken or the bytes are not UTF-8. Source: protocol reference §3.0.
 */
export function decodeTargetPiece(piece: string): string | undefined {
  const spaced = piece.includes('+') ? piece.replaceAll('+', ' ') : piece;
  const escaped = ABOVE_ASCII.test(spaced) ? escapeBytes(spaced) : spaced;
  if (!escaped.includes('%')) return escaped;
  try {
    return decodeURIComponent(escaped);
  } catch {
    return undefined;
  }
}

function escapeBytes(text: string): string {
  return text.replace(LATIN1_BYTES, (character) => `%${character.charCodeAt(0).toString(16)}`);
}
