import { OssError, parseCopySource, type HeaderRecord } from '@sse/core';
import { batchSource, bytesSource, type PlainSource } from '../body/plain-source.ts';
import type { ObjectCall } from '../pipeline/call.ts';
import type { ByteRange } from './byte-range.ts';
import { checkConditions } from './conditions.ts';
import { findObject, openRange, type FoundObject } from './read-object.ts';
import type { Services } from './services.ts';
import { versionHeader } from './version-headers.ts';

/** The object that a copy reads, and under which name. */
export interface FoundSource extends FoundObject {
  readonly call: ObjectCall;
}

const CONDITIONS = ['if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since'] as const;

/**
 * The object that `x-oss-copy-source` names, if the `x-oss-copy-source-if-…` headers allow it: 412 `PreconditionFailed`, 304 `NotModified`;
 * 404 `NoSuchBucket`, `NoSuchKey` (protocol reference §4.6, observed behaviour 25).
 */
export async function findCopySource(call: ObjectCall, services: Services): Promise<FoundSource> {
  const source = parseCopySource(call.headers['x-oss-copy-source'] ?? '');
  if (source instanceof OssError) throw source;
  const sourceCall: ObjectCall = { ...call, bucket: source.bucket, key: source.key };
  const found = await findObject(sourceCall, services, source.versionId);
  checkConditions(conditionsOf(call.headers), found.shown.head);
  return { ...found, call: sourceCall };
}

/** Runs `use` over the plaintext of a source, which is decrypted and verified as it is taken, and lets go of it afterwards. */
export async function withSource<T>(
  found: FoundSource,
  range: ByteRange,
  services: Services,
  use: (source: PlainSource) => Promise<T>,
): Promise<T> {
  const body = await openRange(found.call, found, range, services);
  const length = range.end - range.start;
  if (body instanceof Uint8Array) return use(bytesSource(body));
  try {
    return await use(batchSource(body.batches, length));
  } finally {
    await body.close();
  }
}

/** `x-oss-copy-source-version-id`, where the source's bucket was ever versioned. */
export function sourceVersionHeader({ shown: { head }, bucket }: FoundSource): Readonly<Record<string, string>> {
  const id = versionHeader(head, bucket)['x-oss-version-id'];
  return id === undefined ? {} : { 'x-oss-copy-source-version-id': id };
}

/** The conditions of a copy, under the names that they have on reads. */
function conditionsOf(headers: HeaderRecord): HeaderRecord {
  return Object.fromEntries(CONDITIONS.map((name) => [name, headers[`x-oss-copy-source-${name}`]]));
}
