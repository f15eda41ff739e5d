import { OssError } from '../errors/oss-error.ts';
import { decodeXml, encodeXml } from '../xml/codec.ts';
import type { BucketInfoRule } from '../xml/documents/bucket-info.ts';
import { serverSideEncryptionRule } from '../xml/documents/server-side-encryption-rule.ts';
import { combineRule, type EncryptionRule } from './rule.ts';

/** What GetBucketInfo says instead of an algorithm when the bucket has no rule (§2.10). */
const NO_RULE = 'None';

/**
 * The rule in a ServerSideEncryptionRule document, of a PutBucketEncryption request or a GetBucketEncryption reply (§1.3, §1.4).
 * Checked in this order: `MalformedXML` (also for an empty body or a missing algorithm), `InvalidEncryptionAlgorithmError`,
 * `InvalidDataEncryptionAlgorithmError` with any algorithm, `InvalidArgument` for a key id without KMS. Whether the key exists is not.
 */
export function parseEncryptionRule(document: Uint8Array): EncryptionRule | OssError {
  const decoded = decodeXml(serverSideEncryptionRule, document);
  if (decoded instanceof OssError) {
    return decoded;
  }
  const { SSEAlgorithm, KMSMasterKeyID = '', KMSDataEncryption } = decoded.ApplyServerSideEncryptionByDefault;
  return combineRule(SSEAlgorithm, KMSMasterKeyID, KMSDataEncryption) ?? keyNotApplicable(KMSMasterKeyID);
}

/** The ServerSideEncryptionRule document of a rule; elements that would be empty are left out, which clients compare (§1.3). */
export function encodeEncryptionRule(rule: EncryptionRule): string {
  return encodeXml(serverSideEncryptionRule, { ApplyServerSideEncryptionByDefault: elementsOf(rule) });
}

/** The flat form of a bucket's rule in GetBucketInfo, where `undefined` is spelled `None` (§2.10). */
export function bucketInfoRule(rule: EncryptionRule | undefined): BucketInfoRule {
  return rule === undefined ? { SSEAlgorithm: NO_RULE } : elementsOf(rule);
}

function elementsOf({ algorithm, keyId, dataEncryption }: EncryptionRule) {
  return {
    SSEAlgorithm: algorithm,
    ...(keyId === undefined ? {} : { KMSMasterKeyID: keyId }),
    ...(dataEncryption === undefined ? {} : { KMSDataEncryption: dataEncryption }),
  };
}

function keyNotApplicable(keyId: string): OssError {
  return new OssError('InvalidArgument', {
    message: 'KMSMasterKeyID is not applicable if the default sse algorithm is not KMS',
    ec: '0005-00000204',
    details: { ArgumentName: 'KMSMasterKeyID', ArgumentValue: keyId },
  });
}
