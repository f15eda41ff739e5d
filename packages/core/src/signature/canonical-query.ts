import type { QueryPairs } from '../http/index.ts';
import { percentEncode } from './percent-encode.ts';

/**
 * All parameters but `x-oss-signature`, encoded, sorted by encoded name and joined by `&`, without `=` where the value is empty: what V2 and V4
 * sign of a query. Duplicates keep their order (the sort is stable), so that which of them comes first is signed too.
 */
export function canonicalQuery(query: QueryPairs): string {
  const pairs: (readonly [name: string, value: string])[] = [];
  for (const [name, value] of query) {
    if (name !== 'x-oss-signature') pairs.push([percentEncode(name), percentEncode(value)]);
  }
  pairs.sort(([left], [right]) => (left < right ? -1 : Number(left > right)));
  return pairs.map(([name, value]) => (value === '' ? name : `${name}=${value}`)).join('&');
}
