import fc from 'fast-check';
import { BUCKET_ACLS } from '../../../src/bucket/acl.ts';
import { ALICE, ANYONE, BOB, READER, ROOT, type Situation, type Statement } from './situation.ts';

const oneOrTwo = <T>(...values: readonly T[]): fc.Arbitrary<T | readonly T[]> =>
  fc.oneof(fc.constantFrom(...values), fc.array(fc.constantFrom(...values), { minLength: 1, maxLength: 2 }));
const condition = fc.record(
  {
    StringLike: fc.record({ 'oss:Prefix': oneOrTwo('logs/*', '*') }),
    StringNotEquals: fc.record({ 'sse:ServerSideEncryption': oneOrTwo('KMS', 'AES256') }),
    IpAddress: fc.record({ 'acs:SourceIp': oneOrTwo('10.0.0.0/8', '0.0.0.0/0', '::1') }),
    Bool: fc.record({ 'acs:SecureTransport': oneOrTwo('true', 'false') }),
  },
  { requiredKeys: [] },
);

/** A statement of any policy but a bucket's. */
export const identityStatement: fc.Arbitrary<Statement> = fc.record(
  {
    Effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
    Action: oneOrTwo('*', 'oss:*', 'oss:Get*', 'oss:PutObject', 'oss:???Object', 'kms:*'),
    Resource: oneOrTwo('*', 'acs:oss:*:*:*', 'acs:oss:*:*:b', 'acs:oss:*:*:b/*', 'acs:oss:cn-hangzhou:*:b/k'),
    Condition: condition,
  },
  { requiredKeys: ['Effect', 'Action', 'Resource'] },
);

/** A statement of a bucket policy. */
export const bucketStatement: fc.Arbitrary<Statement> = fc
  .tuple(identityStatement, fc.oneof(fc.constant([]), oneOrTwo('*', '200000000000000001', '2*', 'arn:sts::*:assumed-role/reader/*')))
  .map(([own, Principal]) => ({ ...own, Principal }));

const some = (of: fc.Arbitrary<Statement>): fc.Arbitrary<readonly Statement[]> => fc.array(of, { minLength: 1, maxLength: 3 });

/** Anybody who wants anything, with any policies, ACLs and conditions. */
export const situation: fc.Arbitrary<Situation> = fc.record(
  {
    by: fc.constantFrom(ALICE, BOB, READER, ROOT, ANYONE),
    action: fc.constantFrom('oss:GetObject', 'oss:PutObject', 'oss:ListObjects', 'oss:PutBucketPolicy', 'kms:Decrypt'),
    on: fc.constantFrom('b/k', 'b', 'other/k', ''),
    context: fc.record(
      {
        'acs:SourceIp': fc.constantFrom('10.1.2.3', '192.168.0.1', '::1'),
        'acs:SecureTransport': fc.constantFrom('true', 'false'),
        'oss:Prefix': fc.constantFrom('logs/a', ''),
        'sse:ServerSideEncryption': fc.constantFrom('KMS', 'None'),
      },
      { requiredKeys: [] },
    ),
    user: some(identityStatement),
    group: some(identityStatement),
    session: some(identityStatement),
    bucket: some(bucketStatement),
    acl: fc.constantFrom(...BUCKET_ACLS),
    objectAcl: fc.constantFrom(...BUCKET_ACLS),
    blocked: fc.boolean(),
  },
  { requiredKeys: ['by', 'action', 'on', 'context'] },
);
