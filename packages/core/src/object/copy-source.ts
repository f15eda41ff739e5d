import { OssError } from '../errors/index.ts';
import { decodeTargetPiece } from '../http/index.ts';
import { parseBucketName, parseObjectKey, type BucketName, type ObjectKey } from '../names/index.ts';

/** What a copy reads. */
export interface CopySource {
  readonly bucket: BucketName;
  readonly key: ObjectKey;
  /** Absent: the current version. */
  readonly versionId: string | undefined;
}

const VERSION = '?versionId=';

/**
 * The value of `x-oss-copy-source`: `/bucket/percent-encoded-key[?versionId=…]`, the first slash being optional. A `?` of the key arrives as `%3F`.
 * `InvalidArgument` when it names no bucket and key, `InvalidBucketName` and `InvalidObjectName` when these cannot be
 * (protocol reference §4.6, observed behaviour 25).
 */
export function parseCopySource(header: string): CopySource | OssError {
  const mark = header.indexOf('?');
  const path = decodeTargetPiece(mark < 0 ? header : header.slice(0, mark))?.replace(/^\//, '');
  const suffix = mark < 0 ? '' : header.slice(mark);
  const slash = path?.indexOf('/') ?? -1;
  if (path === undefined || slash < 1 || slash === path.length - 1) return noSource(header);
  if (suffix !== '' && !suffix.startsWith(VERSION)) return noSource(header);
  const bucket = parseBucketName(path.slice(0, slash));
  if (bucket instanceof OssError) return bucket;
  const key = parseObjectKey(path.slice(slash + 1));
  if (key instanceof OssError) return key;
  return { bucket, key, versionId: suffix === '' ? undefined : suffix.slice(VERSION.length) };
}

function noSource(header: string): OssError {
  return new OssError('InvalidArgument', {
    message: 'Copy Source must mention the source bucket and key: /sourcebucket/sourcekey.',
    details: { ArgumentName: 'x-oss-copy-source', ArgumentValue: header },
  });
}
