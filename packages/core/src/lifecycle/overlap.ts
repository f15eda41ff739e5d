import type { LifecycleRuleElement } from '../xml/documents/lifecycle-configuration.ts';

/** An action that two rules do to the same names, and the longer of their prefixes. */
export interface Overlap {
  readonly action: string;
  readonly prefix: string;
}

interface Scope {
  readonly prefix: string;
  /** The tags, in one order. Rules for different tags are taken for rules about different objects. */
  readonly tags: string;
}

/**
 * The first action that two rules with the same tags do under prefixes of which one begins with the other, whether or not they are enabled.
 * Prefixes are sorted, so that only what lies next to each other is compared.
 */
export function overlappingAction(rules: readonly LifecycleRuleElement[]): Overlap | undefined {
  const byAction = Map.groupBy(
    rules.flatMap((rule) => actionsOf(rule).map((action) => ({ action, ...scopeOf(rule) }))),
    ({ action, tags }) => `${action} ${tags}`,
  );
  for (const scopes of byAction.values()) {
    const sorted = scopes.toSorted((left, right) => (left.prefix < right.prefix ? -1 : 1));
    const found = sorted.find(({ prefix }, index) => index > 0 && prefix.startsWith(sorted[index - 1]?.prefix ?? ''));
    if (found !== undefined) return { action: found.action, prefix: found.prefix };
  }
  return undefined;
}

function scopeOf({ Prefix, Tag }: LifecycleRuleElement): Scope {
  return {
    prefix: Prefix,
    tags: Tag.map(({ Key, Value }) => JSON.stringify([Key, Value]))
      .toSorted((left, right) => (left < right ? -1 : 1))
      .join(),
  };
}

function actionsOf(rule: LifecycleRuleElement): string[] {
  const { Expiration, Transition, AbortMultipartUpload, NoncurrentVersionExpiration, NoncurrentVersionTransition } = rule;
  return [
    ...(Expiration === undefined ? [] : ['Expiration']),
    ...new Set(Transition.map(({ StorageClass }) => `Transition to ${StorageClass}`)),
    ...(AbortMultipartUpload === undefined ? [] : ['AbortMultipartUpload']),
    ...(NoncurrentVersionExpiration === undefined ? [] : ['NoncurrentVersionExpiration']),
    ...new Set(NoncurrentVersionTransition.map(({ StorageClass }) => `NoncurrentVersionTransition to ${StorageClass}`)),
  ];
}
