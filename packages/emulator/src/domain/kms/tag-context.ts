import type { ConditionContext } from '@sse/core';
import type { KmsKey } from './kms-key.ts';

/** The tags of a key as conditions of policies ask for them: `kms:tag/<key>` (protocol reference §6.5). */
export function tagContext(key: Pick<KmsKey, 'tags'> | undefined): ConditionContext {
  return Object.fromEntries((key?.tags ?? []).map(([name, value]) => [`kms:tag/${name}`, value]));
}
