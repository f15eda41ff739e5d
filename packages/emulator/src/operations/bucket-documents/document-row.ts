import { decodeXml, encodeXml, OssError, type OssErrorCode, type XmlDocument } from '@sse/core';
import type { Bucket } from '../../domain/buckets.ts';
import type { OptionalDocuments } from '../../domain/optional-documents.ts';
import type { BucketCall } from '../../pipeline/call.ts';
import { xmlReply, type Reply } from '../../pipeline/reply.ts';
import { readDocument } from '../read-document.ts';
import type { Services } from '../services.ts';

/** All that tells one document of a bucket from another. */
export interface DocumentRow<N extends keyof OptionalDocuments> {
  /** The sub-resource, which is also the name of its row in the store. */
  readonly name: N;
  readonly schema: XmlDocument<OptionalDocuments[N]>;
  /** What GET shows where nothing was put, or the 404 that it answers. */
  readonly absent: OptionalDocuments[N] | OssErrorCode;
  /** What is stored of a document that its schema accepts, or the error that refuses it. Absent: the document as it came. */
  readonly accept?: (
    value: OptionalDocuments[N],
    context: PutContext,
  ) => Accepted<OptionalDocuments[N]> | Promise<Accepted<OptionalDocuments[N]>>;
  /** What DELETE leaves of a document. Absent: nothing. */
  readonly remove?: (value: OptionalDocuments[N], call: BucketCall) => OptionalDocuments[N] | undefined;
}

/** What a check may rest on besides the document. */
export interface PutContext {
  readonly call: BucketCall;
  readonly bucket: Bucket;
  readonly services: Services;
}

type Accepted<T> = T | OssError;
type Run = (call: BucketCall, services: Services) => Promise<Reply>;

/** The three operations on a document: PUT replaces it, GET shows it, DELETE removes it and is 204 also where there was none. */
export interface DocumentOperations {
  readonly put: Run;
  readonly get: Run;
  readonly remove: Run;
}

/** The operations on the document that a row describes. All answer 404 `NoSuchBucket`; PUT refuses with `MalformedXML` or what the row's check says. */
export function documentOperations<N extends keyof OptionalDocuments>(row: DocumentRow<N>): DocumentOperations {
  const { name, schema, absent, accept = (value) => value, remove = () => undefined } = row;
  return {
    async put(call, services) {
      const bucket = await services.buckets.require(call.session, call.bucket);
      const decoded = decodeXml(schema, await readDocument(call));
      const value = decoded instanceof OssError ? decoded : await accept(decoded, { call, bucket, services });
      if (value instanceof OssError) throw value;
      await services.documents.update(call.session, bucket, name, () => value);
      return { status: 200 };
    },
    async get(call, { buckets, documents }) {
      const bucket = await buckets.require(call.session, call.bucket);
      const value = (await documents.find(call.session, bucket.id, name)) ?? absent;
      if (typeof value === 'string') throw new OssError(value, { details: { BucketName: call.bucket } });
      return xmlReply(encodeXml(schema, value));
    },
    async remove(call, { buckets, documents }) {
      const bucket = await buckets.require(call.session, call.bucket);
      const left = (value: OptionalDocuments[N] | undefined) => value && remove(value, call);
      await documents.update(call.session, bucket, name, left);
      return { status: 204 };
    },
  };
}
