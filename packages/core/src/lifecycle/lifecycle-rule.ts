/** A tag that an object must have. */
export interface LifecycleTag {
  readonly key: string;
  readonly value: string;
}

/**
 * When an action is due. `days` count from the last change (for versions: from when they were replaced; for uploads: from their begin);
 * `on`: from this moment, whatever its age; `createdBefore`: from this moment, what was changed before it.
 */
export type LifecycleTime = { readonly days: number } | { readonly on: Date } | { readonly createdBefore: Date };

/** What a rule does not touch: names with the prefix, only those with the tag where there is one. */
export interface LifecycleExclusion {
  readonly prefix: string;
  readonly tag: LifecycleTag | undefined;
}

/** Moves to a colder storage class. By access time it counts from the last access, which this model does not know. */
export interface LifecycleTransition<T> {
  readonly time: T;
  readonly storageClass: string;
  readonly byAccessTime: boolean;
}

/** A lifecycle rule, as a worker evaluates it (observed behaviour 21). */
export interface LifecycleRule {
  readonly id: string;
  readonly enabled: boolean;
  readonly prefix: string;
  /** All of them; none asks for none. */
  readonly tags: readonly LifecycleTag[];
  readonly excluded: readonly LifecycleExclusion[];
  /** Bytes; an object must be larger, and smaller. Absent: any size. */
  readonly largerThan: number | undefined;
  readonly smallerThan: number | undefined;
  readonly expiration: LifecycleTime | undefined;
  /** Whether delete markers go that hide nothing any more. */
  readonly removesLoneMarkers: boolean;
  readonly transitions: readonly LifecycleTransition<LifecycleTime>[];
  readonly noncurrentExpirationDays: number | undefined;
  readonly noncurrentTransitions: readonly LifecycleTransition<{ readonly days: number }>[];
  readonly abortUploads: LifecycleTime | undefined;
}
