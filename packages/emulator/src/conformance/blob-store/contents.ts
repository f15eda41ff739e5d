import assert from 'node:assert/strict';
import { assertBytes, assertMisuse } from '../assertions.ts';
import { blobId, listed, pattern, readAll, sourceOf, type BlobStoreCase } from './subject.ts';

const mebibyte = 1 << 20;
const sizes = [0, 1, 4095, 4096, 4097, 65_535, 65_536, 131_073, mebibyte - 1, mebibyte, mebibyte + 1, 4 * mebibyte, 5 * mebibyte + 3];

export const contentCases: readonly BlobStoreCase[] = [
  {
    name: 'a blob of any size comes back as it was written, and write gives its size',
    async run({ blobs }) {
      for (const [n, size] of sizes.entries()) {
        const bytes = pattern(size, n);
        assert.equal(await blobs.write(blobId(n), sourceOf(bytes)), size, 'size that write gives');
        assertBytes(await readAll(await blobs.read(blobId(n)), mebibyte), bytes, `blob of ${size} bytes`);
      }
    },
  },
  {
    name: 'so it does when its size is announced, rightly or wrongly',
    async run({ blobs }) {
      for (const [n, [size, announced]] of [
        ...sizes.map((each) => [each, each] as const),
        [10, 5 * mebibyte] as const,
        [5 * mebibyte + 3, 10] as const,
        [mebibyte, 0] as const,
      ].entries()) {
        const bytes = pattern(size, n);
        assert.equal(await blobs.write(blobId(n), sourceOf(bytes), { size: announced }), size);
        assertBytes(await readAll(await blobs.read(blobId(n)), mebibyte), bytes, `blob of ${size} bytes, announced as ${announced}`);
      }
    },
  },
  {
    name: 'so it does in whatever pieces its source gives it',
    async run({ blobs }) {
      for (const [n, [size, piece]] of (
        [
          [3, 1],
          [5000, 7],
          [300_001, 1000],
          [mebibyte + 1, 65_535],
          [2 * mebibyte, 4096],
          [5 * mebibyte + 3, 100_001],
        ] as const
      ).entries()) {
        const bytes = pattern(size, n);
        await blobs.write(blobId(n), sourceOf(bytes, { piece }));
        assertBytes(await readAll(await blobs.read(blobId(n)), mebibyte), bytes, `blob of ${size} bytes in pieces of ${piece}`);
      }
    },
  },
  {
    name: 'a range gives its bytes and no others, cut off at the end of the blob',
    async run({ blobs }) {
      const size = 200_005;
      const bytes = pattern(size);
      await blobs.write(blobId(0), sourceOf(bytes));
      for (const [start, end] of [
        [0, 1],
        [1, 2],
        [0, 0],
        [7, 7],
        [4095, 4097],
        [65_536, 131_072],
        [100, size],
        [size - 1, size],
        [size - 1, size + 100],
        [size, size + 1],
        [size + 5, size + 10],
        [9, 3],
        [3, Infinity],
      ] as const) {
        const reader = await blobs.read(blobId(0), { start, end });
        assertBytes(await readAll(reader, 50_000), bytes.subarray(start, Math.max(start, end)), `bytes ${start} to ${end}`);
      }
    },
  },
  {
    name: 'a read fills its memory, however small, until the end, and gives 0 from then on',
    async run({ blobs }) {
      const bytes = pattern(1000);
      await blobs.write(blobId(0), sourceOf(bytes));
      for (const length of [1, 7, 999, 1000, 1001]) {
        assertBytes(await readAll(await blobs.read(blobId(0)), length), bytes, `blob read by ${length} bytes`);
      }
      const reader = await blobs.read(blobId(0));
      const into = new Uint8Array(2000);
      assert.deepEqual([await reader?.read(into), await reader?.read(into), await reader?.read(into)], [1000, 0, 0]);
      await reader?.close();
    },
  },
  {
    name: 'a range whose ends are no positions is refused',
    async run({ blobs }) {
      await blobs.write(blobId(0), sourceOf(pattern(10)));
      for (const range of [
        { start: -1, end: 5 },
        { start: 0.5, end: 5 },
        { start: 0, end: Number.NaN },
        { start: 0, end: -1 },
      ]) {
        await assertMisuse(() => blobs.read(blobId(0), range), `the range ${range.start} to ${range.end}`);
      }
    },
  },
  {
    name: 'list gives each blob that is there once, and nothing else',
    async run({ blobs }) {
      assert.deepEqual(await listed(blobs), []);
      const ids = [0, 1, 255, 256, 257, 1000].map(blobId);
      for (const id of ids) await blobs.write(id, sourceOf(pattern(10)));
      assert.deepEqual(await listed(blobs), ids.toSorted());
      await blobs.delete(blobId(256));
      assert.deepEqual(await listed(blobs), ids.filter((id) => id !== blobId(256)).toSorted());
    },
  },
];
