/** `bytes` as a stream of pieces of `size` bytes. */
export async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** Everything an iterator gives until it ends or fails, with the error if it failed. */
export async function drain(iterator: AsyncIterator<Uint8Array>): Promise<{ readonly bytes: Uint8Array; readonly error: unknown }> {
  const taken: Uint8Array[] = [];
  let error: unknown;
  try {
    for (let result = await iterator.next(); result.done !== true; result = await iterator.next()) taken.push(result.value);
  } catch (failure) {
    error = failure;
  }
  return { bytes: Uint8Array.from(Buffer.concat(taken)), error };
}
