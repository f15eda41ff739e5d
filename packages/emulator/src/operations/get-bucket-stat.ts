import { bucketStat, encodeXml } from '@sse/core';
import type { BucketContents, ClassTotal } from '../domain/bucket-stat.ts';
import type { BucketCall } from '../pipeline/call.ts';
import { xmlReply, type Reply } from '../pipeline/reply.ts';
import type { Services } from './services.ts';

/** `GET /?stat`: what the bucket holds now (observed behaviour 18). `LastModifiedTime` is the moment of counting, in seconds. */
export async function getBucketStat({ session, bucket: name }: BucketCall, { buckets, bucketContents, now }: Services): Promise<Reply> {
  const { classes, deleteMarkers, uploads, parts } = await bucketContents(session, await buckets.require(session, name));
  const totals = [...classes.values()];
  const document = encodeXml(bucketStat, {
    Storage: totals.reduce((sum, total) => sum + total.bytes, 0),
    ObjectCount: totals.reduce((sum, total) => sum + total.objects, 0),
    MultipartUploadCount: uploads,
    LiveChannelCount: 0,
    LastModifiedTime: Math.floor(now() / 1000),
    StandardStorage: totalOf(classes, 'Standard').bytes,
    StandardObjectCount: totalOf(classes, 'Standard').objects,
    ...coldTotals('InfrequentAccess', totalOf(classes, 'IA')),
    ...coldTotals('Archive', totalOf(classes, 'Archive')),
    ...coldTotals('ColdArchive', totalOf(classes, 'ColdArchive')),
    ...coldTotals('DeepColdArchive', totalOf(classes, 'DeepColdArchive')),
    MultipartPartCount: parts,
    DeleteMarkerCount: deleteMarkers,
  });
  return xmlReply(document);
}

function totalOf(classes: BucketContents['classes'], storageClass: string): ClassTotal {
  return classes.get(storageClass) ?? { objects: 0, bytes: 0 };
}

type ColdTotals<N extends string> = Readonly<Record<`${N}Storage` | `${N}RealStorage` | `${N}ObjectCount`, number>>;

/** There is no least size that is paid for, so both storages are the same. */
function coldTotals<N extends string>(name: N, { objects, bytes }: ClassTotal): ColdTotals<N> {
  return { [`${name}Storage`]: bytes, [`${name}RealStorage`]: bytes, [`${name}ObjectCount`]: objects } as ColdTotals<N>;
}
