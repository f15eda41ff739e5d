import { createHash } from 'node:crypto';
import { crc64 } from '@sse/core/primitives';

/** Tags in their order. */
export type ModelTags = readonly (readonly [key: string, value: string])[];

/** An object as a plain store in memory has it. */
export interface ModelObject {
  /** Empty for a link. */
  readonly body: Buffer;
  /** Upper-case hex, with `-N` for an object of parts. */
  readonly etag: string;
  readonly type: 'Normal' | 'Multipart' | 'Appendable' | 'Symlink';
  /** User metadata and content type. */
  readonly headers: Readonly<Record<string, string>>;
  /** The headers that a reply repeats. */
  readonly encryption: Readonly<Record<string, string>>;
  readonly tags: ModelTags;
  readonly acl: string;
  /** Of a link: the name that it stands for. */
  readonly target?: string;
}

/** What a read is answered with where it finds nothing to read. */
export type NotReadable = 'NoSuchKey' | 'SymlinkTargetNotExist' | 'InvalidTargetType';

type Given = Partial<Pick<ModelObject, 'tags' | 'acl'>>;

const md5 = (bytes: Uint8Array | string): string => createHash('md5').update(bytes).digest('hex').toUpperCase();
const bare = { tags: [], acl: 'default' } as const;

export function normalObject(
  body: Buffer,
  headers: ModelObject['headers'],
  encryption: ModelObject['encryption'],
  given: Given = {},
): ModelObject {
  return { body, etag: md5(body), type: 'Normal', headers, encryption, ...bare, ...given };
}

export function objectOfParts(
  parts: readonly Buffer[],
  headers: ModelObject['headers'],
  encryption: ModelObject['encryption'],
  given: Given = {},
): ModelObject {
  const etag = `${md5(parts.map(md5).join(''))}-${parts.length}`;
  return { body: Buffer.concat(parts), etag, type: 'Multipart', headers, encryption, ...bare, ...given };
}

export function linkTo(target: string, headers: ModelObject['headers'], given: Given = {}): ModelObject {
  return { body: Buffer.alloc(0), etag: md5(target), type: 'Symlink', headers, encryption: {}, ...bare, ...given, target };
}

/** What a read of a name finds: through a link, the bytes of its target under the metadata of the link. */
export function readable(model: ReadonlyMap<string, ModelObject>, name: string): ModelObject | NotReadable {
  const own = model.get(name);
  if (own?.target === undefined) return own ?? 'NoSuchKey';
  const target = model.get(own.target);
  if (target === undefined) return 'SymlinkTargetNotExist';
  if (target.target !== undefined) return 'InvalidTargetType';
  const { body, etag, encryption } = target;
  return { ...own, body, etag, encryption };
}

/** What the reply to a GET or HEAD of the whole object must say, with `undefined` for headers that must not be there. */
export function expectedHeaders({ body, etag, type, headers, encryption, tags }: ModelObject): Record<string, string | undefined> {
  return {
    etag: `"${etag}"`,
    'content-length': String(body.length),
    'x-oss-object-type': type,
    'x-oss-hash-crc64ecma': crc64(0n, body).toString(),
    'x-oss-server-side-encryption': undefined,
    'x-oss-server-side-data-encryption': undefined,
    'x-oss-tagging-count': tags.length === 0 ? undefined : String(tags.length),
    ...encryption,
    ...headers,
  };
}
