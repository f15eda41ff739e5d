import {
  BUCKET_ACLS,
  checkBucketTags,
  combineRule,
  DATA_ENCRYPTIONS,
  isBucketName,
  OssError,
  SSE_ALGORITHMS,
  STORAGE_CLASSES,
  type BucketName,
  type EncryptionRule,
  type Tagging,
} from '@sse/core';
import { z } from 'zod';
import { section, textField, wordField } from './field-schemas.ts';
import { policyDocument } from './policy-schemas.ts';

const bucketName = textField<BucketName>(
  'a bucket name: 3 to 63 small letters, digits and "-", the first and the last no "-"',
  isBucketName,
);

const keyId = textField('the id or the alias of a key: 1 to 256 characters without blanks', (text) => /^[^\s\0]{1,256}$/.test(text));

const encryption = section({
  SSEAlgorithm: wordField(SSE_ALGORITHMS),
  KMSMasterKeyID: keyId.optional(),
  KMSDataEncryption: wordField(DATA_ENCRYPTIONS).optional(),
}).transform(({ SSEAlgorithm, KMSMasterKeyID = '', KMSDataEncryption }, context): EncryptionRule => {
  const rule = combineRule(SSEAlgorithm, KMSMasterKeyID, KMSDataEncryption);
  if (rule !== undefined) return rule;
  context.addIssue({ code: 'custom', message: `no key with ${SSEAlgorithm}, only with KMS`, path: ['KMSMasterKeyID'] });
  return z.NEVER;
});

const tagTexts = z.record(z.string(), z.string({ error: 'a text' }), { error: 'a mapping of tags' });

const tags = tagTexts.transform((values, context): Tagging => {
  const tagging = { TagSet: { Tag: Object.entries(values).map(([Key, Value]) => ({ Key, Value })) } };
  if (checkBucketTags(tagging) instanceof OssError)
    context.addIssue({ code: 'custom', message: 'at most 20 tags, with keys of 1 to 128 characters and values of up to 256' });
  return tagging;
});

/** A bucket; every value is one that a request could have set. */
export const bucketSchema = section({
  name: bucketName,
  acl: wordField(BUCKET_ACLS).optional(),
  versioning: wordField(['Enabled', 'Suspended']).optional(),
  encryption: encryption.optional(),
  policy: policyDocument('bucket').optional(),
  tags: tags.optional(),
  blockPublicAccess: z.boolean({ error: 'true or false' }).optional(),
  storageClass: wordField(STORAGE_CLASSES).optional(),
});
