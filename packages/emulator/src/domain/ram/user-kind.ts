import { RpcError } from '@sse/core';
import type { OrderedStore } from '../../ports/ordered-store.ts';
import { keyspace } from '../keyspace.ts';
import type { SealedRows } from '../sealed-rows.ts';
import { attachedLinks } from './attached-links.ts';
import { checkNames, checkPolicies, invalid, isName, isUserName } from './check-input.ts';
import { distrustUser } from './distrust-user.ts';
import type { EntityKind } from './entities.ts';
import { newId } from './new-id.ts';
import type { UserInput } from './ram.ts';
import type { RamUser } from './ram-rows.ts';

const idPattern = /^2\d{17}$/;

export interface KindOptions {
  readonly now: () => number;
  readonly random: (length: number) => Uint8Array;
}

export interface UserKindOptions extends KindOptions {
  readonly store: OrderedStore;
  readonly rows: SealedRows;
}

/** Users: an id for life, groups that are there, access keys that go with them. */
export function userKind({ store, rows, now, random }: UserKindOptions): EntityKind<RamUser, UserInput> {
  return {
    what: 'user',
    isName: isUserName,
    nameSigns: '- _ . @',
    key: keyspace.user,
    range: keyspace.users,
    notFound: 'EntityNotExist.User',
    make: (name, { id, policies, groups = [] }, former) => ({
      id: idOf(id, former?.id) ?? newId('2', random),
      name,
      createdAt: former?.createdAt ?? now(),
      policies: checkPolicies(policies),
      groups: checkNames('groups', groups, isName),
      accessKeyIds: former?.accessKeyIds ?? [],
    }),
    links: ({ id, name, policies, groups }) => [
      {
        mark: keyspace.userId(id),
        otherwise: () => new RpcError('EntityAlreadyExists.User', `Another user has the id ${id}.`),
      },
      ...groups.map((group) => ({
        mark: keyspace.groupUse(group, name),
        target: keyspace.group(group),
        otherwise: () => new RpcError('EntityNotExist.Group', `The group ${group} does not exist.`),
      })),
      ...attachedLinks('user', name, policies),
    ],
    async along(session, { name, accessKeyIds }) {
      const { deletes = [], ...distrust } = await distrustUser({ store, rows }, session, name);
      return { ...distrust, deletes: distrust.isAll ? [...deletes, ...accessKeyIds.map((id) => keyspace.accessKey(id))] : deletes };
    },
  };
}

function idOf(given: string | undefined, kept: string | undefined): string | undefined {
  if (given === undefined) return kept;
  if (typeof given !== 'string' || !idPattern.test(given)) return invalid('id of the user', '18 digits that begin with 2', given);
  if (kept !== undefined && given !== kept) return invalid('id of the user', `${kept}, which the user has for life`, given);
  return given;
}
