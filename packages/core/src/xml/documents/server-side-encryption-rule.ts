import { DATA_ENCRYPTIONS, SSE_ALGORITHMS, unknownAlgorithm, unknownDataEncryption } from '../../encryption/algorithms.ts';
import { xmlDocument } from '../codec.ts';
import { enumeration, token } from '../leaves.ts';
import { object, optional } from '../structures.ts';

/** A bucket's encryption rule as PutBucketEncryption sends it and GetBucketEncryption answers it (protocol reference §1.3). */
export const serverSideEncryptionRule = xmlDocument(
  'ServerSideEncryptionRule',
  object({
    ApplyServerSideEncryptionByDefault: object({
      SSEAlgorithm: enumeration(SSE_ALGORITHMS, (word) => unknownAlgorithm('SSEAlgorithm', word)),
      KMSMasterKeyID: optional(token()),
      KMSDataEncryption: optional(enumeration(DATA_ENCRYPTIONS, (word) => unknownDataEncryption('KMSDataEncryption', word))),
    }),
  }),
);
