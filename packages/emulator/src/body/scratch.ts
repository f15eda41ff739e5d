import { createCrc64Engine, createLinearMemory, startHash, type Crc64Engine } from '@sse/core/primitives';

/**
 * One process's working memory for request bodies: the region where socket data becomes contiguous plaintext.
 * It lies in WebAssembly memory, so that CRC-64 runs in place, and it is used only within synchronous steps: one region serves all requests.
 */
export interface Scratch {
  /** 1 MiB; its contents last until the caller awaits. */
  readonly plain: Uint8Array;
  readonly crc64: Crc64Engine;
}

const plainBytes = 1 << 20;
/** More than the CRC engine keeps for itself. */
const engineBytes = 1 << 18;

export function createScratch(): Scratch {
  const memory = createLinearMemory({ bytes: engineBytes + plainBytes });
  const crc64 = createCrc64Engine(memory);
  return { plain: new Uint8Array(memory.buffer, crc64.reservedBytes, plainBytes), crc64 };
}

/** Length, MD5 and CRC-64 of a plaintext, updated while it is in cache. */
export interface Digests {
  readonly length: number;
  readonly crc64: bigint;
  update(bytes: Uint8Array): void;
  /** 16 bytes; ends the digest. */
  md5(): Uint8Array;
}

export function startDigests({ crc64: engine }: Scratch): Digests {
  const md5 = startHash('md5');
  let length = 0;
  let crc64 = 0n;
  return {
    get length() {
      return length;
    },
    get crc64() {
      return crc64;
    },
    update(bytes) {
      length += bytes.length;
      crc64 = engine.update(crc64, bytes);
      md5.update(bytes);
    },
    md5: () => md5.digest(),
  };
}
