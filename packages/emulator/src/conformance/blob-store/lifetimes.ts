import assert from 'node:assert/strict';
import { assertBytes, assertMisuse } from '../assertions.ts';
import { blobId, listed, pattern, readAll, sourceOf, type BlobStoreCase } from './subject.ts';

export const lifetimeCases: readonly BlobStoreCase[] = [
  {
    name: 'an unknown blob is no error: read gives nothing, delete does nothing',
    async run({ blobs }) {
      assert.equal(await blobs.read(blobId(0)), undefined);
      await blobs.delete(blobId(0));
      await blobs.write(blobId(1), sourceOf(pattern(10)));
      assert.equal(await blobs.read(blobId(0)), undefined);
      assert.equal(await blobs.read(blobId(257)), undefined);
      await blobs.delete(blobId(257));
      assert.deepEqual(await listed(blobs), [blobId(1)]);
    },
  },
  {
    name: 'a deleted blob is gone, and deleting it again is no error',
    async run({ blobs }) {
      await blobs.write(blobId(0), sourceOf(pattern(10)));
      await blobs.write(blobId(1), sourceOf(pattern(10)));
      await blobs.delete(blobId(0));
      assert.equal(await blobs.read(blobId(0)), undefined);
      await blobs.delete(blobId(0));
      assertBytes(await readAll(await blobs.read(blobId(1))), pattern(10), 'the other blob');
    },
  },
  {
    name: 'a reader that was opened before the blob was deleted goes on to the end',
    async run({ blobs }) {
      const bytes = pattern(3_000_001);
      await blobs.write(blobId(0), sourceOf(bytes));
      const reader = await blobs.read(blobId(0), { start: 5, end: Infinity });
      const first = new Uint8Array(1000);
      await reader?.read(first);
      await blobs.delete(blobId(0));
      assertBytes(await readAll(reader), bytes.subarray(1005), 'the rest of a deleted blob');
    },
  },
  {
    name: 'a second write of an id is refused and leaves the first one as it was',
    async run({ blobs }) {
      const bytes = pattern(5000);
      await blobs.write(blobId(0), sourceOf(bytes));
      await assertMisuse(() => blobs.write(blobId(0), sourceOf(pattern(7, 1))), 'a second write of an id');
      assertBytes(await readAll(await blobs.read(blobId(0))), bytes, 'the first blob of that id');
      const results = await Promise.allSettled([1, 2, 3].map((seed) => blobs.write(blobId(9), sourceOf(pattern(200_000, seed)))));
      assert.deepEqual(results.filter(({ status }) => status === 'fulfilled').length, 1, 'writes of one id that race: one wins');
      const winner = results.findIndex(({ status }) => status === 'fulfilled');
      assertBytes(await readAll(await blobs.read(blobId(9))), pattern(200_000, winner + 1), 'the blob of the write that won');
    },
  },
  {
    name: 'an id that is not 32 lower-case hex digits is refused',
    async run({ blobs }) {
      for (const id of ['', 'a', '0'.repeat(31), '0'.repeat(33), 'A'.repeat(32), `../${'0'.repeat(29)}`, `${'0'.repeat(32)}\n`]) {
        const what = `the id ${JSON.stringify(id)}`;
        await assertMisuse(() => blobs.write(id, sourceOf(pattern(10))), what);
        await assertMisuse(() => blobs.read(id), what);
        await assertMisuse(() => blobs.delete(id), what);
      }
      assert.deepEqual(await listed(blobs), []);
    },
  },
  {
    name: 'many writes and reads at once do not mix their bytes',
    async run({ blobs }) {
      const sizes = Array.from({ length: 64 }, (_, n) => (n * 37_813) % 300_000);
      await Promise.all(
        sizes.map(async (size, n) => {
          const bytes = pattern(size, n);
          await blobs.write(blobId(n), sourceOf(bytes, { piece: 50_000 + n * 1000 }), n % 2 === 0 ? { size } : {});
          assertBytes(await readAll(await blobs.read(blobId(n))), bytes, `blob ${n} while others were written`);
        }),
      );
      for (const [n, size] of sizes.entries())
        assertBytes(await readAll(await blobs.read(blobId(n))), pattern(size, n), `blob ${n} afterwards`);
      assert.equal((await listed(blobs)).length, sizes.length);
    },
  },
  {
    name: 'a closed reader refuses to read, and may be closed again',
    async run({ blobs }) {
      await blobs.write(blobId(0), sourceOf(pattern(10)));
      const reader = await blobs.read(blobId(0));
      assert.ok(reader !== undefined);
      await reader.close();
      await reader.close();
      await assertMisuse(() => reader.read(new Uint8Array(10)), 'a read of a closed reader');
    },
  },
  {
    name: 'a closed store refuses every call, and may be closed again; readers go on',
    async run({ blobs }) {
      await blobs.write(blobId(0), sourceOf(pattern(10)));
      const reader = await blobs.read(blobId(0));
      await blobs.close();
      await blobs.close();
      await assertMisuse(() => blobs.write(blobId(1), sourceOf(pattern(10))), 'write after close');
      await assertMisuse(() => blobs.read(blobId(0)), 'read after close');
      await assertMisuse(() => blobs.delete(blobId(0)), 'delete after close');
      await assertMisuse(() => listed(blobs), 'list after close');
      assertBytes(await readAll(reader), pattern(10), 'a blob opened before');
    },
  },
  {
    name: 'blobs outlive the store',
    needs: ['reopen'],
    async run({ blobs, reopen }) {
      await blobs.write(blobId(0), sourceOf(pattern(100_000)));
      await blobs.close();
      const again = await reopen?.();
      assert.ok(again !== undefined, 'a subject with this capability has reopen()');
      assertBytes(await readAll(await again.read(blobId(0))), pattern(100_000), 'blob read after the store was opened again');
      await assertMisuse(() => again.write(blobId(0), sourceOf(pattern(1))), 'a second write of an id');
    },
  },
];
