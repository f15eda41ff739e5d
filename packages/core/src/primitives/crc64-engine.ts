import { crc64Module, crc64SharedModule } from './crc64-module.ts';
import { shiftFactor } from './crc64-polynomial.ts';
import { crcTables, productTables, type SlicingTables } from './crc64-tables.ts';
import type { LinearMemory } from './linear-memory.ts';

/** CRC-64/XZ in WebAssembly. */
export interface Crc64Engine {
  /**
   * The CRC of all bytes so far and `bytes`; `crc` is the value so far, 0n at the start (see `crc64`).
   * Bytes that lie in the engine's memory are read in place, others are copied through its scratch area.
   */
  update(crc: bigint, bytes: Uint8Array): bigint;
  /** The start of the memory that the engine keeps for itself, in bytes, a multiple of 4096; everything behind it is the caller's. */
  readonly reservedBytes: number;
}

const tableBytes = 2048 * 8;
const laneLength = 4096;
const pageAlignment = 4096;

/**
 * A CRC-64 engine over `memory`, whose first `reservedBytes` bytes it takes for tables (32 KiB) and `scratchBytes` of scratch area.
 * It compiles its module at once: make one for each process (or thread, over a memory of its own) and keep it.
 * Throws `RangeError` when the memory is too small.
 */
export function createCrc64Engine(memory: LinearMemory, scratchBytes: number = 65536): Crc64Engine {
  const scratchStart = 2 * tableBytes;
  const reservedBytes = Math.ceil((scratchStart + scratchBytes) / pageAlignment) * pageAlignment;
  if (!(scratchBytes >= 1) || memory.buffer.byteLength < reservedBytes) {
    throw new RangeError(
      `expected a memory of at least ${reservedBytes} bytes and a scratch area, got ${memory.buffer.byteLength} and ${scratchBytes}`,
    );
  }
  writeTables(memory, 0, crcTables());
  writeTables(memory, tableBytes, productTables(shiftFactor(laneLength)));
  const advance = instantiate(memory);

  function update(crc: bigint, bytes: Uint8Array): bigint {
    if (bytes.buffer === memory.buffer) return ~advance(~crc, bytes.byteOffset, bytes.length) & 0xffffffffffffffffn;
    const scratch = new Uint8Array(memory.buffer, scratchStart, reservedBytes - scratchStart);
    let state = ~crc;
    for (let at = 0; at < bytes.length; at += scratch.length) {
      const piece = bytes.subarray(at, at + scratch.length);
      scratch.set(piece);
      state = advance(state, scratchStart, piece.length);
    }
    return ~state & 0xffffffffffffffffn;
  }
  return { update, reservedBytes };
}

/** Takes the state (the CRC inverted), a byte offset into the memory and a length in bytes. */
type Advance = (state: bigint, at: number, length: number) => bigint;

// Declared here because neither the language's library nor node's types declare the engine's WebAssembly; `update` is what crc64.wat exports.
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: { env: { memory: LinearMemory } }) => { readonly exports: { readonly update: Advance } };
};

function instantiate(memory: LinearMemory): Advance {
  const source = memory.buffer instanceof SharedArrayBuffer ? crc64SharedModule : crc64Module;
  const module = new WebAssembly.Module(Buffer.from(source, 'base64'));
  return new WebAssembly.Instance(module, { env: { memory } }).exports.update;
}

function writeTables(memory: LinearMemory, at: number, { high, low }: SlicingTables): void {
  const view = new DataView(memory.buffer, at, tableBytes);
  for (let entry = 0; entry < high.length; entry++) {
    view.setUint32(entry * 8, low[entry] ?? 0, true);
    view.setUint32(entry * 8 + 4, high[entry] ?? 0, true);
  }
}
