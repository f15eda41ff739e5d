/** What a policy demands of a form field; names are in lower case and without `$`. */
export type FieldCondition =
  | { readonly kind: 'eq' | 'starts-with'; readonly field: string; readonly value: string }
  | { readonly kind: 'in' | 'not-in'; readonly field: string; readonly values: readonly string[] };

/** How long the file may be, in bytes, both ends inclusive. */
export interface LengthCondition {
  readonly kind: 'content-length-range';
  readonly least: number;
  readonly most: number;
}

export type PolicyCondition = FieldCondition | LengthCondition;

/** What the signer of a form allows (protocol reference §3.5). */
export interface PostPolicy {
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  readonly conditions: readonly PolicyCondition[];
}
