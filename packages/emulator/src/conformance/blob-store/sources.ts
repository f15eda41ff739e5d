import assert from 'node:assert/strict';
import { minimumPull, type BlobStore, type ByteSource } from '../../ports/blob-store.ts';
import { assertBytes, assertRejects } from '../assertions.ts';
import { blobId, listed, pattern, readAll, sourceOf, type BlobStoreCase } from './subject.ts';

async function assertNothingLeft(blobs: BlobStore, what: string): Promise<void> {
  assert.equal(await blobs.read(blobId(0)), undefined, `${what} must leave no blob`);
  assert.deepEqual(await listed(blobs), [], `${what} must leave nothing in the list`);
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export const sourceCases: readonly BlobStoreCase[] = [
  {
    name: 'when the source fails, write rejects with its error and leaves nothing, however far it had come',
    async run({ blobs }) {
      for (const length of [0, 1, 4096, 65_537, (1 << 20) + 1, (5 << 20) + 3]) {
        for (const size of [undefined, length + 1000]) {
          const error = new Error('the source failed');
          const source = sourceOf(pattern(length), { error, piece: 300_000 });
          await assertRejects(
            () => blobs.write(blobId(0), source, size === undefined ? {} : { size }),
            (caught) => caught === error,
            'a write whose source fails',
          );
          await assertNothingLeft(blobs, `a write that failed after ${length} bytes`);
        }
      }
    },
  },
  {
    name: 'a source is read one call at a time, into enough memory, to its end and not beyond',
    async run({ blobs }) {
      const bytes = pattern(3_000_001);
      let reading = false;
      let ended = false;
      let given = 0;
      const source: ByteSource = {
        async read(into) {
          assert.ok(!reading, 'a read began while another was under way');
          assert.ok(!ended, 'a read began after the end was given');
          assert.ok(into.length >= minimumPull, `a read was offered ${into.length} bytes of memory, fewer than minimumPull`);
          reading = true;
          await turn();
          reading = false;
          const part = bytes.subarray(given, given + Math.min(into.length, 777_777));
          into.set(part);
          given += part.length;
          ended = part.length === 0;
          return part.length;
        },
      };
      await blobs.write(blobId(0), source);
      assert.ok(ended, 'write resolved before the source gave its end');
    },
  },
  {
    name: 'a source that stalls says so: its bytes arrive whole, and its failure while it stalls fails the write',
    async run({ blobs }) {
      const bytes = pattern(600_001);
      const stalling = (error?: Error): ByteSource => {
        const source = sourceOf(bytes, { piece: 65_537 });
        let reads = 0;
        const fails = (): boolean => error !== undefined && reads > 3;
        async function stall(): Promise<void> {
          await turn();
          if (fails()) throw error;
        }
        return {
          async read(into) {
            if (fails()) throw error;
            reads += 1;
            return source.read(into);
          },
          ready: () => (reads % 3 === 0 ? undefined : stall()),
        };
      };
      await blobs.write(blobId(1), stalling());
      assertBytes(await readAll(await blobs.read(blobId(1))), bytes, 'blob of a stalling source');
      await blobs.delete(blobId(1));
      const error = new Error('the client went away');
      await assertRejects(
        () => blobs.write(blobId(0), stalling(error)),
        (caught) => caught === error,
        'a write whose source fails while it stalls',
      );
      await assertNothingLeft(blobs, 'a write whose source failed while it stalled');
    },
  },
  {
    name: 'a write that is given up rejects with the reason and leaves nothing',
    async run({ blobs }) {
      const reason = new Error('given up');
      const gone = AbortSignal.abort(reason);
      await assertRejects(
        () => blobs.write(blobId(0), sourceOf(pattern(10)), { signal: gone }),
        (caught) => caught === reason,
        'a write given up before',
      );
      await assertNothingLeft(blobs, 'a write given up before it began');
      const controller = new AbortController();
      let reads = 0;
      const source = sourceOf(pattern(8 << 20), { onRead: () => (reads += 1) === 4 && controller.abort(reason) });
      await assertRejects(
        () => blobs.write(blobId(0), source, { signal: controller.signal }),
        (caught) => caught === reason,
        'a write given up midway',
      );
      await assertNothingLeft(blobs, 'a write given up midway');
    },
  },
  {
    name: 'memory given to a source or a read is not written to once the call is over',
    async run({ blobs }) {
      const bytes = pattern(300_000);
      await blobs.write(blobId(0), sourceOf(bytes));
      const reader = await blobs.read(blobId(0));
      const first = new Uint8Array(100_000);
      await reader?.read(first);
      const rest = new Uint8Array(100_000);
      await reader?.read(rest);
      await reader?.read(rest);
      await reader?.close();
      for (let wait = 0; wait < 5; wait += 1) await turn();
      assertBytes(first, bytes.subarray(0, first.length), 'memory of an earlier read');
    },
  },
];
