import type { SseAlgorithm } from '../encryption/algorithms.ts';
import type { Tags } from '../object/tags.ts';
import type { ConditionContext } from './judge.ts';

/** How what is written would be encrypted. */
export interface WrittenEncryption {
  /** `None`: not at all, neither by the request nor by the bucket's rule. */
  readonly algorithm: SseAlgorithm | 'None';
  /** The id of the KMS key and its aliases; absent where no key is named. */
  readonly keyIds?: readonly string[] | undefined;
}

/** What conditions ask of the stored state; absent: there is no bucket, no object, nothing that is written. */
export interface GatheredFacts {
  readonly bucketTags?: Tags | undefined;
  readonly objectTags?: Tags | undefined;
  /** Tags that the object gets by the request: of its header or its document, of parts those of their upload. */
  readonly requestTags?: Tags | undefined;
  readonly encryption?: WrittenEncryption | undefined;
}

/** Which facts are worth looking up. */
export type WantedFacts = Readonly<Record<keyof GatheredFacts, boolean>>;

const bucketTag = 'oss:BucketTag/';
const objectTag = 'oss:ExistingObjectTag/';
const requestTag = 'oss:RequestObjectTag/';
/** Our own: the service has no condition key for server-side encryption (protocol reference §5.3). */
const encryptionKeys = { algorithm: 'sse:ServerSideEncryption', keyId: 'sse:ServerSideEncryptionKeyId' } as const;

/** The facts that conditions ask for, by their keys as `conditionKeys` gives them. */
export function wantedFacts(keys: ReadonlySet<string>): WantedFacts {
  const asks = (prefix: string): boolean => [...keys].some((key) => key.startsWith(prefix.toLowerCase()));
  return {
    bucketTags: asks(bucketTag),
    objectTags: asks(objectTag),
    requestTags: asks(requestTag),
    encryption: asks(encryptionKeys.algorithm),
  };
}

/** A context with what was gathered: `oss:BucketTag/…`, `oss:ExistingObjectTag/…`, `oss:RequestObjectTag/…`, `sse:ServerSideEncryption`, `sse:ServerSideEncryptionKeyId`. */
export function withFacts(
  context: ConditionContext,
  { bucketTags = [], objectTags = [], requestTags = [], encryption }: GatheredFacts,
): ConditionContext {
  return {
    ...context,
    ...tagsUnder(bucketTag, bucketTags),
    ...tagsUnder(objectTag, objectTags),
    ...tagsUnder(requestTag, requestTags),
    ...(encryption === undefined ? {} : { [encryptionKeys.algorithm]: encryption.algorithm }),
    ...(encryption?.keyIds === undefined ? {} : { [encryptionKeys.keyId]: encryption.keyIds }),
  };
}

function tagsUnder(prefix: string, tags: Tags): ConditionContext {
  return Object.fromEntries(tags.map(([key, value]) => [`${prefix}${key}`, value]));
}
