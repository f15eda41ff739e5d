import type { LifecycleExclusion, LifecycleRule, LifecycleTag, LifecycleTime, LifecycleTransition } from './lifecycle-rule.ts';

interface Named {
  readonly key: string;
}

interface Sized extends Named {
  readonly tags: readonly LifecycleTag[];
  /** Bytes. */
  readonly size: number;
}

/** What a worker knows of one thing in a bucket. Times are milliseconds since 1970. */
export type LifecycleFacts =
  | ({ readonly kind: 'current'; readonly modifiedAt: number } & Sized)
  /** `since`: when another version took its place. */
  | ({ readonly kind: 'noncurrent'; readonly modifiedAt: number; readonly since: number } & Sized)
  /** `lone`: no other version of the name is left. */
  | ({ readonly kind: 'delete-marker'; readonly lone: boolean } & Named)
  | ({ readonly kind: 'upload'; readonly initiatedAt: number } & Named);

/** What is due, and by which rule. A transition is a record only: nothing here has storage classes that differ. */
export type DueAction =
  | { readonly action: 'expire-current' | 'remove-noncurrent' | 'remove-marker' | 'abort-upload'; readonly ruleId: string }
  | { readonly action: 'transition'; readonly storageClass: string; readonly ruleId: string };

const dayMs = 86_400_000;

/**
 * What the rules want done to one thing at `now` (ms since 1970): its removal, by the first rule that asks for it, or else the transitions
 * that are due; nothing is an empty list. Days are over at the next midnight UTC. Nothing comes to a date before that date
 * (observed behaviour 21, the vendor's page on lifecycle rules). Transitions by access time are never due: accesses are not recorded.
 */
export function dueActions(rules: readonly LifecycleRule[], facts: LifecycleFacts, now: number): readonly DueAction[] {
  const applicable = rules.filter((rule) => rule.enabled && applies(rule, facts));
  const removing = applicable.find((rule) => removalIsDue(rule, facts, now));
  if (removing !== undefined) return [{ action: REMOVALS[facts.kind], ruleId: removing.id }];
  return applicable.flatMap((rule) =>
    transitionsOf(rule, facts, now).map(({ storageClass }) => ({ action: 'transition', storageClass, ruleId: rule.id }) as const),
  );
}

const REMOVALS = {
  current: 'expire-current',
  noncurrent: 'remove-noncurrent',
  'delete-marker': 'remove-marker',
  upload: 'abort-upload',
} as const satisfies Record<LifecycleFacts['kind'], DueAction['action']>;

function removalIsDue(rule: LifecycleRule, facts: LifecycleFacts, now: number): boolean {
  if (facts.kind === 'current') return isDue(rule.expiration, facts.modifiedAt, now);
  if (facts.kind === 'upload') return isDue(rule.abortUploads, facts.initiatedAt, now);
  if (facts.kind === 'delete-marker') return facts.lone && rule.removesLoneMarkers;
  return rule.noncurrentExpirationDays !== undefined && isDue({ days: rule.noncurrentExpirationDays }, facts.since, now);
}

function transitionsOf(rule: LifecycleRule, facts: LifecycleFacts, now: number): readonly LifecycleTransition<LifecycleTime>[] {
  if (facts.kind === 'current')
    return rule.transitions.filter(({ time, byAccessTime }) => !byAccessTime && isDue(time, facts.modifiedAt, now));
  if (facts.kind !== 'noncurrent') return [];
  return rule.noncurrentTransitions.filter(({ time, byAccessTime }) => !byAccessTime && isDue(time, facts.since, now));
}

function isDue(time: LifecycleTime | undefined, since: number, now: number): boolean {
  if (time === undefined) return false;
  if ('days' in time) return now >= Math.ceil(since / dayMs + time.days) * dayMs;
  if ('on' in time) return now >= time.on.getTime();
  return since < time.createdBefore.getTime() && now >= time.createdBefore.getTime();
}

/** Uploads and delete markers have neither tags nor size: a rule that asks for tags does not touch them, bounds of size do not matter. */
function applies(rule: LifecycleRule, facts: LifecycleFacts): boolean {
  const tags = 'tags' in facts ? facts.tags : [];
  if (!facts.key.startsWith(rule.prefix) || !rule.tags.every((tag) => hasTag(tags, tag))) return false;
  if (rule.excluded.some((exclusion) => excludes(exclusion, facts.key, tags))) return false;
  return !('size' in facts) || fitsSize(rule, facts.size);
}

function excludes({ prefix, tag }: LifecycleExclusion, key: string, tags: readonly LifecycleTag[]): boolean {
  return key.startsWith(prefix) && (tag === undefined || hasTag(tags, tag));
}

function fitsSize({ largerThan, smallerThan }: LifecycleRule, size: number): boolean {
  return (largerThan === undefined || size > largerThan) && (smallerThan === undefined || size < smallerThan);
}

function hasTag(tags: readonly LifecycleTag[], wanted: LifecycleTag): boolean {
  return tags.some(({ key, value }) => key === wanted.key && value === wanted.value);
}
