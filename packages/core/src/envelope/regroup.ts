/** Bytes of a regrouped stream; `last` says that the source ended with them. */
export interface Group {
  /** Valid until the next group is asked for. */
  readonly bytes: Uint8Array;
  readonly last: boolean;
}

/**
 * Regroups pieces of any sizes: one group of `firstSize` bytes, then groups of `size` bytes, and a last one of what remains, shorter or empty.
 * Holds one buffer of the larger size.
 */
export async function* regroup(source: AsyncIterable<Uint8Array>, firstSize: number, size: number): AsyncGenerator<Group, void, void> {
  const buffer = new Uint8Array(Math.max(firstSize, size));
  let wanted = firstSize;
  let held = 0;
  for await (const piece of source) {
    for (let at = 0; at < piece.length;) {
      const taken = piece.subarray(at, at + wanted - held);
      buffer.set(taken, held);
      at += taken.length;
      held += taken.length;
      if (held < wanted) continue;
      yield { bytes: buffer.subarray(0, held), last: false };
      wanted = size;
      held = 0;
    }
  }
  yield { bytes: buffer.subarray(0, held), last: true };
}
