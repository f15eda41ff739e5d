import {
  addressLevel,
  checkPostPolicy,
  detectOperation,
  OssError,
  parsePostClaim,
  parsePostPolicy,
  verifyPostClaim,
  type AddressCandidate,
  type LengthRange,
  type ParsedTarget,
  type WireRequest,
} from '@sse/core';
import type { RequestBody } from '../body/request-body.ts';
import type { Session } from '../domain/bucket-key.ts';
import { readForm, type PostedForm } from '../form/posted-form.ts';
import { postedContentType, postedKey } from '../form/posted-object.ts';
import { requireLength } from '../operations/read-document.ts';
import { credentialOf, type Authenticated, type AuthenticateOptions } from './authenticate.ts';

/** A form whose signer allows what it asks for, but for the length of its file. */
export interface AllowedForm extends PostedForm {
  readonly length: LengthRange;
}

/** A request as far as it was read, and who it says by its header or its query. */
export interface FormRequest {
  readonly wire: WireRequest;
  readonly target: ParsedTarget;
  readonly candidates: readonly AddressCandidate[];
  readonly body: RequestBody;
  readonly signed: Authenticated;
}

/** Who posts a form, where to, and the form. */
export interface FormAuthentication {
  readonly authenticated: Authenticated;
  readonly form: AllowedForm;
}

const anyLength: LengthRange = { least: 0, most: Number.MAX_SAFE_INTEGER };

/**
 * The authentication of PostObject, which carries its signature in the fields of its form: reads them, up to the file, and checks signature and
 * policy; `undefined` for every other operation. A form without a policy says nothing of who posts it. A signature of the request itself counts as
 * well, and one in the form must be right also then. The signature covers the policy only, so that it cannot tell between several readings of the
 * address: the most plausible one that names a bucket is meant. Throws what the form is refused with (protocol reference §3.5).
 */
export async function authenticateForm(
  options: AuthenticateOptions,
  session: Session,
  request: FormRequest,
): Promise<FormAuthentication | undefined> {
  const { wire, body, signed } = request;
  const address = formAddress(request);
  if (address?.bucket === undefined) return undefined;
  requireLength({ body, headers: wire.headers });
  const form = await readForm(body, wire.headers['content-type']);
  const claim = parsePostClaim(form.fields);
  if (claim instanceof OssError) throw claim;
  if (claim === 'anonymous') return { authenticated: { ...signed, address }, form: { ...form, length: anyLength } };
  const { accessKeyId } = claim;
  await options.readAhead(session, { accessKeyId, bucket: address.bucket, key: undefined, access: 'write' });
  const credential = await credentialOf(options, session, claim);
  if (credential instanceof OssError) throw credential;
  const { caller, sessionPolicy } = credential;
  const now = options.now();
  const refused = verifyPostClaim(claim, { ...credential, now, ...(options.strictRegion ? { region: options.region } : {}) });
  if (refused !== undefined) throw refused;
  const length = allowedLength(form, claim.policy, address.bucket, now);
  return { authenticated: { address, accessKeyId, caller, sessionPolicy, signature: claim.scheme }, form: { ...form, length } };
}

/** Where a form is posted to; absent when the request is none. */
function formAddress({ wire: { method, headers }, target, candidates, signed }: FormRequest): AddressCandidate | undefined {
  if (method !== 'POST') return undefined;
  const readings = signed.accessKeyId === undefined ? candidates : [signed.address];
  const address = readings.find((candidate) => addressLevel(candidate) === 'bucket');
  const operation = address && detectOperation({ method, level: 'bucket', query: target.query, headers });
  return operation === 'PostObject' ? address : undefined;
}

function allowedLength(form: PostedForm, policyField: string, bucket: string, now: number): LengthRange {
  const policy = parsePostPolicy(policyField);
  if (policy instanceof OssError) throw policy;
  const posted = { bucket, fields: form.fields, key: postedKey(form) ?? '', contentType: postedContentType(form) };
  const length = checkPostPolicy(policy, posted, now);
  if (length instanceof OssError) throw length;
  return length;
}
