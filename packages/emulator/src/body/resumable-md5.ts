import { createMD5 } from 'hash-wasm';
import type { PlainSource } from './plain-source.ts';

/**
 * An MD5 that was stopped: 156 bytes, which hold up to 63 bytes of plaintext and are to be kept like it. They are what one version of one program
 * writes (hash-wasm, whose version is therefore pinned), and a test keeps one of them.
 */
export type Md5State = Uint8Array;

/** A source whose bytes are hashed as they are taken. */
export interface HashedSource {
  readonly source: PlainSource;
  /** After what was taken so far. */
  readonly state: () => Md5State;
}

/** `source`, hashed on from a state; from the beginning when that is absent. Throws when the state is none that this version wrote. */
export async function hashedSource(source: PlainSource, from: Md5State | undefined): Promise<HashedSource> {
  const md5 = await resumed(from);
  return {
    state: () => md5.save(),
    source: {
      get declared() {
        return source.declared;
      },
      get queued() {
        return source.queued;
      },
      get ended() {
        return source.ended;
      },
      ready: (bytes) => source.ready(bytes),
      take(into) {
        const taken = source.take(into);
        md5.update(into.subarray(0, taken));
        return taken;
      },
    },
  };
}

/** The MD5 of all bytes before a state, 16 bytes. */
export async function md5OfState(state: Md5State): Promise<Uint8Array> {
  return Uint8Array.from((await resumed(state)).digest('binary'));
}

async function resumed(from: Md5State | undefined): ReturnType<typeof createMD5> {
  const md5 = await createMD5();
  return from === undefined ? md5.init() : md5.load(from);
}
