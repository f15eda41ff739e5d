import { Fault } from '../errors/fault.ts';
import { OssError } from '../errors/oss-error.ts';
import type { DataAlgorithm } from '../primitives/index.ts';
import type { EncryptionDecision } from './decision.ts';
import type { EncryptionRule } from './rule.ts';
import { rulesFromHeaders } from './rules-from-headers.ts';
import type { SseHeaders } from './sse-headers.ts';

/**
 * The one place that decides how a write is encrypted: what the request's headers name, else the bucket's rule, else not at all
 * (protocol reference §2.4). A data cipher without an algorithm decides nothing (§2.2). Errors are those of `rulesFromHeaders`.
 * Throws `malformed` when the stored rule is none that this program knows.
 */
export function resolveEncryption(headers: SseHeaders, rule: EncryptionRule | undefined): EncryptionDecision | OssError {
  const named = rulesFromHeaders(headers);
  return named instanceof OssError ? named : decide(named ?? rule);
}

function decide(rule: EncryptionRule | undefined): EncryptionDecision {
  switch (rule?.algorithm) {
    case undefined:
      return rule === undefined ? { method: 'none' } : unknownRule(rule);
    case 'AES256':
    case 'SM4':
      return { method: 'SSE-OSS', dataAlgorithm: rule.algorithm };
    case 'KMS':
      return { method: 'SSE-KMS', keyRef: rule.keyId ?? '', dataAlgorithm: dataAlgorithmOf(rule) };
    default:
      return unknownRule(rule);
  }
}

function dataAlgorithmOf(rule: EncryptionRule & { readonly algorithm: 'KMS' }): DataAlgorithm {
  switch (rule.dataEncryption) {
    case undefined:
      return 'AES256';
    case 'SM4':
      return 'SM4';
    default:
      return unknownRule(rule.dataEncryption);
  }
}

function unknownRule(value: never): never {
  throw new Fault('malformed', `expected an encryption rule with AES256, SM4 or KMS, got ${JSON.stringify(value)}`);
}
