import { OssError } from '../errors/oss-error.ts';

/** Every encryption method that a rule or a request may name; spelled exactly so (protocol reference §1.3, §9 point 5). */
export const SSE_ALGORITHMS = ['AES256', 'SM4', 'KMS'] as const;
export type SseAlgorithm = (typeof SSE_ALGORITHMS)[number];

/** What a rule or a request may name for the data cipher under KMS; absent means AES-256. */
export const DATA_ENCRYPTIONS = ['SM4'] as const;
export type DataEncryption = (typeof DATA_ENCRYPTIONS)[number];

/** The error for an unknown method in the element or header `argument` (§1.4, EC 0005-00000003). */
export function unknownAlgorithm(argument: string, value: string): OssError {
  return new OssError('InvalidEncryptionAlgorithmError', { details: { ArgumentName: argument, ArgumentValue: value } });
}

/** The error for an unknown data cipher in the element or header `argument` (§1.4, EC 0005-00000203). */
export function unknownDataEncryption(argument: string, value: string): OssError {
  return new OssError('InvalidDataEncryptionAlgorithmError', { details: { ArgumentName: argument, ArgumentValue: value } });
}
