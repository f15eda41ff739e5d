import { encodeXml, listVersionsResult, urlEncodeName, type ListVersionsResult } from '@sse/core';
import type { ListedVersion } from '../domain/list-versions.ts';
import type { ObjectHead } from '../domain/object-rows.ts';
import { formatVersionId } from '../domain/version-id.ts';
import { parameter, type BucketCall } from '../pipeline/call.ts';
import { xmlReply, type Reply } from '../pipeline/reply.ts';
import { invalid, nameParameter, pageSize, wantsUrlEncoding } from './list-parameters.ts';
import type { Services } from './services.ts';

type Entry<N> = Extract<ListVersionsResult['Entries'][number], { readonly name: N }>['value'];
type ListedObject = ListedVersion & { readonly version: ObjectHead };

/** `GET /?versions`: a page of the versions and delete markers of a bucket, also of one that was never versioned (protocol reference §4.5, observed behaviour 32). */
export async function listObjectVersions(call: BucketCall, services: Services): Promise<Reply> {
  const bucket = await services.buckets.require(call.session, call.bucket);
  const prefix = nameParameter(call, 'prefix');
  const delimiter = nameParameter(call, 'delimiter');
  const keyMarker = nameParameter(call, 'key-marker');
  const idMarker = parameter(call, 'version-id-marker') ?? '';
  if (idMarker !== '' && keyMarker === '') throw invalid('version-id-marker', idMarker);
  const limit = pageSize(call);
  const page = await services.listVersions(call.session, bucket, { prefix, delimiter, keyMarker, idMarker, limit });
  const encoded = wantsUrlEncoding(call);
  const name = encoded ? urlEncodeName : (text: string) => text;
  const listed = ({ name: key, version, isLatest }: ListedVersion): Entry<'DeleteMarker'> => ({
    Key: name(key),
    VersionId: formatVersionId(version),
    IsLatest: isLatest,
    LastModified: new Date(version.modifiedAt),
    Owner: { ID: services.accountId, DisplayName: services.accountId },
  });
  const { next } = page;
  const result: ListVersionsResult = {
    Name: call.bucket,
    Prefix: name(prefix),
    KeyMarker: name(keyMarker),
    VersionIdMarker: idMarker,
    MaxKeys: limit,
    Delimiter: name(delimiter),
    ...(encoded ? { EncodingType: 'url' } : {}),
    IsTruncated: next !== undefined,
    ...(next === undefined ? {} : { NextKeyMarker: name(next.key), ...(next.id === undefined ? {} : { NextVersionIdMarker: next.id }) }),
    Entries: page.versions.map((entry): ListVersionsResult['Entries'][number] =>
      isObject(entry)
        ? { name: 'Version', value: { ...listed(entry), ...describe(entry.version) } }
        : { name: 'DeleteMarker', value: listed(entry) },
    ),
    CommonPrefixes: page.commonPrefixes.map((Prefix) => ({ Prefix: name(Prefix) })),
  };
  return xmlReply(encodeXml(listVersionsResult, result));
}

function isObject(entry: ListedVersion): entry is ListedObject {
  return 'size' in entry.version;
}

function describe({ etag, type, size, storageClass }: ObjectHead): Pick<Entry<'Version'>, 'ETag' | 'Type' | 'Size' | 'StorageClass'> {
  return { ETag: `"${etag}"`, Type: type, Size: size, StorageClass: storageClass };
}
