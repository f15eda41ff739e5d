import { defaultAlias } from '../adapters/local-keys/key-rows.ts';
import type { ConfigFault } from './config-error.ts';
import type { ConfigPlan, ConfigTarget } from './config-plan.ts';
import type { DeclaredConfig } from './declared-config.ts';
import { show } from './describe-issue.ts';
import { nearestName } from './nearest-name.ts';
import { isAliasThere } from './plan-keys.ts';

/** Faults for buckets whose rule names a key by an alias that is neither declared nor there; nothing is to be done. Key ids are not looked at. */
export async function planAliases(
  { keys }: Pick<ConfigTarget, 'keys'>,
  declared: Pick<DeclaredConfig, 'keys' | 'buckets'>,
): Promise<ConfigPlan> {
  const known = new Set([...declared.keys.map(({ alias }) => alias), defaultAlias]);
  const found = declared.buckets.map(async ({ encryption }, index): Promise<readonly ConfigFault[]> => {
    const alias = encryption?.keyId;
    if (alias === undefined || !alias.startsWith('alias/') || known.has(alias) || (await isAliasThere(keys, alias))) return [];
    const meant = nearestName(alias, known);
    const hint = meant === undefined ? '' : `; did you mean ${meant}?`;
    const message = `expected an alias that is declared in keys or that is there, got ${show(alias)}${hint}`;
    return [{ path: ['buckets', index, 'encryption', 'KMSMasterKeyID'], message }];
  });
  return { faults: (await Promise.all(found)).flat(), steps: [] };
}
