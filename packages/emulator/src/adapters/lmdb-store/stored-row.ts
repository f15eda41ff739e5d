import type { Row, StoreKey, Version } from '../../ports/ordered-store.ts';

/** A stored value is the row's version, 8 bytes big-endian, and then the row's value. */
const versionBytes = 8;
const high = 2 ** 32;

/** The version of a stored value, or the number in the sequence row. */
export function versionOf(stored: Buffer): Version {
  return stored.readUInt32BE(0) * high + stored.readUInt32BE(4);
}

/** The row that `stored` holds; its value is a view on `stored`. */
export function rowOf(key: StoreKey, stored: Buffer): Row {
  const value = new Uint8Array(stored.buffer, stored.byteOffset + versionBytes, stored.length - versionBytes);
  return { key, value, version: versionOf(stored) };
}

/** Makes stored values in memory that each call overwrites. */
export function rowEncoder(): (version: Version, value: Uint8Array) => Uint8Array {
  let scratch = Buffer.allocUnsafeSlow(1 << 16);
  return (version, value) => {
    const length = versionBytes + value.length;
    if (length > scratch.length) scratch = Buffer.allocUnsafeSlow(length);
    scratch.writeUInt32BE(Math.floor(version / high), 0);
    scratch.writeUInt32BE(version % high, 4);
    scratch.set(value, versionBytes);
    return scratch.subarray(0, length);
  };
}
