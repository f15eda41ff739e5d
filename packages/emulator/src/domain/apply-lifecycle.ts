import { dueActions, lifecycleRules, type LifecycleRule } from '@sse/core';
import { openSession } from './bucket-key.ts';
import type { Bucket, Buckets } from './buckets.ts';
import type { Documents } from './documents.ts';
import type { LifecycleCandidates } from './lifecycle-candidates.ts';

export interface ApplyLifecycleOptions {
  readonly buckets: Pick<Buckets, 'list'>;
  readonly documents: Pick<Documents, 'find'>;
  readonly candidates: LifecycleCandidates;
  readonly now: () => number;
}

/** What a round did. */
interface LifecycleRound {
  /** Objects that were expired, and versions, delete markers and uploads that were removed. */
  readonly removed: number;
  /** What could not be dealt with; the next round tries again. */
  readonly failures: readonly unknown[];
}

/** One round over all buckets; ends early when the signal says so. */
export type ApplyLifecycle = (signal: AbortSignal) => Promise<LifecycleRound>;

const pageSize = 500;

/**
 * Does what the lifecycle rules of all buckets want done at this moment (observed behaviour 21), provided that the object or version which was judged
 * is still the one that is there when it is committed; tags are as they were read just before. Transitions are not done: storage classes do not
 * differ here. Rounds may run in several processes at once. What cannot be removed does not keep the others; a damaged row keeps the rest of its bucket.
 */
export function applyLifecycle({ buckets, documents, candidates, now }: ApplyLifecycleOptions): ApplyLifecycle {
  async function* allBuckets(): AsyncGenerator<Bucket, void> {
    for (let marker: string | undefined = ''; marker !== undefined;) {
      const page: Awaited<ReturnType<Buckets['list']>> = await buckets.list({ prefix: '', marker, limit: pageSize });
      yield* page.buckets;
      marker = page.next;
    }
  }

  async function rulesOf({ id }: Bucket): Promise<readonly LifecycleRule[]> {
    const document = await documents.find(openSession(), id, 'lifecycle');
    return document === undefined ? [] : lifecycleRules(document).filter(({ enabled }) => enabled);
  }

  return async (signal) => {
    const round = { removed: 0, failures: [] as unknown[] };
    const attempt = async (step: () => Promise<void>): Promise<void> => {
      try {
        await step();
      } catch (error) {
        round.failures.push(error);
      }
    };
    const applyTo = async (bucket: Bucket): Promise<void> => {
      const rules = await rulesOf(bucket);
      const withTags = rules.some(asksForTags);
      for (const prefix of coveringPrefixes(rules)) {
        for await (const candidate of candidates({ bucket, prefix, withTags })) {
          if (signal.aborted) return;
          if (!dueActions(rules, candidate.facts, now()).some(({ action }) => action !== 'transition')) continue;
          await attempt(async () => void (round.removed += (await candidate.remove()) ? 1 : 0));
        }
      }
    };
    await attempt(async () => {
      for await (const bucket of allBuckets()) await attempt(() => applyTo(bucket));
    });
    return round;
  };
}

function asksForTags({ tags, excluded }: LifecycleRule): boolean {
  return tags.length > 0 || excluded.some(({ tag }) => tag !== undefined);
}

/** The fewest prefixes that all names which a rule is about begin with. */
function coveringPrefixes(rules: readonly LifecycleRule[]): string[] {
  const prefixes = [...new Set(rules.map(({ prefix }) => prefix))];
  return prefixes.filter((prefix) => !prefixes.some((other) => other !== prefix && prefix.startsWith(other)));
}
