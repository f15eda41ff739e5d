/** The request headers of server-side encryption, also the fields of a PostObject form (protocol reference §2.1, §2.9). */
export const SSE_HEADER = {
  algorithm: 'x-oss-server-side-encryption',
  keyId: 'x-oss-server-side-encryption-key-id',
  dataEncryption: 'x-oss-server-side-data-encryption',
  context: 'x-oss-server-side-encryption-context',
} as const;

/** What a request says about server-side encryption, not judged yet. A property is absent when the header is; an empty header is not. */
export interface SseHeaders {
  readonly algorithm?: string | undefined;
  readonly keyId?: string | undefined;
  readonly dataEncryption?: string | undefined;
  readonly context?: string | undefined;
  /** Names, in lower case, of all other `x-oss-server-side-*` headers: those of customer keys (SSE-C), and any not known. Values are keys. */
  readonly unsupported?: readonly string[] | undefined;
}

const FAMILY = 'x-oss-server-side-';
const PROPERTIES: ReadonlyMap<string, keyof typeof SSE_HEADER> = new Map([
  [SSE_HEADER.algorithm, 'algorithm'],
  [SSE_HEADER.keyId, 'keyId'],
  [SSE_HEADER.dataEncryption, 'dataEncryption'],
  [SSE_HEADER.context, 'context'],
]);

/** Picks the headers of server-side encryption out of a request's, whatever the case of their names; others are left alone. */
export function readSseHeaders(headers: Readonly<Record<string, string | undefined>>): SseHeaders {
  const found: Partial<Record<keyof typeof SSE_HEADER, string>> = {};
  const unsupported: string[] = [];
  for (const [name, value] of Object.entries(headers)) {
    const lowerName = name.toLowerCase();
    if (value === undefined || !lowerName.startsWith(FAMILY)) {
      continue;
    }
    const property = PROPERTIES.get(lowerName);
    if (property === undefined) {
      unsupported.push(lowerName);
    } else {
      found[property] = value;
    }
  }
  return { ...found, unsupported };
}
