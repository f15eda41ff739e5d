import { OssError, type OssErrorOptions } from '../errors/oss-error.ts';
import { DATA_ENCRYPTIONS, SSE_ALGORITHMS, unknownAlgorithm, unknownDataEncryption } from './algorithms.ts';
import { combineRule, type EncryptionRule } from './rule.ts';
import { SSE_HEADER, type SseHeaders } from './sse-headers.ts';

/**
 * The rule that request headers name, `undefined` when they name none: what PutBucket stores (protocol reference §1.7), and what
 * `resolveEncryption` prefers to the bucket's rule.
 *
 * Checked in this order: `NotImplemented` for SSE-C and any header of the family that is not known; `InvalidEncryptionAlgorithmError`;
 * `InvalidDataEncryptionAlgorithmError`, whatever the algorithm; `InvalidArgument` for a key id that is empty with KMS (EC 0005-00000205)
 * or not empty without KMS (EC 0005-00000204); then the encryption context.
 *
 * Where no source says what the service does: a key id without an algorithm is refused, because ignoring it would store under another key
 * than the client chose, or under none; an empty key id without KMS names nothing and is ignored.
 */
export function rulesFromHeaders(headers: SseHeaders): EncryptionRule | undefined | OssError {
  const [unsupported] = headers.unsupported ?? [];
  if (unsupported !== undefined) {
    return notImplemented(unsupported);
  }
  const algorithm = SSE_ALGORITHMS.find((known) => known === headers.algorithm);
  if (algorithm === undefined && headers.algorithm !== undefined) {
    return unknownAlgorithm(SSE_HEADER.algorithm, headers.algorithm);
  }
  const dataEncryption = DATA_ENCRYPTIONS.find((known) => known === headers.dataEncryption);
  if (dataEncryption === undefined && headers.dataEncryption !== undefined) {
    return unknownDataEncryption(SSE_HEADER.dataEncryption, headers.dataEncryption);
  }
  const { keyId = '' } = headers;
  if (algorithm === 'KMS' && headers.keyId === '') {
    return invalidHeader(SSE_HEADER.keyId, { ec: '0005-00000205', message: `${SSE_HEADER.keyId} must not be empty.` });
  }
  const rule = algorithm && combineRule(algorithm, keyId, dataEncryption);
  if (rule === undefined && keyId !== '') {
    const message = `${SSE_HEADER.keyId} is not applicable if ${SSE_HEADER.algorithm} is not KMS`;
    return invalidHeader(SSE_HEADER.keyId, { ec: '0005-00000204', message });
  }
  return headers.context === undefined ? rule : refuseContext(headers.context, keyId);
}

/** Encryption contexts of clients are not built; what is wrong with one is said first (EC pages 0005-00000228 and 0005-00000230). */
function refuseContext(context: string, keyId: string): OssError {
  if (keyId === '') {
    return invalidHeader(SSE_HEADER.context, { ec: '0005-00000228', message: `${SSE_HEADER.context} needs ${SSE_HEADER.keyId}.` });
  }
  if (!isContext(context)) {
    const message = `${SSE_HEADER.context} must be a JSON object whose values are strings.`;
    return invalidHeader(SSE_HEADER.context, { ec: '0005-00000230', message });
  }
  return notImplemented(SSE_HEADER.context);
}

function isContext(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject && Object.values(value).every((part) => typeof part === 'string');
  } catch {
    return false;
  }
}

function notImplemented(header: string): OssError {
  return new OssError('NotImplemented', { details: { ArgumentName: header } });
}

function invalidHeader(header: string, options: OssErrorOptions): OssError {
  return new OssError('InvalidArgument', { ...options, details: { ArgumentName: header } });
}
