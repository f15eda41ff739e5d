import { startHash } from '@sse/core/primitives';
import type { PlainSource } from './plain-source.ts';

/** A source behind bytes that are there already, with the MD5 of the source alone, 16 bytes; asking for it ends the digest. */
export interface PrefixedSource {
  readonly source: PlainSource;
  readonly digests: { md5(): Uint8Array };
}

/** `prefix` and then what `source` gives. The caller must not write into `prefix` before it was taken. */
export function prefixedSource(prefix: Uint8Array, source: PlainSource): PrefixedSource {
  const hasher = startHash('md5');
  let rest = prefix;

  return {
    digests: { md5: () => hasher.digest() },
    source: {
      declared: source.declared === undefined ? undefined : prefix.length + source.declared,
      get queued() {
        return rest.length + source.queued;
      },
      get ended() {
        return source.ended;
      },
      ready: (bytes) => source.ready(Math.max(bytes - rest.length, 0)),
      take(into) {
        const first = rest.subarray(0, into.length);
        into.set(first);
        rest = rest.subarray(first.length);
        const behind = into.subarray(first.length);
        const taken = behind.length === 0 ? 0 : source.take(behind);
        hasher.update(behind.subarray(0, taken));
        return first.length + taken;
      },
    },
  };
}
