/** The smallest value that at least `share` (0 to 1) of the values do not exceed; `sorted` ascends. NaN without values. */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
