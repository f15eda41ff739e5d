import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BUCKET_ACLS } from '../../../src/bucket/acl.ts';
import { bucketStatement, identityStatement, situation } from './arbitrary-situation.ts';
import { decide, type Situation, type Statement } from './situation.ts';

const PLACES = ['user', 'group', 'session', 'bucket'] as const;
type Place = (typeof PLACES)[number];

const RUNS = { numRuns: 600 };
const allows = (asked: Situation): boolean => decide(asked).effect === 'Allow';

/** A situation with one more statement somewhere in a policy that is there, or that is there for it. */
const withOneMore = (effect: 'Allow' | 'Deny', places: readonly Place[]) =>
  fc
    .tuple(situation, fc.constantFrom(...places), identityStatement, bucketStatement, fc.nat())
    .map(([before, place, ofIdentity, ofBucket, position]) => {
      const added: Statement = { ...(place === 'bucket' ? ofBucket : ofIdentity), Effect: effect };
      const given = before[place] ?? [];
      const isNarrowing = place === 'session' && effect === 'Allow' && before.session === undefined;
      const at = position % (given.length + 1);
      return { before, after: isNarrowing ? before : { ...before, [place]: given.toSpliced(at, 0, added) } };
    });

describe('a decision', () => {
  it('never becomes Allow by one more Deny, wherever it stands', () => {
    fc.assert(
      fc.property(withOneMore('Deny', PLACES), ({ before, after }) => {
        expect(allows(after) && !allows(before)).toBe(false);
      }),
      RUNS,
    );
  });

  it('never becomes Deny by one more Allow, wherever it stands', () => {
    fc.assert(
      fc.property(withOneMore('Allow', PLACES), ({ before, after }) => {
        expect(allows(before) && !allows(after)).toBe(false);
      }),
      RUNS,
    );
  });

  it('does not depend on the order of statements and policies', () => {
    fc.assert(
      fc.property(situation, fc.infiniteStream(fc.nat()), (asked, numbers) => {
        const shuffled = (list: readonly Statement[]): Statement[] =>
          list
            .map((item) => ({ item, at: numbers.next().value }))
            .toSorted((left, right) => left.at - right.at)
            .map(({ item }) => item);
        const { user, group, ...rest } = asked;
        const lists = { user: group, group: user, session: rest.session, bucket: rest.bucket };
        const other = Object.entries(lists).flatMap(([place, list]) => (list === undefined ? [] : [[place, shuffled(list)] as const]));
        expect(allows({ ...rest, ...Object.fromEntries(other) })).toBe(allows(asked));
      }),
      RUNS,
    );
  });

  it('for a session is never more than for its role, nor than its policy allows', () => {
    fc.assert(
      fc.property(situation, fc.array(identityStatement, { minLength: 1, maxLength: 3 }), ({ session: _session, ...role }, session) => {
        if (role.by?.kind === 'root' || !allows({ ...role, session })) return;
        expect(allows(role)).toBe(true);
        const { group: _group, bucket: _bucket, acl: _acl, objectAcl: _objectAcl, ...asked } = role;
        expect(allows({ ...asked, user: session })).toBe(true);
      }),
      RUNS,
    );
  });

  it('is never more where public access is blocked', () => {
    fc.assert(
      fc.property(situation, (asked) => {
        expect(allows({ ...asked, blocked: true }) && !allows({ ...asked, blocked: false })).toBe(false);
      }),
      RUNS,
    );
  });

  it('for an anonymous caller is Deny where public access is blocked and no condition names an address', () => {
    fc.assert(
      fc.property(situation, ({ user: _user, group: _group, bucket = [], ...asked }) => {
        const anywhere = bucket.map(({ Condition: _condition, ...rest }) => rest);
        const policy = anywhere.length === 0 ? {} : { bucket: anywhere };
        expect(allows({ ...asked, ...policy, by: { kind: 'anonymous' }, blocked: true })).toBe(false);
      }),
      RUNS,
    );
  });

  it('that a statement denies is Deny whatever the ACLs', () => {
    const acl = fc.constantFrom(...BUCKET_ACLS);
    fc.assert(
      fc.property(situation, acl, acl, ({ acl: _acl, objectAcl: _objectAcl, ...asked }, ofBucket, ofObject) => {
        if (decide(asked).ground.kind !== 'statement' || allows(asked)) return;
        expect(allows({ ...asked, acl: ofBucket })).toBe(false);
        expect(allows({ ...asked, acl: ofBucket, objectAcl: ofObject })).toBe(false);
      }),
      RUNS,
    );
  });

  it('is never less under a wider ACL', () => {
    fc.assert(
      fc.property(situation, ({ objectAcl: _objectAcl, ...asked }) => {
        const [own = false, read = false, write = false] = BUCKET_ACLS.map((acl) => allows({ ...asked, acl }));
        expect([own && !read, read && !write]).toEqual([false, false]);
      }),
      RUNS,
    );
  });

  it('for the account is Deny only by the policy of the bucket', () => {
    fc.assert(
      fc.property(situation, ({ user: _user, group: _group, session: _session, ...asked }) => {
        const { effect, ground } = decide({ ...asked, by: { kind: 'root' } });
        expect(effect === 'Allow' ? ground.kind : ground).toEqual(
          effect === 'Allow' ? 'account' : { kind: 'statement', of: 'bucket', policy: 'bucket', statement: expect.any(Number) as number },
        );
      }),
      RUNS,
    );
  });
});
