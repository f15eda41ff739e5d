/** The resource that a signature is about; the addressing style never shows in it. */
export interface SignedResource {
  /** Absent for the service. */
  readonly bucket?: string | undefined;
  /** Decoded object key; absent or `''` for the bucket or the service. */
  readonly key?: string | undefined;
}

/** `/bucket/key`, `/bucket/` or `/`: the resource as every signature version names it, before any encoding. */
export function resourcePath({ bucket, key }: SignedResource): string {
  return bucket === undefined ? '/' : `/${bucket}/${key ?? ''}`;
}
