/** Collects the values of a flag that may be repeated. */
export function repeated(text: string, former: readonly string[] | undefined): readonly string[] {
  return [...(former ?? []), text];
}
