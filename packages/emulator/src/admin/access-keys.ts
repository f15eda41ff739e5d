import { accessKeyPair, accessKeySettings, RpcError, type AccessKeyDocument } from '@sse/core';
import type { RamAccessKey } from '../domain/ram/ram-rows.ts';
import { bodyOf, refuseBody, type AdminHandler } from './admin-handler.ts';

const list: AdminHandler = async ({ name }, { ram }) => ({ accessKeys: (await ram.accessKeys.listOf(name)).map(withoutSecret) });

/** The only reply that holds a secret. */
const create: AdminHandler = async (request, { ram }) => {
  const pair = request.document === '' ? undefined : bodyOf(request, accessKeyPair);
  const made = await ram.accessKeys.create(request.name, pair);
  return { ...withoutSecret(made), accessKeySecret: made.accessKeySecret };
};

const get: AdminHandler = async ({ name }, { ram }) => {
  const found = await ram.accessKeys.find(name);
  if (found === undefined) throw new RpcError('EntityNotExist.User.AccessKey');
  return withoutSecret(found);
};

const put: AdminHandler = async (request, { ram }) => {
  const { status } = bodyOf(request, accessKeySettings);
  return withoutSecret(await ram.accessKeys.setStatus(request.name, status));
};

const remove: AdminHandler = async (request, { ram }) => {
  refuseBody(request);
  await ram.accessKeys.remove(request.name);
  return undefined;
};

export const ACCESS_KEY_HANDLERS = {
  ListAccessKeys: list,
  CreateAccessKey: create,
  GetAccessKey: get,
  PutAccessKey: put,
  DeleteAccessKey: remove,
} as const;

function withoutSecret({ accessKeyId, user, status, createdAt }: RamAccessKey): AccessKeyDocument {
  return { accessKeyId, user, status, createdAt };
}
