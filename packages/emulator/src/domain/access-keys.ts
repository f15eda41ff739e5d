import { Fault } from '@sse/core';
import { toHex } from '@sse/core/primitives';
import type { OrderedStore } from '../ports/ordered-store.ts';
import { openSession, type Session } from './bucket-key.ts';
import { keyspace, systemScope } from './keyspace.ts';
import type { KeyHierarchy } from './key-hierarchy.ts';

/** A pair that signs requests. */
interface AccessKey {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
}

/** The pair of the server's own (root) user. */
interface RootAccessKey extends AccessKey {
  /** Who made it: the server, or the operator, whose secrets are never shown. */
  readonly origin: 'generated' | 'given';
}

/** What the pointer row holds. One without `origin` says nothing about who made the pair. */
interface RootPointer {
  readonly accessKeyId: string;
  readonly origin?: string;
}

export interface AccessKeys {
  /** The secret of an access key, or `undefined` when there is none of that id. */
  secretOf(session: Session, accessKeyId: string): Promise<string | undefined>;
  /** The root pair: `given` from now on, or the one that is kept, made on first use. */
  root(given: AccessKey | undefined): Promise<RootAccessKey>;
}

export interface AccessKeysOptions {
  readonly store: OrderedStore;
  readonly keys: KeyHierarchy;
  readonly random: (length: number) => Uint8Array;
}

/** Longer ids than any that is given out are not looked up. */
export const longestAccessKeyId = 128;

/** Access keys in rows sealed under the system scope; a pointer row names the root pair. */
export function accessKeys({ store, keys: { rows, liveKeys }, random }: AccessKeysOptions): AccessKeys {
  async function secretOf(session: Session, accessKeyId: string): Promise<string | undefined> {
    if (accessKeyId.length > longestAccessKeyId) return undefined;
    const key = keyspace.accessKey(accessKeyId);
    return (await rows.read<{ secret: string }>(session, { scope: systemScope, key }))?.value.secret;
  }

  return {
    secretOf,
    async root(given) {
      const pointer = keyspace.rootAccessKey();
      for (;;) {
        const session = openSession();
        const kept = await rows.read<RootPointer>(session, { scope: systemScope, key: pointer });
        const secret = kept && (await secretOf(session, kept.value.accessKeyId));
        if (kept !== undefined && secret !== undefined) {
          const pair = keptPair(kept.value, secret);
          if (given === undefined || isSame(pair, given)) return pair;
        }
        if (kept !== undefined && secret === undefined && given === undefined)
          throw new Fault(
            'not-authentic',
            'the row of the root access key is gone from the store: restore the data folder, or give a pair',
          );
        const pair: RootAccessKey = given === undefined ? generated(random) : { ...given, origin: 'given' };
        const system = await liveKeys.local(session, systemScope, 2);
        const own = keyspace.accessKey(pair.accessKeyId);
        const former = kept && kept.value.accessKeyId !== pair.accessKeyId ? [keyspace.accessKey(kept.value.accessKeyId)] : [];
        const result = await store.commit({
          checks: [{ key: pointer, version: kept?.version ?? 'absent' }],
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
function isSame(kept: RootAccessKey, given: AccessKey): boolean {
  return kept.origin === 'given' && kept.accessKeyId === given.accessKeyId && kept.accessKeySecret === given.accessKeySecret;
}

/** In the form of real ones: `LTAI` and 20 more, and 30 characters of secret. */
function generated(random: (length: number) => Uint8Array): RootAccessKey {
  const accessKeySecret = Buffer.from(random(23)).toString('base64url').slice(0, 30);
  return { accessKeyId: `LTAI${toHex(random(10))}`, accessKeySecret, origin: 'generated' };
}
