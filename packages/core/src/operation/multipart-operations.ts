import type { OperationRow } from './operation-entry.ts';
import type { MultipartOperationName } from './operation-name.ts';

/** Rows of the operations on the parts of an upload. */
export const MULTIPART_OPERATIONS = {
  InitiateMultipartUpload: {
    method: 'POST',
    query: ['uploads'],
    action: 'oss:PutObject',
    sse: 'headers',
    success: 200,
    doc: 'Begins an upload in parts and fixes its encryption.',
  },
  UploadPart: { method: 'PUT', query: ['partNumber', 'uploadId'], action: 'oss:PutObject', success: 200, doc: 'Stores one part.' },
  UploadPartCopy: {
    method: 'PUT',
    query: ['partNumber', 'uploadId'],
    headers: ['x-oss-copy-source'],
    action: 'oss:PutObject',
    sourceAction: 'oss:GetObject',
    success: 200,
    doc: 'Stores one part from an object.',
  },
  CompleteMultipartUpload: {
    method: 'POST',
    query: ['uploadId'],
    action: 'oss:PutObject',
    success: 200,
    doc: 'Makes an object of the parts.',
  },
  AbortMultipartUpload: { method: 'DELETE', query: ['uploadId'], success: 204, doc: 'Drops an upload and its parts.' },
  ListParts: { method: 'GET', query: ['uploadId'], success: 200, doc: 'Lists the parts of an upload.' },
} as const satisfies Record<MultipartOperationName, OperationRow>;
