import { giveBack } from '@sse/core/primitives';

/** Bytes that wait to be taken, and go back to the system once they were. */
export interface PieceQueue {
  /** Bytes that can be taken now. */
  readonly queued: number;
  /** All bytes that ever were queued. */
  readonly received: number;
  /** Queues bytes that nobody else uses: memory of their own. */
  push(bytes: Uint8Array): void;
  /** Moves queued bytes to the start of `into` and returns how many. */
  take(into: Uint8Array): number;
}

export function pieceQueue(): PieceQueue {
  const queue: Uint8Array[] = [];
  let offset = 0;
  let queued = 0;
  let received = 0;

  return {
    get queued() {
      return queued;
    },
    get received() {
      return received;
    },
    push(bytes) {
      queue.push(bytes);
      queued += bytes.length;
      received += bytes.length;
    },
    take(into) {
      let taken = 0;
      for (let [first] = queue; first !== undefined && taken < into.length; [first] = queue) {
        const piece = first.subarray(offset, offset + into.length - taken);
        into.set(piece, taken);
        taken += piece.length;
        offset += piece.length;
        if (offset < first.length) break;
        queue.shift();
        offset = 0;
        giveBack(first);
      }
      queued -= taken;
      return taken;
    },
  };
}
