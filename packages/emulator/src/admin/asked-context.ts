import { foldKey, requestContext, type AccessFacts, type ConditionContext, type ExplainQuestion } from '@sse/core';
import type { Session } from '../domain/bucket-key.ts';
import type { Bucket } from '../domain/buckets.ts';
import type { Services } from '../operations/services.ts';
import { conditionContext } from '../pipeline/condition-context.ts';

/** What conditions are asked about. */
export interface AskedAccess {
  readonly session: Session;
  readonly bucket: Bucket | undefined;
  readonly key: string | undefined;
  readonly facts: AccessFacts;
}

/** What a request to another service than OSS says to conditions: nothing about what is stored or written. */
export function requestOnly(context: ConditionContext): ConditionContext {
  return Object.fromEntries(Object.entries(context).filter(([name]) => !name.includes('/') && !foldKey(name).startsWith('sse:')));
}

/** What conditions of trust policies compare with: what the question says, and the time. */
export function timedContext(context: ConditionContext, now: number): ConditionContext {
  const isSaid = Object.keys(context).some((name) => foldKey(name) === foldKey(time));
  return isSaid ? context : { ...context, [time]: requestContext({ sourceIp: '127.0.0.1', secure: false, now, query: [] })[time] };
}

/** What every request says, whoever sends it from wherever. */
const time = 'acs:CurrentTime';

/**
 * What a request would say to conditions: what the question says, and besides it only what the server knows by itself: the time, tags of the bucket and
 * the object, and how an upload without encryption headers would be encrypted.
 */
export async function askedContext(
  services: Services,
  { action, context = {} }: ExplainQuestion,
  { session, bucket, key, facts }: AskedAccess,
): Promise<ConditionContext> {
  const said = new Set(Object.keys(context).map(foldKey));
  const saysEncryption = [...said].some((name) => name.startsWith('sse:'));
  const plain = await conditionContext(
    services,
    {
      session,
      operation: action === 'oss:PutObject' && !saysEncryption ? 'PutObject' : undefined,
      accessKeyId: undefined,
      connection: { sourceIp: '127.0.0.1', secure: false },
      target: { bucket: bucket?.name, key },
      query: [],
      headers: {},
      userAgent: undefined,
    },
    { access: { action, ...(key === undefined ? {} : { key }), role: 'target' }, bucket, facts },
  );
  const known = Object.entries(plain).filter(([name]) => (name === time || !name.startsWith('acs:')) && !said.has(foldKey(name)));
  return { ...context, ...Object.fromEntries(known) };
}
