import { OssError } from '@sse/core';
import { concat, equalBytes } from '@sse/core/primitives';
import type { VersionId } from './keyspace.ts';
import type { DeleteMarker, ObjectHead } from './object-rows.ts';

/** A version as a request names it: `'null'`, or where its row is and which one must be there. */
export type VersionRef = 'null' | { readonly sequence: number; readonly versionId: VersionId };

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const PATTERN = /^[A-Z2-7]{39}$/;
const sequenceBytes = 8;
const idBytes = 16;

/** A version's id as clients see it: 39 characters (base32 of its sequence and its 16 bytes, so that one read finds it), or `null`. */
export function formatVersionId({ version, versionId }: Pick<ObjectHead | DeleteMarker, 'version' | 'versionId'>): string {
  if (version === undefined || version.isNull) return 'null';
  const sequence = Buffer.alloc(sequenceBytes);
  sequence.writeBigUInt64BE(BigInt(version.sequence));
  return toBase32(concat(sequence, versionId));
}

/** The version that a client names; 400 `InvalidArgument` for what cannot be one (observed behaviour 32). */
export function parseVersionId(text: string): VersionRef | OssError {
  if (text === 'null') return 'null';
  const bytes = PATTERN.test(text) ? fromBase32(text) : undefined;
  const sequence = bytes?.readBigUInt64BE() ?? -1n;
  if (bytes === undefined || sequence < 0n || sequence > BigInt(Number.MAX_SAFE_INTEGER) || toBase32(bytes) !== text)
    return invalidVersionId(text);
  return { sequence: Number(sequence), versionId: Uint8Array.from(bytes.subarray(sequenceBytes)) };
}

/** Whether a row is of the version that `ref` names. */
export function isVersion({ version, versionId }: DeleteMarker | ObjectHead, ref: VersionRef): boolean {
  const isNull = version === undefined || version.isNull;
  return ref === 'null' ? isNull : !isNull && equalBytes(versionId, ref.versionId);
}

function invalidVersionId(text: string): OssError {
  return new OssError('InvalidArgument', {
    message: 'Invalid version id specified.',
    details: { ArgumentName: 'versionId', ArgumentValue: text.slice(0, 128) },
  });
}

/** RFC 4648 §6 without padding. */
function toBase32(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) text += ALPHABET.charAt((held >> (bits - 5)) & 31);
    held &= (1 << bits) - 1;
  }
  return bits === 0 ? text : text + ALPHABET.charAt((held << (5 - bits)) & 31);
}

function fromBase32(text: string): Buffer {
  const bytes = Buffer.alloc(sequenceBytes + idBytes);
  let offset = 0;
  let bits = 0;
  let held = 0;
  for (const character of text) {
    held = ((held << 5) | ALPHABET.indexOf(character)) & 0xfff;
    bits += 5;
    if (bits < 8 || offset === bytes.length) continue;
    bits -= 8;
    bytes[offset++] = (held >> bits) & 0xff;
  }
  return bytes;
}
