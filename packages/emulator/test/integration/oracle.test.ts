import { createHash } from 'node:crypto';
import { accessControlPolicy, decodeXml, listBucketResult, OssError, tagging } from '@sse/core';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmulator, type RunningEmulator } from '../../src/start-emulator.ts';
import { abortUpload, beginUpload, completeUpload, uploadPart, type PartTag, type Place } from '../support/multipart.ts';
import {
  expectedHeaders,
  linkTo,
  normalObject,
  objectOfParts,
  readable,
  type ModelObject,
  type ModelTags,
} from '../support/object-model.ts';
import { ask, type Answer } from '../support/signed-request.ts';

const SSE = 'x-oss-server-side-encryption';
const ENCRYPTIONS = [
  {},
  { [SSE]: 'AES256' },
  { [SSE]: 'SM4' },
  { [SSE]: 'KMS' },
  { [SSE]: 'KMS', 'x-oss-server-side-data-encryption': 'SM4' },
] as const;
const KEYS = ['a', 'a/b', 'b', 'ü c'];
const CHUNK = 16_384;
const LEAST_PART = 102_400;

/** A range of an object, in thousandths of its length; the ends are moved onto chunk borders where `snap`. */
interface Span {
  readonly from: number;
  readonly to: number;
  readonly snap: boolean;
}
interface PartPlan {
  readonly number: number;
  readonly size: number;
  readonly seed: number;
  /** The part is copied from this object instead, where it is there and has bytes. */
  readonly source: { readonly key: string; readonly span: Span } | undefined;
}
/** Tags and ACL that a write gives; absent: it does not speak of them. */
interface Dress {
  readonly tags: ModelTags | undefined;
  readonly acl: string | undefined;
}
type Command =
  | ({ readonly do: 'put'; readonly key: string; readonly size: number; readonly seed: number; readonly encryption: number } & Dress)
  | ({ readonly do: 'upload'; readonly key: string; readonly encryption: number; readonly seed: number } & Dress & {
        readonly parts: readonly PartPlan[];
      })
  | ({ readonly do: 'copy'; readonly from: string; readonly to: string; readonly encryption: number; readonly replace: boolean } & Dress)
  | ({ readonly do: 'link'; readonly key: string; readonly to: string; readonly seed: number } & Dress)
  | ({ readonly do: 'amend'; readonly key: string } & Dress)
  | { readonly do: 'delete'; readonly keys: readonly string[]; readonly together: boolean }
  | { readonly do: 'get'; readonly key: string; readonly span: Span };

const key = fc.constantFrom(...KEYS);
const encryption = fc.nat({ max: ENCRYPTIONS.length - 1 });
const seed = fc.nat({ max: 255 });
/** Around the borders of chunks, and of what lies in a row. */
const size = fc.oneof(
  fc.tuple(fc.nat({ max: 5 }), fc.integer({ min: -1, max: 1 })).map(([chunks, delta]) => Math.max(0, chunks * CHUNK + delta)),
  fc.constantFrom(0, 1, 32_663, 32_664, 32_665),
);
const partSize = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom(LEAST_PART, LEAST_PART + 1, 7 * CHUNK - 1, 7 * CHUNK, 7 * CHUNK + 1, 8 * CHUNK) },
  { weight: 1, arbitrary: fc.constantFrom(0, LEAST_PART - 1) },
);
const span: fc.Arbitrary<Span> = fc.record({ from: fc.nat({ max: 1000 }), to: fc.nat({ max: 1000 }), snap: fc.boolean() });
const parts = fc.uniqueArray(
  fc.record({
    number: fc.integer({ min: 1, max: 20 }),
    size: partSize,
    seed,
    source: fc.option(fc.record({ key, span }), { nil: undefined, freq: 2 }),
  }),
  { minLength: 1, maxLength: 4, selector: ({ number }) => number },
);
const tagWord = fc.constantFrom('a', 'b', '__proto__', '1', ' +/', '中=');
const dress = {
  tags: fc.option(fc.uniqueArray(fc.tuple(tagWord, tagWord), { maxLength: 3, selector: ([name]) => name }), { nil: undefined }),
  acl: fc.option(fc.constantFrom('default', 'private', 'public-read', 'public-read-write'), { nil: undefined }),
};
const command: fc.Arbitrary<Command> = fc.oneof(
  fc.record({ do: fc.constant('put' as const), key, size, seed, encryption, ...dress }),
  { weight: 2, arbitrary: fc.record({ do: fc.constant('upload' as const), key, encryption, seed, parts, ...dress }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('copy' as const), from: key, to: key, encryption, replace: fc.boolean(), ...dress }),
  },
  fc.record({ do: fc.constant('link' as const), key, to: key, seed, ...dress }),
  { weight: 2, arbitrary: fc.record({ do: fc.constant('amend' as const), key, ...dress }) },
  fc.record({ do: fc.constant('delete' as const), keys: fc.uniqueArray(key, { minLength: 1, maxLength: 2 }), together: fc.boolean() }),
  { weight: 3, arbitrary: fc.record({ do: fc.constant('get' as const), key, span }) },
);

let target: RunningEmulator;
beforeAll(async () => {
  target = await startEmulator();
});
afterAll(() => target.close());

const filled = (length: number, from: number): Buffer =>
  Buffer.from(Uint8Array.from({ length }, (_, at) => (at * 7 + (at >> 8) * 3 + from) & 0xff));
const headersOf = ({ tags, acl }: Dress): Record<string, string> => ({
  ...(tags === undefined ? {} : { 'x-oss-tagging': tags.map((pair) => pair.map(encodeURIComponent).join('=')).join('&') }),
  ...(acl === undefined ? {} : { 'x-oss-object-acl': acl }),
});
const givenBy = ({ tags = [], acl = 'default' }: Dress): Pick<ModelObject, 'tags' | 'acl'> => ({ tags, acl });
const metadataOf = (from: number): Record<string, string> => ({ 'x-oss-meta-seed': String(from), 'content-type': `text/x-${from}` });

/** First and last byte of a span, in an object that has bytes. */
function bytesOf({ from, to, snap }: Span, length: number): readonly [first: number, last: number] {
  const ends = [from, to].map((thousandth) => {
    const at = Math.floor((thousandth * length) / 1000);
    return Math.min(length - 1, snap ? at - (at % CHUNK) : at);
  });
  return [Math.min(...ends), Math.max(...ends)];
}

/** One bucket, and what it must hold. */
interface Oracle {
  readonly bucket: string;
  readonly model: Map<string, ModelObject>;
}

function placeOf({ bucket }: Oracle, name: string): Place {
  return { target, bucket, key: name };
}

async function runStep(oracle: Oracle, step: Command): Promise<void> {
  if (step.do === 'put') await put(oracle, step);
  else if (step.do === 'upload') await upload(oracle, step);
  else if (step.do === 'copy') await copy(oracle, step);
  else if (step.do === 'link') await link(oracle, step);
  else if (step.do === 'amend') await amend(oracle, step);
  else if (step.do === 'delete') await remove(oracle, step);
  else await get(oracle, step);
}

async function put(
  oracle: Oracle,
  { key: name, size: length, seed: from, encryption: index, ...given }: Extract<Command, { do: 'put' }>,
): Promise<void> {
  const made = normalObject(filled(length, from), metadataOf(from), ENCRYPTIONS[index] ?? {}, givenBy(given));
  const answer = await ask(target, {
    method: 'PUT',
    ...placeOf(oracle, name),
    headers: { ...made.headers, ...made.encryption, ...headersOf(given) },
    body: made.body,
  });
  expect([answer.status, answer.headers.etag]).toEqual([200, `"${made.etag}"`]);
  oracle.model.set(name, made);
}

async function upload(
  oracle: Oracle,
  { key: name, encryption: index, seed: from, parts: plans, ...given }: Extract<Command, { do: 'upload' }>,
): Promise<void> {
  const place = placeOf(oracle, name);
  const uploadId = await beginUpload(place, { ...metadataOf(from), ...ENCRYPTIONS[index], ...headersOf(given) });
  const stored: { number: number; body: Buffer; etag: string }[] = [];
  for (const plan of plans) stored.push(await storePart(oracle, place, uploadId, plan));
  stored.sort((left, right) => left.number - right.number);
  const answer = await completeUpload(
    place,
    uploadId,
    stored.map(({ number, etag }): PartTag => [number, etag]),
  );
  if (stored.slice(0, -1).some(({ body }) => body.length < LEAST_PART)) {
    expect(answer.error?.Code).toBe('EntityTooSmall');
    expect((await abortUpload(place, uploadId)).status).toBe(204);
    return;
  }
  const made = objectOfParts(
    stored.map(({ body }) => body),
    metadataOf(from),
    ENCRYPTIONS[index] ?? {},
    givenBy(given),
  );
  expect([answer.status, answer.headers.etag]).toEqual([200, `"${made.etag}"`]);
  oracle.model.set(name, made);
}

async function storePart(
  oracle: Oracle,
  place: Place,
  uploadId: string,
  { number, size: length, seed: from, source }: PartPlan,
): Promise<{ number: number; body: Buffer; etag: string }> {
  const found = source && readable(oracle.model, source.key);
  if (source === undefined || typeof found !== 'object' || found.body.length === 0) {
    const body = filled(length, from);
    return { number, body, etag: (await uploadPart(place, uploadId, number, body)).headers.etag ?? expect.fail('no part') };
  }
  const [first, last] = bytesOf(source.span, found.body.length);
  const headers = { 'x-oss-copy-source': sourceOf(oracle, source.key), 'x-oss-copy-source-range': `bytes=${first}-${last}` };
  const query = [
    ['partNumber', String(number)],
    ['uploadId', uploadId],
  ] as const;
  const answer = await ask(target, { method: 'PUT', ...place, query, headers });
  return { number, body: found.body.subarray(first, last + 1), etag: answer.headers.etag ?? expect.fail(answer.body.toString()) };
}

function sourceOf(oracle: Oracle, name: string): string {
  return `/${oracle.bucket}/${encodeURIComponent(name)}`;
}

async function copy(oracle: Oracle, { from, to, encryption: index, replace, ...given }: Extract<Command, { do: 'copy' }>): Promise<void> {
  const source = readable(oracle.model, from);
  const directives = { 'x-oss-metadata-directive': 'REPLACE', 'x-oss-tagging-directive': 'Replace' };
  const meta = replace ? { ...metadataOf(999), ...directives } : {};
  const headers = { ...ENCRYPTIONS[index], ...meta, ...headersOf(given), 'x-oss-copy-source': sourceOf(oracle, from) };
  const answer = await ask(target, { method: 'PUT', ...placeOf(oracle, to), headers });
  if (typeof source === 'string') {
    expect(answer.error?.Code).toBe(source);
    return;
  }
  expect(answer.status, answer.body.toString()).toBe(200);
  const { tags, acl } = givenBy(given);
  const dressed = { tags: replace ? tags : source.tags, acl };
  oracle.model.set(to, normalObject(source.body, replace ? metadataOf(999) : source.headers, ENCRYPTIONS[index] ?? {}, dressed));
}

async function link(oracle: Oracle, { key: name, to, seed: from, ...given }: Extract<Command, { do: 'link' }>): Promise<void> {
  const made = linkTo(to, metadataOf(from), givenBy(given));
  const headers = { ...made.headers, ...headersOf(given), 'x-oss-symlink-target': encodeURIComponent(to) };
  const answer = await ask(target, { method: 'PUT', ...placeOf(oracle, name), query: [['symlink', '']], headers });
  expect([answer.status, answer.headers.etag]).toEqual([200, `"${made.etag}"`]);
  oracle.model.set(name, made);
}

/** No tags: they are deleted. */
async function amend(oracle: Oracle, { key: name, tags, acl }: Extract<Command, { do: 'amend' }>): Promise<void> {
  const place = placeOf(oracle, name);
  const found = oracle.model.get(name);
  const listed = tags?.map(([tag, value]) => `<Tag><Key>${tag}</Key><Value>${value}</Value></Tag>`).join('');
  const body = `<Tagging><TagSet>${listed}</TagSet></Tagging>`;
  const tagged = listed === undefined ? ({ method: 'DELETE' } as const) : ({ method: 'PUT', body } as const);
  const answers = [await ask(target, { ...place, ...tagged, query: [['tagging', '']] })];
  if (acl !== undefined)
    answers.push(await ask(target, { method: 'PUT', ...place, query: [['acl', '']], headers: { 'x-oss-object-acl': acl } }));
  for (const { error } of answers) expect(error?.Code).toBe(found === undefined ? 'NoSuchKey' : undefined);
  if (found !== undefined) oracle.model.set(name, { ...found, tags: tags ?? [], acl: acl ?? found.acl });
}

async function remove(oracle: Oracle, { keys, together }: Extract<Command, { do: 'delete' }>): Promise<void> {
  if (together) {
    const body = `<Delete>${keys.map((name) => `<Object><Key>${name}</Key></Object>`).join('')}</Delete>`;
    const headers = { 'content-md5': createHash('md5').update(body).digest('base64') };
    expect((await ask(target, { method: 'POST', bucket: oracle.bucket, query: [['delete', '']], headers, body })).status).toBe(200);
  } else for (const name of keys) expect((await ask(target, { method: 'DELETE', ...placeOf(oracle, name) })).status).toBe(204);
  for (const name of keys) oracle.model.delete(name);
}

async function get(oracle: Oracle, { key: name, span: wanted }: Extract<Command, { do: 'get' }>): Promise<void> {
  const object = readable(oracle.model, name);
  if (typeof object === 'string' || object.body.length === 0) return check(oracle, name);
  const [first, last] = bytesOf(wanted, object.body.length);
  const answer = await ask(target, { method: 'GET', ...placeOf(oracle, name), headers: { range: `bytes=${first}-${last}` } });
  expect([answer.status, answer.headers['content-range']]).toEqual([206, `bytes ${first}-${last}/${object.body.length}`]);
  expect(answer.body.equals(object.body.subarray(first, last + 1)), `${name} ${first}-${last}`).toBe(true);
}

/** The whole object, and what GET and HEAD say of it. */
async function check(oracle: Oracle, name: string): Promise<void> {
  const object = readable(oracle.model, name);
  const [got, head] = await Promise.all(['GET', 'HEAD'].map((method) => ask(target, { method, ...placeOf(oracle, name) })));
  if (typeof object === 'string') {
    expect([got?.error?.Code, head?.error?.Code]).toEqual([object, object]);
    return;
  }
  expect(got?.body.equals(object.body), name).toBe(true);
  for (const answer of [got, head]) {
    const expected = expectedHeaders(object);
    expect(Object.fromEntries(Object.keys(expected).map((header) => [header, answer?.headers[header]]))).toEqual(expected);
  }
}

/** Tags, ACL and target of what has this name. */
async function checkDress(oracle: Oracle, name: string): Promise<void> {
  const own = oracle.model.get(name);
  const asked = ['tagging', 'acl', 'symlink'].map((query) =>
    ask(target, { method: 'GET', ...placeOf(oracle, name), query: [[query, '']] }),
  );
  const [tags, acl, to] = await Promise.all(asked);
  if (tags === undefined || acl === undefined || own === undefined) {
    expect([tags?.error?.Code, acl?.error?.Code, to?.error?.Code]).toEqual(['NoSuchKey', 'NoSuchKey', 'NoSuchKey']);
    return;
  }
  const shown = own.tags.map(([Key, Value]) => ({ Key, Value }));
  expect(decodeXml(tagging, tags.body), name).toEqual({ TagSet: { Tag: shown } });
  expect(decodeXml(accessControlPolicy, acl.body), name).toMatchObject({ AccessControlList: { Grant: own.acl } });
  if (own.target === undefined) expect(to?.error?.Code).toBe('NotSymlink');
  else expect(decodeURIComponent(String(to?.headers['x-oss-symlink-target']))).toBe(own.target);
}

async function checkAll(oracle: Oracle): Promise<void> {
  for (const name of KEYS) {
    await check(oracle, name);
    await checkDress(oracle, name);
  }
  const listed = listedObjects(await ask(target, { method: 'GET', bucket: oracle.bucket }));
  const expected = [...oracle.model].map(([Key, { body, etag, type }]) => ({ Key, Size: body.length, ETag: `"${etag}"`, Type: type }));
  expect(listed).toEqual(expected.toSorted((left, right) => Buffer.compare(Buffer.from(left.Key), Buffer.from(right.Key))));
  const uploads = await ask(target, { method: 'GET', bucket: oracle.bucket, query: [['uploads', '']] });
  expect(uploads.body.toString()).not.toContain('<Upload>');
}

function listedObjects({ body }: Answer): unknown[] {
  const listed = decodeXml(listBucketResult, body);
  if (listed instanceof OssError) throw listed;
  return listed.Contents.map(({ Key, Size, ETag, Type }) => ({ Key, Size, ETag, Type }));
}

describe('the server against a model in memory', () => {
  it('holds the same after any sequence of puts, uploads, copies, links, amendments and deletes', async () => {
    let run = 0;
    const property = fc.asyncProperty(fc.array(command, { minLength: 8, maxLength: 16 }), async (commands) => {
      run += 1;
      const oracle: Oracle = { bucket: `oracle-${run}`, model: new Map() };
      await ask(target, { method: 'PUT', bucket: oracle.bucket });
      for (const step of commands) await runStep(oracle, step);
      await checkAll(oracle);
    });
    await fc.assert(property, { seed: 20_260, numRuns: 25 });
  });
});
