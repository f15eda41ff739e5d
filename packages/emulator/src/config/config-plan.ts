import type { LocalKeyService } from '../adapters/local-key-service.ts';
import type { Buckets } from '../domain/buckets.ts';
import type { Documents } from '../domain/documents.ts';
import type { Account } from '../domain/ram/account.ts';
import type { Ram } from '../domain/ram/ram.ts';
import type { ConfigFault, ConfigPath } from './config-error.ts';

/** What a configuration is applied to. */
export interface ConfigTarget {
  readonly account: Account;
  readonly ram: Ram;
  /** No user can have it. */
  readonly rootAccessKeyId: string;
  readonly keys: Pick<LocalKeyService, 'describeKey' | 'createKey'>;
  readonly buckets: Buckets;
  readonly documents: Documents;
  readonly now: () => number;
}

/** Makes something as it is declared; where it is so already, it changes nothing. */
export interface ConfigStep {
  readonly path: ConfigPath;
  readonly run: () => Promise<unknown>;
}

/** What is to be done for a part of a configuration, unless what is stored contradicts it. Steps run in order. */
export interface ConfigPlan {
  readonly faults: readonly ConfigFault[];
  readonly steps: readonly ConfigStep[];
}

/** One plan of several. */
export function joinPlans(plans: readonly ConfigPlan[]): ConfigPlan {
  return { faults: plans.flatMap(({ faults }) => faults), steps: plans.flatMap(({ steps }) => steps) };
}
