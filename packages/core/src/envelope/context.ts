import { Fault } from '../errors/fault.ts';
import { unwritten, utf8 } from '../primitives/index.ts';

/** Makes the context bytes of one purpose from the fields of a place. */
export type Context = (...fields: readonly (string | Uint8Array)[]) => Uint8Array;

/**
 * The context bytes `"sse/1/" label 0x00 { u32 length, field }*`, which bind keys and ciphertexts to their purpose and place.
 * Every field carries its length, so no two lists of fields give the same bytes. Strings count as their UTF-8 bytes.
 * Throws `Fault('misuse')` on a string with a lone surrogate, which has no UTF-8 of its own (docs/spec/envelope.md, "Notation").
 */
export function contextFor(label: string): Context {
  const head = utf8(`sse/1/${label}\0`);
  return (...fields) => {
    const encoded = fields.some((field) => typeof field === 'string') ? fields.map(encode) : (fields as readonly Uint8Array[]);
    let length = head.length;
    for (const field of encoded) length += 4 + field.length;
    const bytes = unwritten(length);
    bytes.set(head);
    let at = head.length;
    for (const field of encoded) at = append(bytes, at, field);
    return bytes;
  };
}

function append(bytes: Uint8Array, at: number, field: Uint8Array): number {
  const { length } = field;
  bytes[at] = length >>> 24;
  bytes[at + 1] = length >>> 16;
  bytes[at + 2] = length >>> 8;
  bytes[at + 3] = length;
  bytes.set(field, at + 4);
  return at + 4 + length;
}

function encode(field: string | Uint8Array): Uint8Array {
  if (typeof field !== 'string') return field;
  if (!field.isWellFormed()) throw new Fault('misuse', 'expected well-formed text in a context, got a lone surrogate');
  return utf8(field);
}
