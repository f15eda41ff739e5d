import { Fault, OssError, rulesFromHeaders, SSE_HEADER, type EncryptionRule, type HeaderRecord, type OperationName } from '@sse/core';
import { OssTransportError } from '../errors/transport-error.ts';

/** A rule that a caller gave, checked once more for callers without types: `Fault` `misuse` for a combination that is none. */
export function checkedRule(rule: EncryptionRule): EncryptionRule {
  const { algorithm, keyId, dataEncryption } = rule;
  const parsed = rulesFromHeaders({ algorithm, keyId, dataEncryption });
  // What the service would drop without a word is refused too.
  if (parsed === undefined || parsed instanceof OssError || parsed.dataEncryption !== dataEncryption) {
    throw new Fault('misuse', "expected encryption by 'AES256', 'SM4' or 'KMS', and a keyId or dataEncryption 'SM4' only with 'KMS'", {
      cause: parsed,
    });
  }
  return parsed;
}

/** The request headers that ask for a rule; none when there is none. */
export function encryptionHeaders(rule: EncryptionRule | undefined): HeaderRecord {
  if (rule === undefined) return {};
  const { algorithm, keyId, dataEncryption } = checkedRule(rule);
  return { [SSE_HEADER.algorithm]: algorithm, [SSE_HEADER.keyId]: keyId, [SSE_HEADER.dataEncryption]: dataEncryption };
}

/**
 * How the service says that an object is encrypted, `undefined` for not at all (protocol reference §2.3). With KMS the key id is there,
 * the default key's too. Throws `OssTransportError` `malformed-reply` for an encryption that nobody knows, which must not pass for none.
 */
export function readEncryption(headers: HeaderRecord, operation: OperationName): EncryptionRule | undefined {
  const algorithm = headers[SSE_HEADER.algorithm];
  const rule = rulesFromHeaders({ algorithm, keyId: headers[SSE_HEADER.keyId], dataEncryption: headers[SSE_HEADER.dataEncryption] });
  if (rule instanceof OssError) {
    throw new OssTransportError('malformed-reply', operation, `expected a known encryption, got ${JSON.stringify(algorithm)}`, {
      cause: rule,
      requestId: headers['x-oss-request-id'],
    });
  }
  return rule;
}
