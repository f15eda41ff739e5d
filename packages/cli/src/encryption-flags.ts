import { combineRule, DATA_ENCRYPTIONS, SSE_ALGORITHMS } from '@sse/core';
import type { EncryptionRule } from '@sse/sdk';
import type { Command } from 'commander';
import { printable } from './printable.ts';
import { UsageError } from './usage-error.ts';

/** Flags that name an encryption. */
export interface EncryptionFlags {
  readonly sseAlgorithm?: string;
  readonly kmsMasterkeyId?: string;
  readonly kmsDataEncryption?: string;
}

/** Adds the flags to a command. */
export function withEncryptionFlags(command: Command): Command {
  return command
    .option('--sse-algorithm <algorithm>', 'AES256, SM4 or KMS')
    .option('--kms-masterkey-id <id>', 'with KMS: the key (default: the default key of the service)')
    .option('--kms-data-encryption <cipher>', 'with KMS: SM4 (default: AES-256)');
}

/** The rule that flags name, `undefined` when there are none. Throws `UsageError` for a combination that is none. */
export function readEncryptionFlags(flags: EncryptionFlags): EncryptionRule | undefined {
  const { sseAlgorithm, kmsMasterkeyId, kmsDataEncryption } = flags;
  const algorithm = oneOf('--sse-algorithm', SSE_ALGORITHMS, sseAlgorithm);
  const dataEncryption = oneOf('--kms-data-encryption', DATA_ENCRYPTIONS, kmsDataEncryption);
  if (kmsMasterkeyId === '') throw new UsageError('expected a key id after --kms-masterkey-id, got an empty one');
  if (algorithm !== 'KMS') {
    const stray = kmsMasterkeyId !== undefined ? '--kms-masterkey-id' : dataEncryption !== undefined ? '--kms-data-encryption' : undefined;
    if (stray !== undefined) throw new UsageError(`expected ${stray} only with --sse-algorithm KMS`);
  }
  return algorithm && combineRule(algorithm, kmsMasterkeyId ?? '', dataEncryption);
}

/** An encryption in words. */
export function showEncryption(rule: EncryptionRule | undefined): string {
  if (rule === undefined) return 'none';
  const key = rule.keyId === undefined ? '' : `, key ${printable(rule.keyId)}`;
  return rule.algorithm + key + (rule.dataEncryption === undefined ? '' : `, data ${rule.dataEncryption}`);
}

function oneOf<V extends string>(flag: string, values: readonly V[], text: string | undefined): V | undefined {
  const known = values.find((value) => value === text);
  if (known === undefined && text !== undefined) {
    throw new UsageError(`expected ${flag} ${values.join(' or ')}, got "${printable(text)}"`);
  }
  return known;
}
