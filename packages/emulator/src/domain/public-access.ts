import { OssError } from '@sse/core';
import type { OrderedStore } from '../ports/ordered-store.ts';
import type { Session } from './bucket-key.ts';
import type { Bucket } from './buckets.ts';
import type { Documents } from './documents.ts';
import { keyspace, systemScope } from './keyspace.ts';
import type { KeyHierarchy } from './key-hierarchy.ts';

/** The blocks of public access: one for the account, one for each bucket; either is enough. */
export interface PublicAccess {
  /** Whether public ACLs and policies of a bucket are without effect. */
  isBlocked(session: Session, bucket: Bucket): Promise<boolean>;
  /** Whether they are for every bucket of the account. */
  isBlockedForAccount(session: Session): Promise<boolean>;
  blockForAccount(session: Session, blocked: boolean): Promise<void>;
}

export interface PublicAccessOptions {
  readonly store: OrderedStore;
  readonly keys: Pick<KeyHierarchy, 'rows' | 'liveKeys'>;
  readonly documents: Pick<Documents, 'find'>;
}

/** A change that lost to another one is made again this often. */
const attempts = 20;

export function publicAccess({ store, keys: { rows, liveKeys }, documents }: PublicAccessOptions): PublicAccess {
  const address = { scope: systemScope, key: keyspace.accountPublicAccess() };

  async function isBlockedForAccount(session: Session): Promise<boolean> {
    return (await rows.read<{ blocked: boolean }>(session, address))?.value.blocked ?? false;
  }

  return {
    isBlockedForAccount,
    async isBlocked(session, bucket) {
      const own = await documents.find(session, bucket.id, 'publicAccessBlock');
      return own?.BlockPublicAccess === true || isBlockedForAccount(session);
    },
    async blockForAccount(session, blocked) {
      for (let attempt = 0; attempt < attempts; attempt += 1) {
        const stored = await rows.read<{ blocked: boolean }>(session, address);
        const value = rows.seal(await liveKeys.local(session, systemScope), address.key, { blocked });
        const check = { key: address.key, version: stored?.version ?? ('absent' as const) };
        if ((await store.commit({ checks: [check], sets: [{ key: address.key, value }] })).ok) return;
      }
      throw new OssError('ServiceUnavailable');
    },
  };
}
