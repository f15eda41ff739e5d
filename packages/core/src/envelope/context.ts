import { Fault } from '../errors/fault.ts';
import { utf8 } from '../primitives/index.ts';

/**
 * The context bytes `"sse/1/" label 0x00 { u32 length, field }*`, which bind keys and ciphertexts to their purpose and place.
 * Every field carries its length, so no two lists of fields give the same bytes. Strings count as their UTF-8 bytes.
 * Throws `Fault('misuse')` on a string with a lone surrogate, which has no UTF-8 of its own (docs/spec/envelope.md, "Notation").
 */
export function context(label: string, ...fields: readonly (string | Uint8Array)[]): Uint8Array {
  const head = utf8(`sse/1/${label}\0`);
  const encoded = fields.map((field) => (typeof field === 'string' ? wellFormed(field) : field));
  let length = head.length;
  for (const field of encoded) length += 4 + field.length;
  const bytes = new Uint8Array(length);
  bytes.set(head);
  let at = head.length;
  for (const field of encoded) {
    bytes[at++] = field.length >>> 24;
    bytes[at++] = field.length >>> 16;
    bytes[at++] = field.length >>> 8;
    bytes[at++] = field.length;
    bytes.set(field, at);
    at += field.length;
  }
  return bytes;
}

function wellFormed(text: string): Uint8Array {
  if (!text.isWellFormed()) throw new Fault('misuse', 'expected well-formed text in a context, got a lone surrogate');
  return utf8(text);
}
