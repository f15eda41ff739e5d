import {
  authorize,
  conditionKeys,
  kmsKeyResource,
  type AccessDecision,
  type AccessFacts,
  type ConditionContext,
  type WantedAccess,
} from '@sse/core';
import type { KeyDescription } from '../ports/key-service.ts';
import type { AccessFactsOf, Requester } from './access-facts.ts';
import type { Session } from './bucket-key.ts';
import type { KeyAction } from './key-permission.ts';
import type { KmsKeys } from './kms/kms-keys.ts';
import { tagContext } from './kms/tag-context.ts';

/** What somebody wants to do with a KMS key. */
export interface KeyUse {
  readonly session: Session;
  readonly requester: Requester;
  readonly action: KeyAction;
  readonly key: Pick<KeyDescription, 'keyId' | 'isDefault'>;
  /** What the request says to the conditions of these policies. */
  readonly contextOf: (facts: AccessFacts) => Promise<ConditionContext>;
}

export interface KeyUseServices {
  readonly region: string;
  readonly accountId: string;
  readonly accessFacts: AccessFactsOf;
  readonly kmsKeys: Pick<KmsKeys, 'find'>;
}

/** A decision with all that it was made from. */
export interface DecidedKeyUse {
  readonly decision: AccessDecision;
  readonly wanted: WantedAccess;
  readonly facts: AccessFacts;
}

/**
 * Whether somebody may use a KMS key: the account every one, others those that their policies name; a bucket policy gives no keys.
 * `default` where nobody needs a permission (protocol reference §5.4).
 */
export async function decideKeyUse(services: KeyUseServices, use: KeyUse): Promise<DecidedKeyUse | 'default'> {
  const { region, accountId, accessFacts, kmsKeys } = services;
  const { session, requester, action, key, contextOf } = use;
  if (key.isDefault) return 'default';
  const facts = await accessFacts(session, requester, undefined);
  const asked = conditionKeys([...facts.identityPolicies, ...(facts.sessionPolicy === undefined ? [] : [facts.sessionPolicy])]);
  const tagged = [...asked].some((name) => name.startsWith('kms:tag/')) ? await kmsKeys.find(key.keyId) : undefined;
  const context = { ...(await contextOf(facts)), ...tagContext(tagged) };
  const wanted = { action, resources: [kmsKeyResource({ region, accountId, keyId: key.keyId })], context };
  return { decision: authorize(facts, wanted), wanted, facts };
}
