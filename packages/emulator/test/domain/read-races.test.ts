import { crc64 } from '@sse/core/primitives';
import { describe, expect, it } from 'vitest';
import { getObject } from '../../src/operations/get-object.ts';
import { bytesOf, objectCall } from '../support/domain-calls.ts';
import { beginUpload, completeNamed, storePart } from '../support/domain-uploads.ts';
import {
  append,
  begin,
  bucket,
  inOrder,
  key,
  put,
  raced,
  remove,
  removeNullVersion,
  setVersioning,
  sweepAll,
  type Act,
} from '../support/raced-objects.ts';

/** Several batches of a reader, and not a whole number of chunks; old and new are as long, and differ in every byte. */
const size = 2_500_001;
const oldBytes = 'o'.repeat(size);
const newBytes = 'n'.repeat(size);
/** More than are opened when a read begins. */
const parts = 66;
const partBytes = 'o'.repeat(20);

/** What a read gave; anything but one of these, whole, is a mix. */
const BODIES = new Map([
  [oldBytes, 'old'],
  [partBytes.repeat(parts), 'old'],
  [newBytes, 'new'],
  ['other', 'new'],
  [oldBytes + newBytes, 'appended'],
]);

const putInParts: Act = async ({ services }) => {
  const upload = await beginUpload(services, { bucket, key, headers: { 'x-oss-server-side-encryption': 'AES256' } });
  for (let number = 1; number <= parts; number += 1) await storePart(services, upload, number, Buffer.from(partBytes));
  await completeNamed(services, upload);
};

/** Reads the object to its end, or the version of this id; the headers must be those of the bytes. */
const get =
  (versionId?: string): Act =>
  async ({ services }) => {
    const query = versionId === undefined ? [] : [['versionId', versionId] as const];
    const reply = await getObject(objectCall('GetObject', { bucket, key, query }), services);
    const bytes = await bytesOf(reply);
    const named = BODIES.get(bytes.toString('latin1')) ?? `a mix of ${bytes.length} bytes`;
    return reply.headers?.['x-oss-hash-crc64ecma'] === crc64(0n, bytes).toString() ? named : `${named} under other headers`;
  };

const enable = setVersioning('Enabled');
const suspend = setVersioning('Suspended');
const STARTS = {
  'an object': [put(oldBytes)],
  'an object of many blobs': [putInParts],
  'an appendable object': [append(oldBytes, 0)],
  'the first version': [put(oldBytes), enable],
  'a null version': [enable, put('before'), suspend, put(oldBytes)],
  'a former version': [put(oldBytes), enable, put(newBytes)],
} as const satisfies Record<string, readonly Act[]>;

const swept = (...acts: readonly Act[]): Act => inOrder(...acts, sweepAll);
const EVENTS = {
  'is overwritten': put(newBytes),
  'is overwritten and swept': swept(put(newBytes)),
  'is replaced and swept': swept(put('other')),
  'is overwritten twice and swept': swept(put('between'), put(newBytes)),
  'is deleted': remove,
  'is deleted and swept': swept(remove),
  'is appended to': append(newBytes, size),
  'is removed': removeNullVersion,
  'is removed and swept': swept(removeNullVersion),
} as const satisfies Record<string, Act>;

/** `broken`: the connection is destroyed, since blobs that were not open yet had gone. */
const RACES: readonly [
  start: keyof typeof STARTS,
  event: keyof typeof EVENTS,
  versionId: string | undefined,
  outcomes: readonly string[],
][] = [
  ['an object', 'is overwritten', undefined, ['new', 'old']],
  ['an object', 'is overwritten and swept', undefined, ['new', 'old']],
  ['an object', 'is overwritten twice and swept', undefined, ['new', 'old']],
  ['an object', 'is deleted', undefined, ['NoSuchKey', 'old']],
  ['an object', 'is deleted and swept', undefined, ['NoSuchKey', 'old']],
  ['an object of many blobs', 'is replaced and swept', undefined, ['broken', 'new', 'old']],
  ['an appendable object', 'is appended to', undefined, ['appended', 'old']],
  ['an appendable object', 'is overwritten and swept', undefined, ['new', 'old']],
  ['the first version', 'is overwritten and swept', undefined, ['new', 'old']],
  ['the first version', 'is deleted and swept', undefined, ['NoSuchKey', 'old']],
  ['the first version', 'is removed and swept', undefined, ['NoSuchKey', 'old']],
  ['the first version', 'is overwritten and swept', 'null', ['old']],
  ['the first version', 'is deleted and swept', 'null', ['old']],
  ['the first version', 'is removed and swept', 'null', ['NoSuchVersion', 'old']],
  ['a null version', 'is overwritten and swept', undefined, ['new', 'old']],
  ['a null version', 'is overwritten and swept', 'null', ['new', 'old']],
  ['a former version', 'is overwritten and swept', 'null', ['old']],
  ['a former version', 'is removed', 'null', ['NoSuchVersion', 'old']],
  ['a former version', 'is removed and swept', 'null', ['NoSuchVersion', 'old']],
];

describe('a read, at whatever step', () => {
  it.each(RACES)('of %s, which %s (version %s), gives all of one or the other', async (start, event, versionId, expected) => {
    const ours = get(versionId);
    const seen = await raced({ begin: () => begin(STARTS[start]), ours, theirs: EVENTS[event], look: () => Promise.resolve('') });
    expect(seen).toEqual(expected.map((end) => `${end}, done: `).toSorted());
  });
});
