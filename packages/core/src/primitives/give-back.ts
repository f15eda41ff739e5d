/**
 * Gives the memory of `bytes` back to the system at once, where they are all of a buffer of their own; afterwards they are empty, and nobody
 * else may look at them. Part of a buffer, or shared memory, is left alone.
 *
 * The garbage collector sees of a large buffer only a small object, and answers the memory outside its heap with a full collection about every
 * 16 MiB: on bodies that cost as much as the cipher (measured: 2.8 s of CPU per GiB read, 1.1 without).
 */
export function giveBack(bytes: Uint8Array): void {
  const { buffer } = bytes;
  if (buffer instanceof ArrayBuffer && bytes.byteLength === buffer.byteLength) buffer.transfer(0);
}
