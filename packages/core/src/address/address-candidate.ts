/** What a request is about: the account's buckets, one bucket, or one object. */
export type Level = 'service' | 'bucket' | 'object';

/** How the bucket was named: as a label of the host, by a host that is mapped to it, or as the first segment of the path. */
export type AddressStyle = 'virtual-host' | 'cname' | 'path';

/** One way to read which resource a request names. The names are not validated yet: authentication comes first. */
export interface AddressCandidate {
  readonly style: AddressStyle;
  /** Absent when the request is about the service. */
  readonly bucket?: string;
  /** Decoded object key; `''` when the request is about the service or the bucket. */
  readonly key: string;
}

/** The level that a candidate addresses. */
export function addressLevel(candidate: AddressCandidate): Level {
  if (candidate.bucket === undefined) return 'service';
  return candidate.key === '' ? 'bucket' : 'object';
}
