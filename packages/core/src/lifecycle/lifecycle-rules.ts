import type { LifecycleConfiguration, LifecycleRuleElement } from '../xml/documents/lifecycle-configuration.ts';
import type { LifecycleRule, LifecycleTag, LifecycleTime } from './lifecycle-rule.ts';

/** The rules of a document that `acceptLifecycle` gave. */
export function lifecycleRules({ Rule }: LifecycleConfiguration): readonly LifecycleRule[] {
  return Rule.map(ruleOf);
}

/** Whether any rule counts from the last access, for which accesses must be monitored. */
export function usesAccessTime({ Rule }: LifecycleConfiguration): boolean {
  return Rule.some(({ Transition, NoncurrentVersionTransition }) =>
    [...Transition, ...NoncurrentVersionTransition].some(({ IsAccessTime }) => IsAccessTime === true),
  );
}

function ruleOf(element: LifecycleRuleElement): LifecycleRule {
  const { Filter, Expiration, AbortMultipartUpload } = element;
  return {
    id: element.ID ?? '',
    enabled: element.Status === 'Enabled',
    prefix: element.Prefix,
    tags: element.Tag.map(tagOf),
    excluded: (Filter?.Not ?? []).map(({ Prefix, Tag }) => ({ prefix: Prefix, tag: Tag && tagOf(Tag) })),
    largerThan: Filter?.ObjectSizeGreaterThan,
    smallerThan: Filter?.ObjectSizeLessThan,
    expiration: Expiration && timeOf(Expiration),
    removesLoneMarkers: Expiration?.ExpiredObjectDeleteMarker === true,
    transitions: element.Transition.flatMap(({ StorageClass: storageClass, IsAccessTime: byAccessTime = false, ...when }) => {
      const time = timeOf(when);
      return time === undefined ? [] : [{ time, storageClass, byAccessTime }];
    }),
    noncurrentExpirationDays: element.NoncurrentVersionExpiration?.NoncurrentDays,
    noncurrentTransitions: element.NoncurrentVersionTransition.map(({ NoncurrentDays, StorageClass, IsAccessTime = false }) => ({
      time: { days: NoncurrentDays },
      storageClass: StorageClass,
      byAccessTime: IsAccessTime,
    })),
    abortUploads: AbortMultipartUpload && timeOf(AbortMultipartUpload),
  };
}

/** Which of the three ways to say a time an element has; `acceptLifecycle` has seen to it that there is one at most. */
export interface LifecycleTimeElement {
  readonly Days?: number | undefined;
  readonly Date?: Date | undefined;
  readonly CreatedBeforeDate?: Date | undefined;
}

function timeOf({ Days, Date: on, CreatedBeforeDate }: LifecycleTimeElement): LifecycleTime | undefined {
  if (Days !== undefined) return { days: Days };
  if (on !== undefined) return { on };
  return CreatedBeforeDate === undefined ? undefined : { createdBefore: CreatedBeforeDate };
}

function tagOf({ Key, Value }: LifecycleRuleElement['Tag'][number]): LifecycleTag {
  return { key: Key, value: Value };
}
