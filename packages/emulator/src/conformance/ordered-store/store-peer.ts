import type { OrderedStore, StoreKey, Version } from '../../ports/ordered-store.ts';

/** A way to another process. `process` and a forked child process are ones. */
export interface PeerChannel {
  send?(message: Answer | number): unknown;
  on(event: 'message' | 'disconnect', listener: (message: unknown) => void): unknown;
}

/** A store in another process, which reads the rows of all lanes over and over. */
export interface StorePeer {
  /** What a read of the lane's row gives that starts in the other process now; 0 when there is no row. */
  versionIn(lane: number): Promise<Version>;
  /** Ends the other process. */
  end(): Promise<void>;
}

/** A question is the number of a lane. */
interface Answer {
  readonly lane: number;
  readonly version: Version;
}

function isAnswer(message: unknown): message is Answer {
  return typeof message === 'object' && message !== null && 'lane' in message && 'version' in message;
}

/** The row that a lane is about. */
export function laneKey(lane: number): StoreKey {
  return Uint8Array.from([0x6c, lane]);
}

/** Reads that one turn of the event loop starts, so that the store is never at rest when a question comes. */
const readsPerTurn = 8;

/**
 * Answers the questions of `connectStorePeer` from `store`, and reads constantly meanwhile. Runs for as long as the process does.
 * A program for it: `serveStorePeer(openMyStore(process.argv[2]), process)`.
 */
export function serveStorePeer(store: OrderedStore, channel: PeerChannel): void {
  const read = async (lane: number): Promise<Version> => (await store.get(laneKey(lane)))?.version ?? 0;
  channel.on('message', (lane) => {
    if (typeof lane !== 'number') return;
    void read(lane).then((version) => channel.send?.({ lane, version }));
  });
  async function keepReading(): Promise<void> {
    await Promise.all(Array.from({ length: readsPerTurn }, (_, lane) => read(lane)));
    setImmediate(() => void keepReading());
  }
  void keepReading();
}

/** The other end of `serveStorePeer`; `end` is how to end the process. One question for each lane at a time. */
export function connectStorePeer(channel: PeerChannel, end: () => Promise<void>): StorePeer {
  const waiting = new Map<number, { readonly resolve: (version: Version) => void; readonly reject: (reason: Error) => void }>();
  channel.on('message', (answer) => {
    if (isAnswer(answer)) waiting.get(answer.lane)?.resolve(answer.version);
  });
  channel.on('disconnect', () => {
    for (const { reject } of waiting.values()) reject(new Error('the other process ended'));
  });
  return {
    versionIn: (lane) =>
      new Promise((resolve, reject) => {
        waiting.set(lane, { resolve, reject });
        channel.send?.(lane);
      }),
    end,
  };
}
