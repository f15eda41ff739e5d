/** How objects are encrypted: the value of `x-oss-server-side-encryption` in put requests and in every answer; absent: no encryption. */
export const MODES = {
  none: undefined,
  AES256: 'AES256',
  KMS: 'KMS',
  SM4: 'SM4',
} as const satisfies Record<string, string | undefined>;

export type Mode = keyof typeof MODES;

export function isMode(word: string): word is Mode {
  return Object.hasOwn(MODES, word);
}

/** The headers of a put request. */
export function encryptionHeaders(mode: Mode): Record<string, string> {
  const value = MODES[mode];
  return value === undefined ? {} : { 'x-oss-server-side-encryption': value };
}
