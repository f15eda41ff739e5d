import { authorize, conditionKeys, kmsKeyResource } from '@sse/core';
import type { Requester } from '../domain/access-facts.ts';
import { everyKey, forbidden, type KeyPermission } from '../domain/key-permission.ts';
import { tagContext } from '../domain/kms/tag-context.ts';
import type { Services } from '../operations/services.ts';
import { conditionContext, type ConditionSource } from './condition-context.ts';

/**
 * Which KMS keys the caller of a request may use: the account all of them, everybody the default key, others those that their policies name
 * (protocol reference §5.4). A bucket policy gives no keys.
 */
export function keyPermission(services: Services, requester: Requester, source: ConditionSource): KeyPermission {
  if (requester.caller.kind === 'root') return everyKey;
  const { region, accountId, kms } = services;
  const { session } = source;
  return async (action, keyId) => {
    const { isDefault } = await kms.describeKey(keyId);
    if (isDefault) return;
    const facts = await services.accessFacts(session, requester, undefined);
    const access = { action, role: 'extra' } as const;
    const asked = conditionKeys([...facts.identityPolicies, ...(facts.sessionPolicy === undefined ? [] : [facts.sessionPolicy])]);
    const key = [...asked].some((name) => name.startsWith('kms:tag/')) ? await services.kmsKeys.find(keyId) : undefined;
    const context = { ...(await conditionContext(services, source, { access, bucket: undefined, facts })), ...tagContext(key) };
    const resources = [kmsKeyResource({ region, accountId, keyId })];
    if (authorize(facts, { action, resources, context }).effect === 'Deny') throw forbidden(action, keyId);
  };
}
