import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  type EncryptionDecision,
  type EncryptionRule,
  readSseHeaders,
  resolveEncryption,
  rulesFromHeaders,
} from '../../src/encryption/index.ts';
import { OssError } from '../../src/errors/oss-error.ts';

/**
 * Every kind of request by its three headers, written down from protocol reference §1.4 and §2.2–2.4, independently of the code.
 * `–` absent, `?` a value that does not exist (for algorithm and data cipher also the empty one), `""` empty, `K` a key id.
 * Outcomes: what the bucket's rule says, `OSS/cipher`, `KMS/cipher` with the default key, `KMS:K/cipher`, or an EC.
 */
const MATRIX = `
  –       –    –   rule           –       SM4  –   rule           –       ?    –   0005-00000203
  –       –    ""  rule           –       SM4  ""  rule           –       ?    ""  0005-00000203
  –       –    K   0005-00000204  –       SM4  K   0005-00000204  –       ?    K   0005-00000203
  AES256  –    –   OSS/AES256     AES256  SM4  –   OSS/AES256     AES256  ?    –   0005-00000203
  AES256  –    ""  OSS/AES256     AES256  SM4  ""  OSS/AES256     AES256  ?    ""  0005-00000203
  AES256  –    K   0005-00000204  AES256  SM4  K   0005-00000204  AES256  ?    K   0005-00000203
  SM4     –    –   OSS/SM4        SM4     SM4  –   OSS/SM4        SM4     ?    –   0005-00000203
  SM4     –    ""  OSS/SM4        SM4     SM4  ""  OSS/SM4        SM4     ?    ""  0005-00000203
  SM4     –    K   0005-00000204  SM4     SM4  K   0005-00000204  SM4     ?    K   0005-00000203
  KMS     –    –   KMS/AES256     KMS     SM4  –   KMS/SM4        KMS     ?    –   0005-00000203
  KMS     –    ""  0005-00000205  KMS     SM4  ""  0005-00000205  KMS     ?    ""  0005-00000203
  KMS     –    K   KMS:K/AES256   KMS     SM4  K   KMS:K/SM4      KMS     ?    K   0005-00000203
  ?       –    –   0005-00000003  ?       SM4  –   0005-00000003  ?       ?    –   0005-00000003
  ?       –    ""  0005-00000003  ?       SM4  ""  0005-00000003  ?       ?    ""  0005-00000003
  ?       –    K   0005-00000003  ?       SM4  K   0005-00000003  ?       ?    K   0005-00000003
`;
/** How `outcomeOf` spells the outcomes of the matrix that are errors. */
const ERRORS: Readonly<Record<string, string>> = {
  '0005-00000003': 'InvalidEncryptionAlgorithmError 0005-00000003',
  '0005-00000203': 'InvalidDataEncryptionAlgorithmError 0005-00000203',
  '0005-00000204': 'InvalidArgument 0005-00000204',
  '0005-00000205': 'InvalidArgument 0005-00000205',
};
const RULES: readonly [EncryptionRule | undefined, string][] = [
  [undefined, 'none'],
  [{ algorithm: 'AES256' }, 'OSS/AES256'],
  [{ algorithm: 'SM4' }, 'OSS/SM4'],
  [{ algorithm: 'KMS' }, 'KMS/AES256'],
  [{ algorithm: 'KMS', keyId: 'R' }, 'KMS:R/AES256'],
  [{ algorithm: 'KMS', dataEncryption: 'SM4' }, 'KMS/SM4'],
  [{ algorithm: 'KMS', keyId: 'R', dataEncryption: 'SM4' }, 'KMS:R/SM4'],
];

const cells = MATRIX.trim().split(/\s+/);
const rows = Array.from({ length: cells.length / 4 }, (_, index) => {
  const [algorithm = '', data = '', key = '', outcome = ''] = cells.slice(4 * index, 4 * index + 4);
  return { algorithm, data, key, outcome: ERRORS[outcome] ?? outcome };
});

const unknown = fc.oneof(
  fc.constantFrom('', 'aes256', 'Aes256', 'kms', 'sm4', 'None', 'AES128', 'AES256 ', 'KMS,SM4', 'constructor', '__proto__'),
  fc.string().filter((value) => !['AES256', 'SM4', 'KMS'].includes(value)),
);
const values: Readonly<Record<string, fc.Arbitrary<string | undefined>>> = {
  '–': fc.constant(undefined),
  '?': unknown,
  '""': fc.constant(''),
  K: fc.constant('K'),
};
const noise = fc.constantFrom(
  {},
  { 'content-type': 'KMS' },
  { 'x-oss-meta-a': 'SM4' },
  { 'x-oss-copy-source-x-oss-server-side-encryption': 'AES256' },
);

/** A request of one row of the matrix, with a bucket of one rule, and what should come out. */
const cases = fc.tuple(fc.constantFrom(...rows), fc.constantFrom(...RULES), noise).chain(([row, [rule, byRule], others]) =>
  fc.record({
    headers: fc.record({
      'x-oss-server-side-encryption': values[row.algorithm] ?? fc.constant(row.algorithm),
      'x-oss-server-side-data-encryption': values[row.data] ?? fc.constant(row.data),
      'X-OSS-Server-Side-Encryption-Key-Id': values[row.key] ?? fc.constant(row.key),
    }),
    others: fc.constant(others),
    rule: fc.constant(rule),
    outcome: fc.constant(row.outcome),
    expected: fc.constant(row.outcome === 'rule' ? byRule : row.outcome),
  }),
);

describe('the whole matrix of headers and rules', () => {
  it('is written down for every combination', () => {
    expect(new Set(rows.map((row) => `${row.algorithm} ${row.data} ${row.key}`)).size).toBe(5 * 3 * 3);
  });

  it('is decided as written down', () => {
    const run = fc.check(
      fc.property(cases, ({ headers, others, rule, expected }) => {
        expect(outcomeOf(resolveEncryption(readSseHeaders({ ...others, ...headers }), rule))).toBe(expected);
      }),
      { numRuns: 5000 },
    );
    expect(run.counterexample).toBeNull();
  });

  it('gives the rule of a new bucket the same way', () => {
    const run = fc.check(
      fc.property(cases, ({ headers, outcome }) => {
        const rule = rulesFromHeaders(readSseHeaders(headers));
        const decision = rule instanceof OssError ? rule : resolveEncryption({}, rule);
        expect(outcomeOf(decision)).toBe(outcome === 'rule' ? 'none' : outcome);
      }),
      { numRuns: 2000 },
    );
    expect(run.counterexample).toBeNull();
  });
});

function outcomeOf(decision: EncryptionDecision | OssError): string {
  if (decision instanceof OssError) {
    return `${decision.code} ${decision.ec}`;
  }
  if (decision.method === 'SSE-KMS') {
    return `KMS${decision.keyRef === '' ? '' : `:${decision.keyRef}`}/${decision.dataAlgorithm}`;
  }
  return decision.method === 'none' ? 'none' : `OSS/${decision.dataAlgorithm}`;
}
