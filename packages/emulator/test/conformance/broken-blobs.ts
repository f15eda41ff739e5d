import { setImmediate as nextTurn } from 'node:timers/promises';
import { memoryBlobs } from '../../src/adapters/memory-blobs.ts';
import type { BlobReader, BlobStore, ByteSource } from '../../src/ports/blob-store.ts';
import { sourceOf } from '../../src/conformance/blob-store/subject.ts';

/** A memory blob store with some of its methods replaced. */
function broken(change: (blobs: BlobStore) => Partial<BlobStore>): () => BlobStore {
  return () => {
    const blobs = memoryBlobs();
    return { ...blobs, ...change(blobs) };
  };
}

const onSource = (change: (source: ByteSource) => ByteSource) =>
  broken((blobs) => ({ write: (id, source, options) => blobs.write(id, change(source), options) }));

const onReader = (change: (reader: BlobReader) => BlobReader) =>
  broken((blobs) => ({
    async read(id, range) {
      const reader = await blobs.read(id, range);
      return reader && change(reader);
    },
  }));

async function gather(source: ByteSource, memory = 1 << 16): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for (;;) {
    const into = new Uint8Array(memory);
    const length = await source.read(into);
    if (length === 0) return Buffer.concat(parts);
    parts.push(into.subarray(0, length));
  }
}

/** Stores what came before the source failed. */
function keepsWhatCame(): BlobStore {
  const blobs = memoryBlobs();
  return {
    ...blobs,
    async write(id, source, options) {
      let failure: unknown;
      const until: ByteSource = {
        read: (into) =>
          source.read(into).catch((error: unknown) => {
            failure = error;
            return 0;
          }),
      };
      const size = await blobs.write(id, until, options);
      if (failure !== undefined) throw failure;
      return size;
    },
  };
}

/** All writes go through one buffer, whoever's they are. */
function sharesItsBuffer(): BlobStore {
  const blobs = memoryBlobs();
  const buffer = new Uint8Array(1 << 16);
  return {
    ...blobs,
    write: (id, source, options) =>
      blobs.write(
        id,
        {
          async read(into) {
            const length = await source.read(buffer);
            await nextTurn();
            into.set(buffer.subarray(0, length));
            return length;
          },
        },
        options,
      ),
  };
}

/** Reads ahead into the memory of the read before. */
function readsIntoOldMemory(reader: BlobReader): BlobReader {
  let before: Uint8Array | undefined;
  return {
    ...reader,
    async read(into) {
      const length = await reader.read(into);
      before?.set(into.subarray(0, Math.min(length, before.length)));
      before = into;
      return length;
    },
  };
}

const padded = (source: ByteSource): ByteSource => ({
  read: async (into) => Math.ceil((await source.read(into)) / 4096) * 4096,
});

function shortened(source: ByteSource): ByteSource {
  let given = 0;
  return {
    async read(into) {
      const length = await source.read(into);
      if (given === 0 && length > 1) given = 1;
      return given === 1 && length > 1 ? ((given = 2), length - 1) : length;
    },
  };
}

/** Stores that break the contract of `BlobStore`, each in one way. */
export const brokenBlobs: Readonly<Record<string, () => BlobStore>> = {
  'stores its padding': onSource(padded),
  'loses a byte': onSource(shortened),
  'takes the announced size for the size': broken((blobs) => ({
    async write(id, source, options) {
      const bytes = await gather(source);
      return blobs.write(id, sourceOf(options?.size === undefined ? bytes : bytes.subarray(0, options.size)));
    },
  })),
  'tells the announced size': broken((blobs) => ({
    async write(id, source, options) {
      const size = await blobs.write(id, source, options);
      return options?.size ?? size;
    },
  })),
  'starts a range a byte late': broken((blobs) => ({ read: (id, range) => blobs.read(id, range && { ...range, start: range.start + 1 }) })),
  'includes the end of a range': broken((blobs) => ({ read: (id, range) => blobs.read(id, range && { ...range, end: range.end + 1 }) })),
  'ignores ranges': broken((blobs) => ({ read: (id) => blobs.read(id) })),
  'takes any range': broken((blobs) => ({
    read: (id, range) =>
      blobs.read(id, range && { start: Math.max(0, Math.floor(range.start)), end: Math.max(0, Math.floor(range.end) || 0) }),
  })),
  'gives short reads': onReader((reader) => ({ ...reader, read: (into) => reader.read(into.subarray(0, Math.max(1, into.length >> 1))) })),
  'writes past what it gives': onReader((reader) => ({
    ...reader,
    async read(into) {
      const length = await reader.read(into);
      into.fill(0, length, length + 16);
      return length;
    },
  })),
  'reads into old memory': onReader(readsIntoOldMemory),
  'keeps what came before a failure': keepsWhatCame,
  'has an error of its own for a failed source': onSource((source) => ({
    read: (into) => source.read(into).catch((cause: unknown) => Promise.reject(new Error('the write failed', { cause }))),
  })),
  'takes a failed source for an ended one': onSource((source) => ({ read: (into) => source.read(into).catch(() => 0) })),
  'reads a source beyond its end': onSource((source) => ({
    async read(into) {
      const length = await source.read(into);
      return length > 0 ? length : source.read(into);
    },
  })),
  'reads a source twice at once': broken((blobs) => ({
    async write(id, source, options) {
      const [first, second] = [new Uint8Array(1 << 16), new Uint8Array(1 << 16)];
      const lengths = await Promise.all([source.read(first), source.read(second)]);
      const begun = Buffer.concat([first.subarray(0, lengths[0]), second.subarray(0, lengths[1])]);
      return blobs.write(id, sourceOf(Buffer.concat([begun, lengths[1] === 0 ? begun.subarray(0, 0) : await gather(source)])), options);
    },
  })),
  'offers little memory': onSource((source) => ({ read: (into) => source.read(into.subarray(0, 4096)) })),
  'mixes concurrent writes': sharesItsBuffer,
  'cannot be given up': broken((blobs) => ({ write: (id, source) => blobs.write(id, source) })),
  'invents unknown blobs': broken((blobs) => ({
    read: async (id, range) => (await blobs.read(id, range)) ?? { read: async () => 0, close: async () => undefined },
  })),
  'complains of unknown blobs': broken((blobs) => ({
    async delete(id) {
      const reader = await blobs.read(id);
      if (reader === undefined) throw new Error('no such blob');
      await blobs.delete(id);
    },
  })),
  'forgets to delete': broken(() => ({ delete: async () => undefined })),
  'lets readers down': broken((blobs) => ({
    async read(id, range) {
      const reader = await blobs.read(id, range);
      return (
        reader && {
          ...reader,
          async read(into) {
            const still = await blobs.read(id);
            return still === undefined ? 0 : reader.read(into);
          },
        }
      );
    },
  })),
  'writes over what is there': broken((blobs) => ({
    async write(id, source, options) {
      await blobs.delete(id);
      return blobs.write(id, source, options);
    },
  })),
  'takes any id': broken((blobs) => ({ delete: (id) => (/^[0-9a-f]{32}$/.test(id) ? blobs.delete(id) : Promise.resolve()) })),
  'lists nothing': broken(() => ({ async *list() {} })),
  'goes on after close': broken(() => ({ close: async () => undefined })),
  'reads on after close of the reader': onReader((reader) => ({ read: (into) => reader.read(into), close: async () => undefined })),
};
