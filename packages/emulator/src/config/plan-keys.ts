import { KeyServiceError } from '../ports/key-service.ts';
import type { ConfigPlan, ConfigStep, ConfigTarget } from './config-plan.ts';
import type { DeclaredKey } from './declared-config.ts';

/** KMS keys by their aliases; one that is there stays, whatever its state. */
export function planKeys({ keys }: Pick<ConfigTarget, 'keys'>, declared: readonly DeclaredKey[]): ConfigPlan {
  const steps = declared.map(({ alias }, index): ConfigStep => ({
    path: ['keys', index],
    async run() {
      if (!(await isAliasThere(keys, alias))) await keys.createKey({ alias });
    },
  }));
  return { faults: [], steps };
}

/** Whether a key has the alias; a text that cannot be one is nobody's. */
export async function isAliasThere(keys: Pick<ConfigTarget['keys'], 'describeKey'>, alias: string): Promise<boolean> {
  try {
    await keys.describeKey(alias);
    return true;
  } catch (error) {
    if (error instanceof KeyServiceError && (error.code === 'AliasNotFound' || error.code === 'InvalidKeyId')) return false;
    throw error;
  }
}
