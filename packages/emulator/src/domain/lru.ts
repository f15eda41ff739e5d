/** A map that forgets entries once they weigh more than its capacity together: the oldest that were not asked for since they were last passed over. */
export interface Lru<V> {
  get(key: string): V | undefined;
  /** `weight` in the unit of the capacity; default 1. */
  set(key: string, value: V, weight?: number): void;
  delete(key: string): void;
  /** Forgets the entries of which `isOver` says so. */
  prune(isOver: (value: V) => boolean): void;
}

interface Entry<V> {
  readonly value: V;
  readonly weight: number;
  /** Asked for since it was added or last passed over. */
  used: boolean;
}

/** By second chance: a hit, the most frequent call by far, sets a mark and moves nothing. */
export function lru<V>(capacity: number): Lru<V> {
  /** In the order in which they are looked at when one must go. */
  const entries = new Map<string, Entry<V>>();
  let total = 0;

  function remove(key: string): void {
    const entry = entries.get(key);
    if (entry === undefined) return;
    entries.delete(key);
    total -= entry.weight;
  }

  /** Ends: each entry is passed over once, and the loop stops when nothing is left. */
  function shrink(): void {
    for (const [key, entry] of entries) {
      if (total <= capacity) return;
      entries.delete(key);
      if (entry.used) entries.set(key, { ...entry, used: false });
      else total -= entry.weight;
    }
  }

  return {
    get(key) {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      entry.used = true;
      return entry.value;
    },
    set(key, value, weight = 1) {
      remove(key);
      entries.set(key, { value, weight, used: false });
      total += weight;
      shrink();
    },
    delete: remove,
    prune(isOver) {
      for (const [key, { value }] of entries) if (isOver(value)) remove(key);
    },
  };
}
