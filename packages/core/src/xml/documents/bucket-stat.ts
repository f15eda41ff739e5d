import { type ValueOfDocument, xmlDocument } from '../codec.ts';
import { integer } from '../leaves.ts';
import { object } from '../structures.ts';

/** The reply of GetBucketStat: bytes, counts, and the time of counting in seconds since 1970; every element is there, a count of nothing is 0 (observed behaviour 18). */
export const bucketStat = xmlDocument(
  'BucketStat',
  object({
    Storage: integer(),
    ObjectCount: integer(),
    MultipartUploadCount: integer(),
    LiveChannelCount: integer(),
    LastModifiedTime: integer(),
    StandardStorage: integer(),
    StandardObjectCount: integer(),
    InfrequentAccessStorage: integer(),
    InfrequentAccessRealStorage: integer(),
    InfrequentAccessObjectCount: integer(),
    ArchiveStorage: integer(),
    ArchiveRealStorage: integer(),
    ArchiveObjectCount: integer(),
    ColdArchiveStorage: integer(),
    ColdArchiveRealStorage: integer(),
    ColdArchiveObjectCount: integer(),
    DeepColdArchiveStorage: integer(),
    DeepColdArchiveRealStorage: integer(),
    DeepColdArchiveObjectCount: integer(),
    MultipartPartCount: integer(),
    DeleteMarkerCount: integer(),
  }),
);

/** What a bucket holds. */
export type BucketStat = ValueOfDocument<typeof bucketStat>;
