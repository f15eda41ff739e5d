import { OssError } from '../../errors/oss-error.ts';
import { type ValueOfDocument, xmlDocument } from '../codec.ts';
import { enumeration } from '../leaves.ts';
import { object, optional } from '../structures.ts';

/** The storage classes that a bucket may have. */
export const STORAGE_CLASSES = ['Standard', 'IA', 'Archive', 'ColdArchive', 'DeepColdArchive'] as const;
const REDUNDANCY_TYPES = ['LRS', 'ZRS'] as const;

/**
 * The optional body of PutBucket: storage class and redundancy, `Standard` and `LRS` when absent.
 * Another value is `InvalidArgument`; no source shows the service's own answer.
 */
export const createBucketConfiguration = xmlDocument(
  'CreateBucketConfiguration',
  object({
    StorageClass: optional(enumeration(STORAGE_CLASSES, (word) => unknownValue('StorageClass', word))),
    DataRedundancyType: optional(enumeration(REDUNDANCY_TYPES, (word) => unknownValue('DataRedundancyType', word))),
  }),
);

/** What a PutBucket body asks for. */
export type CreateBucketConfiguration = ValueOfDocument<typeof createBucketConfiguration>;

function unknownValue(element: string, word: string): OssError {
  return new OssError('InvalidArgument', {
    message: `The ${element} you specified is not valid.`,
    details: { ArgumentName: element, ArgumentValue: word },
  });
}
