import {
  accessKeyDocument,
  createdAccessKeyDocument,
  explainAnswer,
  groupDocument,
  listOf,
  membersOf,
  policyDocument,
  roleDocument,
  userDocument,
  type AdminOperationName,
  type JsonReader,
} from '@sse/core';
import type { ClientOptions } from '../client-options.ts';
import { openTransport } from '../open-transport.ts';
import type { Transport } from '../transport/call.ts';
import type { AccessKeys, AdminClient, Dated, Entities } from './admin-client.ts';
import { callAdmin, dated, sendAdmin } from './call-admin.ts';

/**
 * A client of the admin interface of the emulator at `endpoint`, which is addressed by path; sends nothing yet. `credentials` are the emulator's own
 * (root) pair. Throws `Fault` `configuration` for an endpoint or region that is none.
 */
export function createAdminClient(options: Omit<ClientOptions, 'addressing'>): AdminClient {
  const { transport, close } = openTransport({ ...options, addressing: 'path' });
  return {
    users: entities(transport, { list: 'ListUsers', get: 'GetUser', put: 'PutUser', delete: 'DeleteUser' }, 'users', userDocument),
    groups: entities(transport, { list: 'ListGroups', get: 'GetGroup', put: 'PutGroup', delete: 'DeleteGroup' }, 'groups', groupDocument),
    policies: entities(
      transport,
      { list: 'ListPolicies', get: 'GetPolicy', put: 'PutPolicy', delete: 'DeletePolicy' },
      'policies',
      policyDocument,
    ),
    roles: entities(transport, { list: 'ListRoles', get: 'GetRole', put: 'PutRole', delete: 'DeleteRole' }, 'roles', roleDocument),
    accessKeys: accessKeys(transport),
    async explain(question, { signal } = {}) {
      const answer = await callAdmin(transport, { operation: 'ExplainAccess', body: question, signal }, explainAnswer);
      return { allowed: answer.Decision === 'Allow', reason: answer.Reason, ground: answer.Ground, statement: answer.Statement };
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

type Operations = Readonly<Record<keyof Entities<never, never>, AdminOperationName>>;

function entities<T extends { readonly createdAt: number }, Settings extends object>(
  transport: Transport,
  operations: Operations,
  listed: string,
  document: JsonReader<T>,
): Entities<Dated<T>, Settings> {
  const all = membersOf({ [listed]: listOf(document) });
  return {
    async list({ signal } = {}) {
      const found = await callAdmin(transport, { operation: operations.list, signal }, all);
      return (found[listed] ?? []).map(dated);
    },
    get: async (name, { signal } = {}) => dated(await callAdmin(transport, { operation: operations.get, name, signal }, document)),
    put: async (name, settings, { signal } = {}) =>
      dated(await callAdmin(transport, { operation: operations.put, name, body: settings, signal }, document)),
    delete: async (name, { signal } = {}) => void (await sendAdmin(transport, { operation: operations.delete, name, signal })),
  };
}

function accessKeys(transport: Transport): AccessKeys {
  const all = membersOf({ accessKeys: listOf(accessKeyDocument) });
  return {
    create: async (name, pair, { signal } = {}) =>
      dated(await callAdmin(transport, { operation: 'CreateAccessKey', name, body: pair, signal }, createdAccessKeyDocument)),
    async list(name, { signal } = {}) {
      const found = await callAdmin(transport, { operation: 'ListAccessKeys', name, signal }, all);
      return found.accessKeys.map(dated);
    },
    get: async (name, { signal } = {}) => dated(await callAdmin(transport, { operation: 'GetAccessKey', name, signal }, accessKeyDocument)),
    setStatus: async (name, status, { signal } = {}) =>
      dated(await callAdmin(transport, { operation: 'PutAccessKey', name, body: { status }, signal }, accessKeyDocument)),
    delete: async (name, { signal } = {}) => void (await sendAdmin(transport, { operation: 'DeleteAccessKey', name, signal })),
  };
}
