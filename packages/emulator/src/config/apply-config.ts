import { Fault, OssError, RpcError } from '@sse/core';
import { KeyServiceError } from '../ports/key-service.ts';
import { showPath } from './config-error.ts';
import { joinPlans, type ConfigPlan, type ConfigStep, type ConfigTarget } from './config-plan.ts';
import type { DeclaredConfig, LocatedConfig } from './declared-config.ts';
import { planAliases } from './plan-aliases.ts';
import { planBuckets } from './plan-buckets.ts';
import { planKeys } from './plan-keys.ts';
import { planRam } from './plan-ram.ts';

/**
 * Makes what is declared, or changes it to what is declared; applied once more, it commits nothing. What is stored is looked at first: where it
 * contradicts the configuration, nothing is changed and a `ConfigError` says all of it.
 */
export async function applyConfig(target: ConfigTarget, { declared, refusal }: LocatedConfig): Promise<void> {
  const { faults, steps } = joinPlans([
    planAccount(target, declared),
    await planRam(target, declared),
    planKeys(target, declared.keys),
    await planBuckets(target, declared.buckets),
    await planAliases(target, declared),
  ]);
  if (faults.length > 0) throw refusal(faults);
  for (const step of steps) await perform(step);
}

function planAccount({ account }: ConfigTarget, { account: given }: DeclaredConfig): ConfigPlan {
  return { faults: [], steps: given === undefined ? [] : [{ path: ['account'], run: () => account.setAccountId(given.id) }] };
}

async function perform({ path, run }: ConfigStep): Promise<void> {
  try {
    await run();
  } catch (cause) {
    if (!(cause instanceof RpcError || cause instanceof OssError || cause instanceof KeyServiceError)) throw cause;
    throw new Fault('configuration', `what is declared at ${showPath(path)} cannot be made: ${cause.message}`, { cause });
  }
}
