/** The part of ali-oss 6.23.0 that the checks use; the package has no types of its own. */
declare module 'ali-oss' {
  import type { Agent } from 'node:http';
  import type { Readable, Writable } from 'node:stream';

  type Headers = Readonly<Record<string, string>>;

  interface Result {
    readonly res: { readonly status: number; readonly headers: Readonly<Record<string, string | undefined>> };
  }

  export interface ObjectOptions {
    headers?: Headers;
    meta?: Headers;
    mime?: string;
    contentLength?: number;
    subres?: Readonly<Record<string, string>>;
    versionId?: string;
  }

  interface ListedVersion {
    readonly name: string;
    readonly versionId: string;
  }

  interface ListedObject {
    readonly name: string;
    readonly etag: string;
    readonly type: string;
    readonly size: number;
    readonly storageClass: string;
    readonly lastModified: string;
    readonly owner: { readonly id: string; readonly displayName: string } | null;
  }

  interface Listing extends Result {
    readonly objects: readonly ListedObject[];
    readonly prefixes: readonly string[] | null;
    readonly isTruncated: boolean;
  }

  export interface BucketRule {
    readonly SSEAlgorithm: string;
    readonly KMSMasterKeyID?: string;
    readonly KMSDataEncryption?: string;
  }

  export interface Part {
    readonly number: number;
    readonly etag: string;
  }

  /** What `multipartUpload` tells of its progress, and goes on from. */
  export interface Checkpoint {
    readonly uploadId: string;
    readonly doneParts: readonly Part[];
  }

  export interface UploadOptions extends ObjectOptions {
    parallel?: number;
    partSize?: number;
    checkpoint?: Checkpoint;
    progress?: (fraction: number, checkpoint: Checkpoint | null, res: Result['res']) => void;
    copyheaders?: Headers;
  }

  interface CopySource {
    readonly sourceKey: string;
    readonly sourceBucketName: string;
    startOffset?: number;
    endOffset?: number;
  }

  interface ListedPart {
    readonly PartNumber: string;
    readonly ETag: string;
    readonly Size: string;
    readonly LastModified: string;
  }

  interface ListedUpload {
    readonly name: string;
    readonly uploadId: string;
    readonly initiated: string;
  }

  type Query = Readonly<Record<string, string | number>>;

  interface ListedBucket {
    readonly name: string;
    readonly region: string;
    readonly creationDate: string;
    readonly storageClass: string;
  }

  export interface TemporaryCredentials {
    readonly AccessKeyId: string;
    readonly AccessKeySecret: string;
    readonly SecurityToken: string;
    readonly Expiration: string;
  }

  class STS {
    constructor(options: { accessKeyId: string; accessKeySecret: string; endpoint: string });
    assumeRole(
      role: string,
      policy?: object | string,
      seconds?: number,
      session?: string,
    ): Promise<Result & { credentials: TemporaryCredentials }>;
  }

  class OSS {
    static readonly STS: typeof STS;
    constructor(options: {
      accessKeyId: string;
      accessKeySecret: string;
      stsToken?: string;
      refreshSTSToken?: () => Promise<{ accessKeyId: string; accessKeySecret: string; stsToken: string }>;
      region?: string;
      endpoint?: string;
      bucket?: string;
      authorizationV4?: boolean;
      sldEnable?: boolean;
      cname?: boolean;
      agent?: Agent;
      headerEncoding?: string;
      amendTimeSkewed?: number;
    });
    putBucket(
      name: string,
      options?: { storageClass?: string; acl?: string; headers?: Headers },
    ): Promise<Result & { bucket: string | null }>;
    deleteBucket(name: string): Promise<Result>;
    listBuckets(query?: Readonly<Record<string, string | number>>): Promise<
      Result & {
        buckets: readonly ListedBucket[] | null;
        owner: { id: string; displayName: string };
        isTruncated: boolean;
        nextMarker: string | null;
      }
    >;
    getBucketLocation(name: string): Promise<Result & { location: string }>;
    getBucketInfo(name: string): Promise<Result & { bucket: Readonly<Record<string, unknown>> & { ExtranetEndpoint: string } }>;
    putBucketEncryption(name: string, rule: BucketRule): Promise<Result & { status: number }>;
    getBucketEncryption(name: string): Promise<Result & { status: number; encryption: unknown }>;
    deleteBucketEncryption(name: string): Promise<Result & { status: number }>;
    putBucketPolicy(name: string, policy: object): Promise<Result & { status: number }>;
    /** Null where there is none. */
    getBucketPolicy(name: string): Promise<Result & { status: number; policy: unknown }>;
    deleteBucketPolicy(name: string): Promise<Result & { status: number }>;
    putBucketACL(name: string, acl: string): Promise<Result>;
    put(name: string, source: Buffer | string | Readable, options?: ObjectOptions): Promise<Result>;
    putStream(name: string, stream: Readable, options?: ObjectOptions): Promise<Result>;
    get(name: string, options?: ObjectOptions): Promise<Result & { content: Buffer }>;
    get(name: string, target: string | Writable, options?: ObjectOptions): Promise<Result>;
    getStream(name: string, options?: ObjectOptions): Promise<Result & { stream: Readable }>;
    head(name: string, options?: ObjectOptions): Promise<Result & { status: number; meta: Headers | null }>;
    getObjectMeta(name: string, options?: ObjectOptions): Promise<Result & { status: number }>;
    delete(name: string, options?: ObjectOptions): Promise<Result>;
    deleteMulti(
      names: readonly (string | { readonly key: string; readonly versionId: string })[],
      options?: { quiet?: boolean; headers?: Headers },
    ): Promise<Result & { deleted: readonly { readonly Key: string }[] }>;
    append(
      name: string,
      source: Buffer,
      options?: ObjectOptions & { position?: string },
    ): Promise<Result & { nextAppendPosition: string | undefined }>;
    putBucketVersioning(name: string, status: 'Enabled' | 'Suspended'): Promise<Result>;
    getBucketVersioning(name: string): Promise<Result & { versionStatus: string | undefined }>;
    getBucketVersions(query?: Query): Promise<
      Result & {
        objects: readonly (ListedVersion & { readonly size: number; readonly isLatest: boolean })[];
        deleteMarker: readonly ListedVersion[];
      }
    >;
    /** `bucket` is the source's; a source name that begins with a slash holds it. */
    copy(name: string, source: string, bucket?: string, options?: ObjectOptions): Promise<Result & { data?: { etag: string } | null }>;
    putObjectTagging(name: string, tags: Headers): Promise<Result & { status: number }>;
    getObjectTagging(name: string): Promise<Result & { status: number; tag: Headers }>;
    deleteObjectTagging(name: string): Promise<Result & { status: number }>;
    putACL(name: string, acl: string): Promise<Result>;
    getACL(name: string): Promise<Result & { acl: string; owner: { id: string; displayName: string } }>;
    putSymlink(name: string, target: string, options?: ObjectOptions & { storageClass?: string }): Promise<Result>;
    getSymlink(name: string): Promise<Result & { targetName: string }>;
    initMultipartUpload(name: string, options?: ObjectOptions): Promise<Result & { bucket: string; name: string; uploadId: string }>;
    uploadPart(
      name: string,
      uploadId: string,
      partNumber: number,
      file: Buffer | string,
      start: number,
      end: number,
      options?: ObjectOptions,
    ): Promise<Result & { etag: string }>;
    uploadPartCopy(
      name: string,
      uploadId: string,
      partNumber: number,
      range: string | null,
      source: CopySource,
      options?: ObjectOptions,
    ): Promise<Result & { etag: string }>;
    completeMultipartUpload(
      name: string,
      uploadId: string,
      parts: readonly Part[],
      options?: ObjectOptions,
    ): Promise<Result & { etag: string }>;
    abortMultipartUpload(name: string, uploadId: string, options?: ObjectOptions): Promise<Result>;
    listParts(
      name: string,
      uploadId: string,
      query?: Query,
      options?: ObjectOptions,
    ): Promise<Result & { isTruncated: string; nextPartNumberMarker: string; parts: readonly ListedPart[] | ListedPart }>;
    listUploads(
      query?: Query,
      options?: ObjectOptions,
    ): Promise<Result & { uploads: readonly ListedUpload[]; isTruncated: boolean; nextKeyMarker: string; nextUploadIdMarker: string }>;
    multipartUpload(name: string, file: Buffer | string, options?: UploadOptions): Promise<Result & { etag: string }>;
    multipartUploadCopy(name: string, source: CopySource, options?: UploadOptions): Promise<Result & { etag: string }>;
    /** Ends the running `multipartUpload`, which rejects with an object named `cancel`. */
    cancel(): void;
    list(query?: Readonly<Record<string, string | number>>, options?: ObjectOptions): Promise<Listing & { nextMarker: string | null }>;
    listV2(
      query?: Readonly<Record<string, string | number>>,
      options?: ObjectOptions,
    ): Promise<Listing & { keyCount: number; nextContinuationToken: string | null }>;
    signatureUrl(
      name: string,
      options?: Readonly<Record<`x-oss-${string}`, string>> & {
        method?: string;
        expires?: number;
        response?: Headers;
        'Content-Type'?: string;
      },
    ): string;
    signatureUrlV4(
      method: string,
      expires: number,
      request: { headers?: Headers; queries?: Readonly<Record<string, string>> },
      name: string,
      additionalHeaders?: readonly string[],
    ): Promise<string>;
  }

  export default OSS;
}
