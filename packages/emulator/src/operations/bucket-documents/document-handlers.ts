import { isOperationName, type OperationName } from '@sse/core';
import { onBucket } from '../levels.ts';
import type { Handler } from '../services.ts';
import { BUCKET_DOCUMENTS } from './bucket-documents.ts';

type Noun = keyof typeof BUCKET_DOCUMENTS;

/** The handlers of all documents in the table, by operation. */
export const DOCUMENT_HANDLERS: Readonly<Partial<Record<OperationName, Handler>>> = Object.fromEntries(
  Object.entries(BUCKET_DOCUMENTS).flatMap(([noun, { put, get, remove }]) =>
    [
      [`Put${noun as Noun}`, onBucket(put)] as const,
      [`Get${noun as Noun}`, onBucket(get)] as const,
      [`Delete${noun as Noun}`, onBucket(remove)] as const,
    ].filter(([operation]) => isOperationName(operation)),
  ),
);
