import { Fault } from '../errors/fault.ts';

const REFERENCE = /&(?:#x([0-9A-Fa-f]+);|#([0-9]+);|([A-Za-z]+);)?/g;
const PREDEFINED: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

/** Everything outside the production Char of XML 1.0 §2.2, lone surrogates included. */
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
const EVERY_FORBIDDEN = new RegExp(FORBIDDEN.source, 'gu');
const TO_ESCAPE = new RegExp(`[&<>\\r]|${FORBIDDEN.source}`, 'gu');
const NAMED_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
]);

/**
 * `raw` with its character references and the five predefined entities replaced, each exactly once.
 * `undefined` when it holds a bare `&`, any other entity, or a reference to something that is no Unicode scalar value.
 */
export function decodeReferences(raw: string): string | undefined {
  let refused = false;
  const text = raw.replace(REFERENCE, (_reference, hex?: string, decimal?: string, name?: string) => {
    const character = name === undefined ? fromCodePoint(hex, decimal) : PREDEFINED.get(name);
    refused ||= character === undefined;
    return character ?? '';
  });
  return refused ? undefined : text;
}

/** Whether `text` holds a character that an XML 1.0 document cannot carry, not even as a reference. */
export function hasForbiddenCharacter(text: string): boolean {
  return FORBIDDEN.test(text);
}

/** `text` with U+FFFD for each character that an XML 1.0 document cannot carry, so that every parser reads a document that quotes it. */
export function readableText(text: string): string {
  return text.replace(EVERY_FORBIDDEN, '\ufffd');
}

/**
 * `text` as element content. A carriage return goes out as a reference because a parser would turn it into a line feed, and so do characters
 * that XML 1.0 forbids, which this codec reads back where the document's schema accepts them. Throws `misuse` on a lone surrogate.
 */
export function escapeText(text: string): string {
  if (!text.isWellFormed()) {
    throw new Fault('misuse', 'expected well-formed Unicode text, got a lone surrogate');
  }
  return text.replace(
    TO_ESCAPE,
    (character) => NAMED_ESCAPES.get(character) ?? `&#x${character.codePointAt(0)?.toString(16).toUpperCase()};`,
  );
}

function fromCodePoint(hex: string | undefined, decimal: string | undefined): string | undefined {
  // A bare `&` has neither, and NaN is no scalar value.
  const codePoint = hex === undefined ? Number.parseInt(decimal ?? '', 10) : Number.parseInt(hex, 16);
  const isScalar = codePoint <= 0x10ffff && !(codePoint >= 0xd800 && codePoint <= 0xdfff);
  return isScalar ? String.fromCodePoint(codePoint) : undefined;
}
