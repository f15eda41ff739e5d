import { noSuchBucket } from '../domain/buckets.ts';
import {
  Fault,
  detectOperation,
  OPERATIONS,
  OssError,
  parseBucketName,
  parseObjectKey,
  addressLevel,
  screenSseHeaders,
  type OperationEntry,
  type OperationName,
} from '@sse/core';
import type { HeaderRecord, ParsedTarget } from '@sse/core';
import type { RequestBody } from '../body/request-body.ts';
import type { Session } from '../domain/bucket-key.ts';
import type { KeyPermission } from '../domain/key-permission.ts';
import { postedKey } from '../form/posted-object.ts';
import { formHeaders } from '../operations/form-headers.ts';
import { HANDLERS } from '../operations/handlers.ts';
import type { Services } from '../operations/services.ts';
import { authorizer, ownAccesses, type AuthorizedRequest } from './authorize.ts';
import type { ConnectionFacts } from './condition-context.ts';
import { keyPermission } from './key-permission.ts';
import { refusePublicObjectAcl } from '../operations/refuse-public.ts';
import type { Authenticated } from './authenticate.ts';
import type { Call } from './call.ts';
import { refuseReferer } from './refuse-referer.ts';
import { refuseUnencrypted } from './refuse-unencrypted.ts';
import type { Reply } from './reply.ts';
import { refuseConditions } from './refuse-conditions.ts';
import { refuseOverrides, refuseUnservedQuery } from './unserved-query.ts';

/** An authenticated request. */
export interface Execution {
  readonly requestId: string;
  readonly method: string;
  readonly host: string;
  /** Address and port of this end of the connection. */
  readonly local: string;
  readonly scheme: Call['scheme'];
  readonly connection: ConnectionFacts;
  readonly target: ParsedTarget;
  readonly headers: HeaderRecord;
  readonly body: RequestBody;
  readonly form: Call['form'];
  readonly session: Session;
  /** Says which KMS keys the session may use, once it is known who asks. */
  readonly giveKeys: (permission: KeyPermission) => void;
  readonly authenticated: Authenticated;
  /** Tells which operation the request turned out to be, for the access log. */
  readonly detected: (operation: OperationName) => void;
}

/** The steps after authentication: detect → authorize → screen headers → names → execute. Throws `OssError` and whatever the operation throws. */
export async function execute(services: Services, request: Execution): Promise<Reply> {
  const { method, target, headers, authenticated } = request;
  const { address } = authenticated;
  const operation = accept(detectOperation({ method, level: addressLevel(address), query: target.query, headers }));
  request.detected(operation);
  const entry: OperationEntry = OPERATIONS[operation];
  const asked = authorizedRequest(request, operation);
  request.giveKeys(keyPermission(services, authenticated, asked));
  const authorize = authorizer(services, asked);
  await authorize(await ownAccesses(asked, services));
  const refused = screenSseHeaders(entry, headers);
  if (refused !== undefined) throw refused;
  const handler = HANDLERS[operation];
  if (handler === undefined) throw notServed(operation);
  refuseUnservedQuery(target.query, entry);
  if (authenticated.caller.kind === 'anonymous') refuseOverrides(target.query);
  refuseConditions(entry, headers);
  const call: Call = {
    operation,
    requestId: request.requestId,
    bucket: address.bucket === undefined ? undefined : accept(parseBucketName(address.bucket)),
    key: address.key === '' ? undefined : accept(parseObjectKey(address.key)),
    query: target.query,
    headers,
    body: request.body,
    form: request.form,
    session: request.session,
    authorize,
    scheme: request.scheme,
    host: endpointOf(request, address),
  };
  try {
    await refuseReferer(call, services);
    await refusePublicObjectAcl(asked.headers, call, services);
    if (services.requireEncryption) await refuseUnencrypted(services, asked);
    return await handler(call, services);
  } catch (error) {
    throw (await vanished(call, services, error)) ?? error;
  }
}

/** What authorization looks at. The fields of a form stand for headers, and name the object. */
function authorizedRequest(request: Execution, operation: OperationName): AuthorizedRequest {
  const { session, form, target, headers, authenticated, connection } = request;
  const { bucket, key } = authenticated.address;
  return {
    operation,
    requester: authenticated,
    session,
    accessKeyId: authenticated.accessKeyId,
    connection,
    target: { bucket, key: form === undefined ? (key === '' ? undefined : key) : postedKey(form) },
    query: target.query,
    headers: form === undefined ? headers : formHeaders(form.fields),
    userAgent: headers['user-agent'],
  };
}

/** Rows that are missing because the bucket went while the request ran are no damage. */
async function vanished({ bucket, session }: Call, { buckets }: Services, error: unknown): Promise<OssError | undefined> {
  if (!(error instanceof Fault) || bucket === undefined) return undefined;
  return (await buckets.hasGone(session, bucket)) ? noSuchBucket(bucket) : undefined;
}

/**
 * The endpoint that the client came to, without the bucket label of virtual-host addressing (observed behaviour 11).
 * Clients with an IP endpoint may send a Host of the vendor all the same; it shows by its lack of a port, and they are told the address they came to.
 */
function endpointOf({ host, local }: Execution, { style, bucket }: Authenticated['address']): string {
  const isVendors = /\.aliyuncs\.com$/i.test(host) && !/:(?:80|443)$/.test(local);
  if (isVendors) return local;
  return style === 'virtual-host' && bucket !== undefined ? host.slice(bucket.length + 1) : host;
}

/** `NotImplemented` that names the operation; the gaps table lists all of them. */
function notServed(operation: OperationName): OssError {
  return new OssError('NotImplemented', {
    message: `The operation ${operation} is not implemented by this server.`,
    details: { Operation: operation },
  });
}

function accept<T>(value: T | OssError): T {
  if (value instanceof OssError) throw value;
  return value;
}
