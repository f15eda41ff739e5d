import { Packr } from 'msgpackr';

/** Rows are plain MessagePack maps (msgpackr, which lmdb brings along): compact, binary-safe, and no row needs another row's structure. */
const packr = new Packr({ useRecords: false, variableMapSize: true });

/** The bytes of a row's value before sealing. Fields that are `undefined` are read back as absent. */
export function encodeRow(value: object): Uint8Array {
  return packr.pack(value);
}

/** The value that `encodeRow` was given. Only for bytes that authenticated: the shape is trusted. */
export function decodeRow<T>(bytes: Uint8Array): T {
  return packr.unpack(bytes) as T;
}
