import {
  authorize,
  explainDecision,
  explainQuestion,
  OssError,
  parseObjectKey,
  parsePolicy,
  RpcError,
  type BucketAcl,
  type ExplainAnswer,
  type ExplainedCaller,
  type JsonObject,
  type NamedPolicy,
} from '@sse/core';
import type { Requester } from '../domain/access-facts.ts';
import { noSuchBucket, type Bucket } from '../domain/buckets.ts';
import type { Session } from '../domain/bucket-key.ts';
import type { KmsKey } from '../domain/kms/kms-key.ts';
import { tagContext } from '../domain/kms/tag-context.ts';
import type { KeyAction } from '../domain/key-permission.ts';
import type { Ram } from '../domain/ram/ram.ts';
import type { Services } from '../operations/services.ts';
import { WITHOUT_BUCKET } from '../pipeline/authorize.ts';
import { bodyOf, type AdminHandler } from './admin-handler.ts';
import { checkAskedAction } from './asked-action.ts';
import { askedContext } from './asked-context.ts';
import { askedResource, type AskedResource } from './asked-resource.ts';
import { describedKey } from './described-key.ts';
import { explainAssumption } from './explain-assumption.ts';
import { defaultKeyAnswer, refusedByKey, type AskedBytes } from './explain-keys.ts';
import { oneGiven } from './policy-references.ts';

/** The decision that a request would meet, from the rows of this moment. */
const explain: AdminHandler = async (request, services) => {
  const { session } = request;
  const question = bodyOf(request, explainQuestion);
  checkAskedAction(question.action);
  const requester = await requesterOf(question.caller, services.ram);
  const asked = { session, requester, question };
  const resource = await askedResource(question.resource, services, question.action);
  if (question.action === 'sts:AssumeRole') {
    if (resource.role === undefined) throw invalid('resource', 'the name of a role, such as acs:ram:*:*:role/reader');
    return explainAssumption(services, { ...asked, role: resource.role });
  }
  const described = isKeyAction(question.action) && resource.keyId ? await describedKey(services.kms, resource.keyId) : undefined;
  if (described?.isDefault === true && requester.caller.kind !== 'root') return defaultKeyAnswer(described.keyId);
  return explainAccess(services, asked, resource);
};

/** What policies and ACLs say, and then what the permissions for the KMS key of the bytes do. */
async function explainAccess(
  services: Services,
  asked: Pick<AskedBytes, 'session' | 'requester' | 'question'>,
  { bucket: name, key, names }: AskedResource,
): Promise<ExplainAnswer> {
  const { session, requester, question } = asked;
  const bucket = name === undefined ? undefined : await services.buckets.find(session, name);
  if (name !== undefined && bucket === undefined && !WITHOUT_BUCKET.has(question.action)) throw noSuchBucket(name);
  const objectAcl = bucket === undefined || key === undefined ? undefined : await aclOf(services, session, bucket, key);
  const facts = { ...(await services.accessFacts(session, requester, bucket)), objectAcl };
  const tags = tagContext(await askedKmsKey(services, names));
  const context = { ...tags, ...(await askedContext(services, question, { session, bucket, key, facts })) };
  const wanted = { action: question.action, resources: names, context };
  const decision = authorize(facts, wanted);
  const refused = decision.effect === 'Allow' && bucket !== undefined ? await refusedByKey(services, { ...asked, bucket, key }) : undefined;
  if (refused !== undefined) return refused;
  const { reason, statement } = explainDecision(decision, wanted, facts);
  return { Decision: decision.effect, Reason: reason, Ground: decision.ground, Statement: statement };
}

function isKeyAction(action: string): action is KeyAction {
  return action === 'kms:Decrypt' || action === 'kms:GenerateDataKey';
}

export const EXPLAIN_HANDLERS = { ExplainAccess: explain } as const;

/** The KMS key that is asked about, where it is one that is there. */
async function askedKmsKey({ kmsKeys }: Services, [name = '']: readonly string[]): Promise<KmsKey | undefined> {
  const keyId = /^acs:kms:[^:]*:[^:]*:key\/([A-Za-z0-9-]{1,64})$/.exec(name)?.[1];
  return keyId === undefined ? undefined : kmsKeys.find(keyId);
}

/** Who is meant; 404 `EntityNotExist.…`. */
async function requesterOf(asked: ExplainedCaller, ram: Ram): Promise<Requester> {
  if (asked === 'anonymous' || asked === 'root') return { caller: { kind: asked } };
  const { user, role, session = 'explained', sessionPolicy } = asked;
  oneGiven('caller', { user, role });
  if (role === undefined && (asked.session !== undefined || sessionPolicy !== undefined))
    throw invalid('caller', 'a session of a role only');
  if (user !== undefined) {
    const found = await ram.users.find(user);
    if (found === undefined) throw new RpcError('EntityNotExist.User');
    return { caller: { kind: 'user', id: found.id, name: found.name } };
  }
  const found = await ram.roles.find(role ?? '');
  if (found === undefined) throw new RpcError('EntityNotExist.Role');
  const caller = { kind: 'role-session', roleId: found.id, role: found.name, session } as const;
  return { caller, sessionPolicy: sessionPolicy && narrowing(sessionPolicy) };
}

function narrowing(document: JsonObject): NamedPolicy {
  const policy = parsePolicy(JSON.stringify(document), 'identity');
  if (policy instanceof OssError) throw new RpcError('MalformedPolicyDocument', policy.message);
  return { ...policy, name: 'session' };
}

/** The object's own ACL; absent where there is no object, or the bucket's counts. */
async function aclOf({ objects }: Services, session: Session, bucket: Bucket, key: string): Promise<BucketAcl | undefined> {
  const name = parseObjectKey(key);
  if (name instanceof OssError) throw name;
  const found = await objects.find(session, bucket, name);
  return found !== undefined && 'body' in found ? found.body.value.acl : undefined;
}

function invalid(place: string, expected: string): RpcError {
  return new RpcError('InvalidParameter', `The document is not valid at ${place}: expected ${expected}.`);
}
