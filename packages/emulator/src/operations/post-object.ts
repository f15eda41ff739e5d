import {
  encodeXml,
  encryptionEcho,
  Fault,
  OssError,
  parseObjectKey,
  percentEncode,
  percentEncodePath,
  postResponse,
  type ObjectKey,
} from '@sse/core';
import type { ObjectHead } from '../domain/object-rows.ts';
import { postedContentType, postedKey } from '../form/posted-object.ts';
import type { AllowedForm } from '../pipeline/authenticate-form.ts';
import type { BucketCall, ObjectCall } from '../pipeline/call.ts';
import type { Reply } from '../pipeline/reply.ts';
import { acceptBody } from './accept-body.ts';
import { allowedToReplace } from './allowed-to-replace.ts';
import { decideEncryption } from './decide-encryption.ts';
import { formHeaders } from './form-headers.ts';
import { refuseUnserved, storedHeaders } from './object-headers.ts';
import { contentType, objectProperties, storageClassOf } from './object-properties.ts';
import type { Services } from './services.ts';
import { versionHeader } from './version-headers.ts';

/**
 * `POST /` of a bucket with `multipart/form-data`: stores the file of a form; fields stand for the headers of PutObject
 * (protocol reference §2.9, §3.5).
 */
export async function postObject(call: BucketCall, services: Services): Promise<Reply> {
  const { session, form } = call;
  if (form === undefined) throw new Fault('misuse', 'PostObject is called with the form that was authenticated');
  const bucket = await services.buckets.require(session, call.bucket);
  refuseCallback(form.fields);
  const headers = formHeaders(form.fields);
  refuseUnserved(headers);
  const posted: ObjectCall = { ...call, key: keyOf(form), headers };
  if (form.file === undefined) throw new OssError('IncorrectNumberOfFilesInPOSTRequest');
  const decision = await decideEncryption(posted, bucket, services);
  const head = await services.putObject({
    session,
    bucket,
    key: posted.key,
    decision,
    source: form.file.open(form.length),
    accept: acceptBody(call.body, headers),
    type: 'Normal',
    mayReplace: await allowedToReplace(posted, bucket, services),
    contentType: contentType(postedContentType(form)),
    storageClass: storageClassOf(headers, bucket),
    headers: storedHeaders(headers),
    ...objectProperties(headers),
  });
  return successReply(posted, form.fields, head);
}

function keyOf(form: AllowedForm): ObjectKey {
  const text = postedKey(form);
  if (text === undefined) throw new OssError('InvalidArgument', { message: "Bucket POST must contain a field named 'key'." });
  const key = parseObjectKey(text);
  if (key instanceof OssError) throw key;
  return key;
}

function refuseCallback(fields: AllowedForm['fields']): void {
  if (fields.has('callback')) throw new OssError('NotImplemented', { details: { ArgumentName: 'callback' } });
}

/** 303 to `success_action_redirect`, else the status that `success_action_status` names, 204 for any other. */
function successReply(call: ObjectCall, fields: AllowedForm['fields'], head: ObjectHead): Reply {
  const { etag, crc64 } = head;
  const headers = {
    ETag: `"${etag}"`,
    'x-oss-hash-crc64ecma': crc64.toString(),
    ...encryptionEcho(head.encryption),
    ...versionHeader(head),
  };
  const redirect = redirection(call, fields.get('success_action_redirect'), etag);
  if (redirect !== undefined) return { status: 303, headers: { ...headers, Location: redirect } };
  const status = fields.get('success_action_status');
  if (status === '200') return { status: 200, headers };
  if (status !== '201') return { status: 204, headers };
  const Location = `${call.scheme}://${call.host}/${call.bucket}/${percentEncodePath(call.key)}`;
  const document = encodeXml(postResponse, { Bucket: call.bucket, Location, Key: call.key, ETag: `"${etag}"` });
  return { status: 201, headers: { ...headers, 'Content-Type': 'application/xml', Location }, body: document };
}

/** The address that the form's page is to go on with, and what was stored in its query; `undefined` for one that browsers cannot go to. */
function redirection({ bucket, key }: ObjectCall, text: string | undefined, etag: string): string | undefined {
  const url = text === undefined ? null : URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) return undefined;
  const stored = `bucket=${bucket}&key=${percentEncode(key)}&etag=${percentEncode(`"${etag}"`)}`;
  url.search = url.search === '' ? stored : `${url.search}&${stored}`;
  return url.href;
}
