import type { PolicyReference } from '@sse/sdk/admin';
import type { Command } from 'commander';
import { readPolicyFile } from './policy-file.ts';
import { repeated } from './repeated.ts';
import type { Surroundings } from './surroundings.ts';

/** Flags that name policies. */
export interface PolicyFlags {
  readonly policy?: readonly string[];
  readonly policyFile?: readonly string[];
}

/** Adds the flags to a command. */
export function withPolicyFlags(command: Command): Command {
  return command
    .option('--policy <name>', 'a managed policy, such as AliyunOSSFullAccess; may be repeated', repeated)
    .option('--policy-file <file>', 'a policy of its own, as JSON; may be repeated', repeated);
}

/** The policies that flags name, managed ones first. Throws `FileError` and `UsageError`. */
export async function readPolicyFlags(
  { policy = [], policyFile = [] }: PolicyFlags,
  surroundings: Surroundings,
): Promise<PolicyReference[]> {
  return [...policy, ...(await Promise.all(policyFile.map((file) => readPolicyFile(file, surroundings))))];
}

/** Policies in words: names, and those without a name as JSON. */
export function showPolicies(policies: readonly PolicyReference[]): string {
  return policies.map((policy) => (typeof policy === 'string' ? policy : JSON.stringify(policy))).join(', ') || 'none';
}
