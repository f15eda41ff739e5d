import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { utf8 } from '../../src/primitives/bytes.ts';
import { createCrc64Engine } from '../../src/primitives/crc64-engine.ts';
import { crc64 } from '../../src/primitives/crc64.ts';
import { createLinearMemory, type LinearMemory } from '../../src/primitives/linear-memory.ts';
import { sample } from './sample-bytes.ts';

declare const WebAssembly: { readonly Memory: new (limits: { initial: number }) => LinearMemory & { grow(pages: number): number } };

const bytes = sample(40_000, 'engine');

describe.each([false, true])('createCrc64Engine over memory with shared = %s', (shared) => {
  const memory = createLinearMemory({ bytes: 256 * 1024, shared });
  const engine = createCrc64Engine(memory, 5000);

  it('keeps whole 4096-byte pages at the start for itself', () => {
    expect(engine.reservedBytes % 4096).toBe(0);
    expect(engine.reservedBytes).toBeGreaterThanOrEqual(2 * 16384 + 5000);
    expect(memory.buffer instanceof SharedArrayBuffer).toBe(shared);
  });

  it('has the check value of CRC-64/XZ', () => {
    expect(engine.update(0n, utf8('123456789'))).toBe(0x995dc9bbdf1939fan);
    expect(engine.update(5n, new Uint8Array(0))).toBe(5n);
  });

  it('equals the plain code, in place and copied, for any start, length and value so far', () => {
    const placed = new Uint8Array(memory.buffer, engine.reservedBytes, bytes.length);
    placed.set(bytes);
    const anyCrc = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
    fc.assert(
      fc.property(anyCrc, fc.nat(64), fc.oneof(fc.nat(64), fc.integer({ min: 8100, max: 8300 }), fc.nat(39_000)), (crc, start, length) => {
        const expected = crc64(crc, bytes.subarray(start, start + length));
        expect(engine.update(crc, placed.subarray(start, start + length))).toBe(expected);
        expect(engine.update(crc, bytes.subarray(start, start + length))).toBe(expected);
      }),
    );
    expect(Uint8Array.from(placed)).toEqual(bytes);
  });
});

it('is compiled from the source beside it: run scripts/compile-crc64.ts after a change', () => {
  const [source = '', module] = ['crc64.wat', 'crc64-module.ts'].map((file) =>
    readFileSync(new URL(`../../src/primitives/${file}`, import.meta.url), 'utf8'),
  );
  expect(module).toContain(createHash('sha256').update(source).digest('hex'));
});

describe('createCrc64Engine', () => {
  it('stays right when its memory grows', () => {
    const memory = new WebAssembly.Memory({ initial: 2 });
    const engine = createCrc64Engine(memory);
    memory.grow(2);
    const placed = new Uint8Array(memory.buffer, 3 * 65536, 20_000);
    placed.set(bytes.subarray(0, 20_000));
    expect(engine.update(0n, placed)).toBe(crc64(0n, bytes.subarray(0, 20_000)));
    expect(engine.update(0n, bytes)).toBe(crc64(0n, bytes));
  });

  it('refuses a memory that is too small, and no scratch area', () => {
    expect(() => createCrc64Engine(createLinearMemory({ bytes: 65536 }))).toThrow(RangeError);
    expect(() => createCrc64Engine(createLinearMemory({ bytes: 65536 }), 0)).toThrow(RangeError);
  });
});
