/** A map that forgets the entries that were not asked for the longest once they weigh more than its capacity together. */
export interface Lru<V> {
  get(key: string): V | undefined;
  /** `weight` in the unit of the capacity; default 1. */
  set(key: string, value: V, weight?: number): void;
  delete(key: string): void;
}

export function lru<V>(capacity: number): Lru<V> {
  const entries = new Map<string, { readonly value: V; readonly weight: number }>();
  let total = 0;

  function remove(key: string): { readonly value: V; readonly weight: number } | undefined {
    const entry = entries.get(key);
    if (entry !== undefined) {
      entries.delete(key);
      total -= entry.weight;
    }
    return entry;
  }

  function add(key: string, entry: { readonly value: V; readonly weight: number }): void {
    entries.set(key, entry);
    total += entry.weight;
  }

  return {
    get(key) {
      const entry = remove(key);
      if (entry !== undefined) add(key, entry);
      return entry?.value;
    },
    set(key, value, weight = 1) {
      remove(key);
      add(key, { value, weight });
      for (const oldest of entries.keys()) {
        if (total <= capacity) break;
        remove(oldest);
      }
    },
    delete: (key) => void remove(key),
  };
}
