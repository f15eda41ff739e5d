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

  interface ListedBucket {
    readonly name: string;
    readonly region: string;
    readonly creationDate: string;
    readonly storageClass: string;
  }

  class OSS {
    constructor(options: {
      accessKeyId: string;
      accessKeySecret: string;
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
    put(name: string, source: Buffer | string | Readable, options?: ObjectOptions): Promise<Result>;
    putStream(name: string, stream: Readable, options?: ObjectOptions): Promise<Result>;
    get(name: string, options?: ObjectOptions): Promise<Result & { content: Buffer }>;
    get(name: string, target: string | Writable, options?: ObjectOptions): Promise<Result>;
    getStream(name: string, options?: ObjectOptions): Promise<Result & { stream: Readable }>;
    head(name: string, options?: ObjectOptions): Promise<Result & { status: number; meta: Headers | null }>;
    getObjectMeta(name: string, options?: ObjectOptions): Promise<Result & { status: number }>;
    delete(name: string, options?: ObjectOptions): Promise<Result>;
    list(query?: Readonly<Record<string, string | number>>, options?: ObjectOptions): Promise<Listing & { nextMarker: string | null }>;
    listV2(
      query?: Readonly<Record<string, string | number>>,
      options?: ObjectOptions,
    ): Promise<Listing & { keyCount: number; nextContinuationToken: string | null }>;
    signatureUrl(name: string, options?: { method?: string; expires?: number; response?: Headers; 'Content-Type'?: string }): string;
    signatureUrlV4(
      method: string,
      expires: number,
      request: { headers?: Headers; queries?: Readonly<Record<string, string>> },
      name: string,
    ): Promise<string>;
  }

  export default OSS;
}
