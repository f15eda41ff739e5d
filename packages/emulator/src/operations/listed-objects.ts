import type { ListBucketResult } from '@sse/core';
import type { ListPage } from '../domain/list-objects.ts';

/** The part that both versions of the listing share; `owner` is left out where the client did not ask for it. */
export function listedObjects(
  page: ListPage,
  owner: string | undefined,
): Pick<ListBucketResult, 'Contents' | 'CommonPrefixes' | 'IsTruncated'> {
  return {
    IsTruncated: page.next !== undefined,
    Contents: page.objects.map(({ name, head }) => ({
      Key: name,
      LastModified: new Date(head.modifiedAt),
      ETag: `"${head.etag}"`,
      Type: head.type,
      Size: head.size,
      StorageClass: head.storageClass,
      ...(owner === undefined ? {} : { Owner: { ID: owner, DisplayName: owner } }),
    })),
    CommonPrefixes: page.commonPrefixes.map((Prefix) => ({ Prefix })),
  };
}
