import type { BlobStore } from '../ports/blob-store.ts';
import type { Check, OrderedStore, StoreKey, Version } from '../ports/ordered-store.ts';
import { openSession } from './bucket-key.ts';
import { keyspace, systemScope } from './keyspace.ts';
import type { KeyHierarchy } from './key-hierarchy.ts';

/** Who is writing a blob that no object names yet, and until when the claim holds. */
export interface IntentRow {
  /** The process that writes. */
  readonly owner: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** The trash row of a blob that nothing names any more; the sweeper deletes the blob after a while. It has no value: its key says all. */
export function newTrash(now: number, blobId: string): { readonly key: StoreKey; readonly value: Uint8Array } {
  return { key: keyspace.trash(now, blobId), value: new Uint8Array(0) };
}

/** Up to this many blobs have a trash row each. */
const fewBlobs = 8;

/** The trash rows of blobs that nothing names any more. Many, which are more than a commit takes, go into one row, sealed under `system`. */
export async function newTrashRows(
  keys: KeyHierarchy,
  now: number,
  blobIds: readonly string[],
): Promise<{ readonly key: StoreKey; readonly value: Uint8Array }[]> {
  const [first] = blobIds;
  if (first === undefined || blobIds.length <= fewBlobs) return blobIds.map((blobId) => newTrash(now, blobId));
  const { key } = newTrash(now, first);
  const system = await keys.liveKeys.local(openSession(), systemScope);
  return [{ key, value: keys.rows.seal(system, key, { blobIds: Buffer.from(blobIds.join(''), 'hex') } satisfies TrashList) }];
}

/** What a trash row of many blobs holds: their ids, 16 bytes each. */
export interface TrashList {
  readonly blobIds: Uint8Array;
}

/** What a commit carries to turn a claimed blob into one that an object names. */
export interface IntentRelease {
  /** The claim must still be there. */
  readonly checks: readonly Check[];
  readonly deletes: readonly StoreKey[];
}

/** A claim on one blob id while its bytes are written. Ends with `release` or `abandon`. */
export interface BlobIntent {
  /** Ends the renewal and gives what the commit that makes the blob visible must carry. */
  release(): Promise<IntentRelease>;
  /**
   * Gives the claim up. `certain` says that no object names the blob: then nobody can be reading it, and it is deleted at once, whole, in part,
   * or not there. That is not known after a commit that failed without an answer: then the blob becomes trash, if the claim is still there,
   * for a claim that is gone may mean that the object is.
   */
  abandon(certain: boolean): Promise<void>;
}

export interface BlobIntentsOptions {
  readonly store: OrderedStore;
  readonly blobs: BlobStore;
  readonly keys: KeyHierarchy;
  readonly owner: string;
  readonly now: () => number;
  /** How long a claim holds without renewal, in ms; it is renewed at a third of it. */
  readonly leaseMs?: number;
}

/** Claims blob ids by intent rows, renewed while the writer lives (ARCHITECTURE.md, "Blobs"). */
export function blobIntents({
  store,
  blobs,
  keys,
  owner,
  now,
  leaseMs = 60_000,
}: BlobIntentsOptions): (blobId: string) => Promise<BlobIntent> {
  return async (blobId) => {
    const key = keyspace.intent(blobId);
    let version = await claim('absent');
    let renewing: Promise<void> = Promise.resolve();
    const timer = setInterval(() => {
      renewing = renewing.then(renew);
      renewing.catch(() => clearInterval(timer));
    }, leaseMs / 3);
    timer.unref();

    async function claim(held: Version | 'absent'): Promise<Version> {
      const row: IntentRow = { owner, expiresAt: now() + leaseMs };
      const system = await keys.liveKeys.local(openSession(), systemScope);
      const result = await store.commit({ checks: [{ key, version: held }], sets: [{ key, value: keys.rows.seal(system, key, row) }] });
      if (!result.ok) throw new Error(`the claim on blob ${blobId} is lost`);
      return result.version;
    }

    async function renew(): Promise<void> {
      version = await claim(version);
    }

    /** A lost claim shows in the commit that checks it. */
    async function settle(): Promise<IntentRelease> {
      clearInterval(timer);
      await renewing.catch(() => undefined);
      return { checks: [{ key, version }], deletes: [key] };
    }

    /** Whether it is gone; if not, the trash row has it tried again. */
    async function deleteBlob(): Promise<boolean> {
      try {
        await blobs.delete(blobId);
        return true;
      } catch {
        return false;
      }
    }

    return {
      release: settle,
      async abandon(certain) {
        const claimed = await settle();
        const deleted = certain && (await deleteBlob());
        await store.commit(deleted ? claimed : { ...claimed, sets: [newTrash(now(), blobId)] });
      },
    };
  };
}
