import { Fault } from '../errors/fault.ts';
import type { MessageParameters } from './message-key.ts';
import { startOpen } from './open.ts';
import { regroup } from './regroup.ts';
import { startSeal } from './seal.ts';
import { chunkSize, headerSize, sealedBatchSize, sealedChunkSize } from './sizes.ts';

const batchChunks = 16;
const plainBatch = batchChunks * chunkSize;
const sealedBatch = batchChunks * sealedChunkSize;

/**
 * Seals a stream of pieces of any sizes as one message; `salt` as for `startSeal`. Every piece it yields is fresh memory.
 * Memory use is constant: 16 chunks of plaintext and 16 of ciphertext. An error is final: every later `next` rejects with it.
 */
export function sealStream(
  parameters: MessageParameters & { readonly salt: Uint8Array },
  source: AsyncIterable<Uint8Array>,
): AsyncIterableIterator<Uint8Array> {
  return failingForGood(sealGroups(parameters, source));
}

/**
 * Opens a sealed message that comes as a stream of pieces of any sizes; it yields one verified chunk at a time, none of them empty.
 * Memory use is constant: 16 chunks of ciphertext and 16 of plaintext.
 * Rejects with `Fault('not-authentic')`, maybe after chunks that are authentic. An error is final: every later `next` rejects with it, so that
 * a damaged message never looks like one that ended. Only the end of the iteration says that the message was whole.
 */
export function openStream(parameters: MessageParameters, source: AsyncIterable<Uint8Array>): AsyncIterableIterator<Uint8Array> {
  return failingForGood(openGroups(parameters, source));
}

async function* sealGroups(
  parameters: MessageParameters & { readonly salt: Uint8Array },
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, void> {
  const sealer = startSeal(parameters);
  yield sealer.header;
  for await (const { bytes, last } of regroup(source, plainBatch, plainBatch)) {
    const sealed = new Uint8Array(sealedBatchSize(bytes.length, last));
    sealer.sealBatch(bytes, sealed, last);
    yield sealed;
  }
}

async function* openGroups(parameters: MessageParameters, source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, void> {
  const groups = regroup(source, headerSize, sealedBatch);
  try {
    const first = await groups.next();
    if (first.done === true || first.value.last) throw new Fault('not-authentic', 'the message ends inside its header');
    const opener = startOpen({ ...parameters, header: first.value.bytes });
    let chunk = 0;
    for await (const { bytes, last } of groups) {
      const pieces = opener.openBatch(bytes, chunk, last);
      chunk += pieces.length;
      yield* pieces.filter((piece) => piece.length > 0);
    }
  } finally {
    await groups.return();
  }
}

/** A generator that has thrown reports a clean end from then on; this one keeps throwing. */
function failingForGood(generator: AsyncGenerator<Uint8Array, void, void>): AsyncIterableIterator<Uint8Array> {
  let failure: { readonly error: unknown } | undefined;
  return {
    async next(): Promise<IteratorResult<Uint8Array, void>> {
      if (failure !== undefined) throw failure.error;
      try {
        return await generator.next();
      } catch (error) {
        failure = { error };
        throw error;
      }
    },
    return: () => generator.return(),
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
