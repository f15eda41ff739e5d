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
import type { Ram } from '../domain/ram/ram.ts';
import type { Services } from '../operations/services.ts';
import { WITHOUT_BUCKET } from '../pipeline/authorize.ts';
import { bodyOf, type AdminHandler } from './admin-handler.ts';
import { askedContext } from './asked-context.ts';
import { askedResource } from './asked-resource.ts';
import { oneGiven } from './policy-references.ts';

const actionForm = /^[a-z]+:[A-Za-z]+$/;

/** The decision that a request would meet, from the rows of this moment. */
const explain: AdminHandler = async (request, services) => {
  const { session } = request;
  const question = bodyOf(request, explainQuestion);
  if (!actionForm.test(question.action)) throw invalid('action', 'an action such as oss:PutObject');
  const requester = await requesterOf(question.caller, services.ram);
  const { bucket: name, key, names } = askedResource(question.resource, services);
  const bucket = name === undefined ? undefined : await services.buckets.find(session, name);
  if (name !== undefined && bucket === undefined && !WITHOUT_BUCKET.has(question.action)) throw noSuchBucket(name);
  const objectAcl = bucket === undefined || key === undefined ? undefined : await aclOf(services, session, bucket, key);
  const facts = { ...(await services.accessFacts(session, requester, bucket)), objectAcl };
  const tags = tagContext(await askedKmsKey(services, names));
  const context = { ...tags, ...(await askedContext(services, question, { session, bucket, key, facts })) };
  const wanted = { action: question.action, resources: names, context };
  const decision = authorize(facts, wanted);
  const { reason, statement } = explainDecision(decision, wanted, facts);
  return { Decision: decision.effect, Reason: reason, Ground: decision.ground, Statement: statement } satisfies ExplainAnswer;
};

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
