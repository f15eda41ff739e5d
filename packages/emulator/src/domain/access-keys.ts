import { Fault } from '@sse/core';
import type { OrderedStore } from '../ports/ordered-store.ts';
import { openSession, type Session } from './bucket-key.ts';
import { keyspace, systemScope } from './keyspace.ts';
import type { KeyHierarchy } from './key-hierarchy.ts';
import { newAccessKey, type AccessKeyPair } from './new-access-key.ts';
import { accessKeyAddress, type AccessKeyRow } from './ram/access-key-row.ts';
import type { Stored } from './sealed-rows.ts';

/** The pair of the server's own (root) user. */
interface RootAccessKey extends AccessKeyPair {
  /** Who made it: the server, or the operator, whose secrets are never shown. */
  readonly origin: 'generated' | 'given';
}

/** What the pointer row holds. One without `origin` says nothing about who made the pair. */
interface RootPointer {
  readonly accessKeyId: string;
  readonly origin?: string;
}

/** The pair of the account itself. */
export interface AccessKeys {
  /** The root pair: `given` from now on, or the one that is kept, made on first use. `Fault('configuration')` when the id is that of a user's. */
  root(given: AccessKeyPair | undefined): Promise<RootAccessKey>;
}

export interface AccessKeysOptions {
  readonly store: OrderedStore;
  readonly keys: KeyHierarchy;
  readonly random: (length: number) => Uint8Array;
}

/** The root pair in a row sealed under the system scope, as users' pairs are; a pointer row names it. */
export function accessKeys({ store, keys: { rows, liveKeys }, random }: AccessKeysOptions): AccessKeys {
  const read = (session: Session, accessKeyId: string): Promise<Stored<AccessKeyRow> | undefined> =>
    rows.read<AccessKeyRow>(session, accessKeyAddress(accessKeyId));

  /** The secret of the pair that the pointer names; a row that is gone may have made room for a user's. */
  async function secretOf(session: Session, { accessKeyId }: RootPointer): Promise<string | undefined> {
    const row = (await read(session, accessKeyId))?.value;
    return row?.user === undefined ? row?.secret : undefined;
  }

  /** The row where a root pair is to be; no user's pair makes room for it. */
  async function placeOf(session: Session, { accessKeyId }: AccessKeyPair): Promise<Stored<AccessKeyRow> | undefined> {
    const row = await read(session, accessKeyId);
    if (row?.value.user !== undefined)
      throw new Fault('configuration', `the access key ${accessKeyId} is one of the user ${row.value.user}: give the server another`);
    return row;
  }

  return {
    async root(given) {
      const pointer = keyspace.rootAccessKey();
      for (;;) {
        const session = openSession();
        const kept = await rows.read<RootPointer>(session, { scope: systemScope, key: pointer });
        const secret = kept && (await secretOf(session, kept.value));
        if (kept !== undefined && secret !== undefined) {
          const pair = keptPair(kept.value, secret);
          if (given === undefined || isSame(pair, given)) return pair;
        }
        if (kept !== undefined && secret === undefined && given === undefined)
          throw new Fault(
            'not-authentic',
            'the row of the root access key is gone from the store: restore the data folder, or give a pair',
          );
        const pair: RootAccessKey = given === undefined ? { ...newAccessKey(random), origin: 'generated' } : { ...given, origin: 'given' };
        const place = await placeOf(session, pair);
        const system = await liveKeys.local(session, systemScope, 2);
        const own = keyspace.accessKey(pair.accessKeyId);
        const isReplaced = secret !== undefined && kept !== undefined && kept.value.accessKeyId !== pair.accessKeyId;
        const former = isReplaced ? [keyspace.accessKey(kept.value.accessKeyId)] : [];
        const result = await store.commit({
          checks: [
            { key: pointer, version: kept?.version ?? 'absent' },
            { key: own, version: place?.version ?? 'absent' },
          ],
          sets: [
            {
              key: pointer,
              value: rows.seal(system, pointer, { accessKeyId: pair.accessKeyId, origin: pair.origin } satisfies RootPointer),
            },
            { key: own, value: rows.seal(system, own, { secret: pair.accessKeySecret }) },
          ],
          deletes: former,
        });
        if (result.ok) return pair;
      }
    },
  };
}

function keptPair({ accessKeyId, origin }: RootPointer, accessKeySecret: string): RootAccessKey {
  return { accessKeyId, accessKeySecret, origin: origin === 'generated' ? 'generated' : 'given' };
}

/** Also as to who made it: a generated pair that the operator gives is the operator's from then on. */
function isSame(kept: RootAccessKey, given: AccessKeyPair): boolean {
  return kept.origin === 'given' && kept.accessKeyId === given.accessKeyId && kept.accessKeySecret === given.accessKeySecret;
}
