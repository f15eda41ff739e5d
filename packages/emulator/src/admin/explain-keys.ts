import {
  explainDecision,
  explainGround,
  foldKey,
  OssError,
  parseObjectKey,
  type ConditionContext,
  type ExplainAnswer,
  type ExplainQuestion,
} from '@sse/core';
import type { Requester } from '../domain/access-facts.ts';
import type { Session } from '../domain/bucket-key.ts';
import type { Bucket } from '../domain/buckets.ts';
import { decideKeyUse, type DecidedKeyUse } from '../domain/decide-key-use.ts';
import type { KeyAction } from '../domain/key-permission.ts';
import { decideEncryption } from '../operations/decide-encryption.ts';
import type { Services } from '../operations/services.ts';
import type { KeyDescription } from '../ports/key-service.ts';
import { askedContext, requestOnly } from './asked-context.ts';
import { describedKey } from './described-key.ts';

/** Who asks for what, in which bucket. */
export interface AskedBytes {
  readonly session: Session;
  readonly requester: Requester;
  readonly question: ExplainQuestion;
  readonly bucket: Bucket;
  readonly key: string | undefined;
}

interface UsedKey {
  readonly keyRef: string;
  readonly actions: readonly KeyAction[];
}

/** The key that a request would use, and for what; `undefined` where it uses none that is named. */
const USED_KEYS: Readonly<Record<string, (services: Services, asked: AskedBytes) => Promise<UsedKey | undefined>>> = {
  'oss:GetObject': async (services, asked) => usedFor(await readKey(services, asked), ['kms:Decrypt']),
  'oss:PutObject': async (services, asked) => usedFor(await writtenKey(services, asked), ['kms:GenerateDataKey', 'kms:Decrypt']),
};

/**
 * The denial of a request whose own action is allowed, but not the KMS key of the bytes that it reads or writes; `undefined` where there is none. A key
 * that is not there is no matter of access.
 */
export async function refusedByKey(services: Services, asked: AskedBytes): Promise<ExplainAnswer | undefined> {
  const { action } = asked.question;
  const used = Object.hasOwn(USED_KEYS, action) ? await USED_KEYS[action]?.(services, asked) : undefined;
  const key = used && (await describedKey(services.kms, used.keyRef));
  if (used === undefined || key === undefined) return undefined;
  for (const each of used.actions) {
    const decided = await decideAskedKey(services, asked, each, key);
    if (decided === 'default' || decided.decision.effect === 'Allow') continue;
    const ground = { kind: 'kms', action: each, keyId: key.keyId, ground: decided.decision.ground } as const;
    const { reason, statement } = explainDecision(decided.decision, decided.wanted, decided.facts);
    return { Decision: 'Deny', Reason: `${explainGround(ground)} ${reason}`, Ground: ground, Statement: statement };
  }
  return undefined;
}

/** As the server decides it. */
function decideAskedKey(
  services: Services,
  { session, requester, question }: Pick<AskedBytes, 'session' | 'requester' | 'question'>,
  action: KeyAction,
  key: Pick<KeyDescription, 'keyId' | 'isDefault'>,
): Promise<DecidedKeyUse | 'default'> {
  const asked = { ...question, action, context: requestOnly(question.context ?? {}) as NonNullable<ExplainQuestion['context']> };
  const contextOf = (facts: DecidedKeyUse['facts']): Promise<ConditionContext> =>
    askedContext(services, asked, { session, bucket: undefined, key: undefined, facts });
  return decideKeyUse(services, { session, requester, action, key, contextOf });
}

/** That everybody may use the default key. */
export function defaultKeyAnswer(keyId: string): ExplainAnswer {
  const ground = { kind: 'default-key', keyId } as const;
  return { Decision: 'Allow', Reason: explainGround(ground), Ground: ground };
}

function usedFor(keyRef: string | undefined, actions: readonly KeyAction[]): UsedKey | undefined {
  return keyRef === undefined ? undefined : { keyRef, actions };
}

/** Of the current version. */
async function readKey({ objects }: Services, { session, bucket, key }: AskedBytes): Promise<string | undefined> {
  const name = key === undefined ? undefined : parseObjectKey(key);
  if (name === undefined || name instanceof OssError) return undefined;
  const found = await objects.find(session, bucket, name);
  const encryption = found !== undefined && 'head' in found ? found.head.value.encryption : undefined;
  return encryption?.method === 'SSE-KMS' ? encryption.keyId : undefined;
}

/** By what the question says of the encryption, else by the bucket's rule. */
async function writtenKey(services: Services, { session, bucket, question }: AskedBytes): Promise<string | undefined> {
  const said = new Map(Object.entries(question.context ?? {}).map(([name, value]) => [foldKey(name), [value].flat()[0]]));
  const algorithm = said.get('sse:serversideencryption');
  const keyId = said.get('sse:serversideencryptionkeyid');
  if (algorithm !== undefined || keyId !== undefined) return (algorithm ?? 'KMS') === 'KMS' ? keyId : undefined;
  const decision = await decideEncryption({ session, headers: {} }, bucket, services);
  return decision.method === 'SSE-KMS' && decision.keyRef !== '' ? decision.keyRef : undefined;
}
