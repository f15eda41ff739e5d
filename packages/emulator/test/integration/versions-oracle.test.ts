import { createHash } from 'node:crypto';
import { decodeXml, listBucketResult, OssError, type QueryPairs } from '@sse/core';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmulator, type RunningEmulator } from '../../src/start-emulator.ts';
import { ENCRYPTIONS } from '../support/encryptions.ts';
import { beginUpload, completeUpload, uploadPart, type Place } from '../support/multipart.ts';
import { expectedHeaders, normalObject, objectOfParts, type ModelObject } from '../support/object-model.ts';
import { postForm } from '../support/posted-forms.ts';
import { ask, type Answer } from '../support/signed-request.ts';
import { chunkBytes, names, versionCommands, type Pick, type Span, type VersionCommand } from '../support/version-commands.ts';
import { append, askVersion, copyWithin, listVersions, setVersioning } from '../support/versioned-requests.ts';
import { versionsModel, type ModelPage, type VersionsModel } from '../support/versions-model.ts';

type Command<T extends VersionCommand['do']> = Extract<VersionCommand, { do: T }>;

const encryptionOf = (index: number): Readonly<Record<string, string>> => Object.values(ENCRYPTIONS)[index] ?? {};
const leastPart = 102_400;
const NEVER = 'A'.repeat(39);

let target: RunningEmulator;
beforeAll(async () => {
  target = await startEmulator();
});
afterAll(() => target.close());

const filled = (length: number, from: number): Buffer =>
  Buffer.from(Uint8Array.from({ length }, (_, at) => (at * 7 + (at >> 8) * 3 + from) & 0xff));
const metadataOf = (from: number): Record<string, string> => ({ 'x-oss-meta-seed': String(from), 'content-type': `text/x-${from}` });

/** One bucket, and what it must hold. */
interface Oracle {
  readonly bucket: string;
  readonly model: VersionsModel;
}

const placeOf = ({ bucket }: Oracle, key: string): Place => ({ target, bucket, key });

function idOf({ model }: Oracle, key: string, pick: Pick): string | undefined {
  if (pick === undefined) return undefined;
  const ids = [...new Set([...model.everKnown(key), 'null', NEVER])];
  return ids[pick % ids.length];
}

/** What a read must find: an object, or the error that says why there is none. */
function expected({ model }: Oracle, key: string, id: string | undefined): ModelObject | string {
  if (id === undefined) return model.current(key) ?? 'NoSuchKey';
  const version = model.find(key, id);
  return version === undefined ? 'NoSuchVersion' : (version.object ?? 'MethodNotAllowed');
}

/** A write was acknowledged: its version has a new id, unless it is the null version, or the bucket was never versioned. */
function acknowledged({ model }: Oracle, key: string, answer: Answer, object: ModelObject | undefined): void {
  expect([200, 204], answer.body.toString()).toContain(answer.status);
  const id = answer.headers['x-oss-version-id'];
  if (model.versioning === undefined) expect(id).toBeUndefined();
  else if (model.versioning === 'Suspended') expect(id).toBe('null');
  else expect([model.everKnown(key), id]).toEqual([expect.not.arrayContaining([id]), expect.stringMatching(/^[A-Z2-7]{39}$/)]);
  if (model.versioning === undefined && object === undefined) model.removeVersion(key, 'null');
  else model.add(key, { id: typeof id === 'string' ? id : 'null', object });
}

async function put(oracle: Oracle, { key, size, seed, encryption }: Command<'put'>): Promise<void> {
  const made = normalObject(filled(size, seed), metadataOf(seed), encryptionOf(encryption));
  const headers = { ...made.headers, ...made.encryption };
  const answer = await ask(target, { method: 'PUT', ...placeOf(oracle, key), headers, body: made.body });
  acknowledged(oracle, key, answer, made);
}

async function post(oracle: Oracle, { key, size, seed, encryption }: Command<'post'>): Promise<void> {
  const made = normalObject(filled(size, seed), metadataOf(seed), encryptionOf(encryption));
  const { 'content-type': type = '', ...metadata } = made.headers;
  const fields = { ...metadata, ...made.encryption, 'x-oss-content-type': type, key, success_action_status: '200' };
  acknowledged(oracle, key, await postForm(target, oracle.bucket, fields, { bytes: made.body }), made);
}

async function upload(oracle: Oracle, { key, encryption, seed, last }: Command<'upload'>): Promise<void> {
  const place = placeOf(oracle, key);
  const parts = [filled(leastPart + (seed % 3), seed), filled(last, seed + 1)];
  const uploadId = await beginUpload(place, { ...metadataOf(seed), ...encryptionOf(encryption) });
  const stored = await Promise.all(parts.map((body, index) => uploadPart(place, uploadId, index + 1, body)));
  const tags = stored.map(({ headers }, index) => [index + 1, headers.etag ?? expect.fail('no part')] as const);
  acknowledged(oracle, key, await completeUpload(place, uploadId, tags), objectOfParts(parts, metadataOf(seed), encryptionOf(encryption)));
}

async function appendTo(oracle: Oracle, { key, encryption, atEnd, size, seed }: Command<'append'>): Promise<void> {
  const { model } = oracle;
  const former = model.current(key);
  const position = former?.body.length ?? 0;
  const piece = filled(size, seed);
  const headers = { ...metadataOf(seed), ...encryptionOf(encryption) };
  const answer = await append(placeOf(oracle, key), atEnd ? position : position + 1, piece, headers);
  if (former !== undefined && former.type !== 'Appendable') return expect(answer.error?.Code).toBe('ObjectNotAppendable');
  if (!atEnd) {
    expect([answer.error?.Code, answer.headers['x-oss-next-append-position']]).toEqual(['PositionNotEqualToLength', String(position)]);
    return undefined;
  }
  expect(answer.headers['x-oss-next-append-position']).toBe(String(position + size));
  const etag = String(answer.headers.etag).slice(1, -1);
  expect(etag, 'the ETag changes').not.toBe(former?.etag);
  if (former === undefined)
    return acknowledged(oracle, key, answer, { ...normalObject(piece, metadataOf(seed), encryptionOf(encryption)), type: 'Appendable' });
  const id = model.versioning && model.of(key)[0]?.id;
  expect([answer.status, answer.headers['x-oss-version-id']]).toEqual([200, id]);
  return model.change(key, { ...former, body: Buffer.concat([former.body, piece]), etag });
}

async function copy(oracle: Oracle, { from, to, pick, encryption }: Command<'copy'>): Promise<void> {
  const id = idOf(oracle, from, pick);
  const source = expected(oracle, from, id);
  const answer = await copyWithin(placeOf(oracle, to), from, id, encryptionOf(encryption));
  if (typeof source === 'string') return expect(answer.error?.Code).toBe(source);
  if (id !== undefined && oracle.model.versioning !== undefined) expect(answer.headers['x-oss-copy-source-version-id']).toBe(id);
  return acknowledged(oracle, to, answer, normalObject(source.body, source.headers, encryptionOf(encryption)));
}

async function remove(oracle: Oracle, { key, pick }: Command<'delete'>): Promise<void> {
  const { model } = oracle;
  const id = idOf(oracle, key, pick);
  const found = id === undefined ? undefined : model.find(key, id);
  const answer = await askVersion('DELETE', placeOf(oracle, key), id);
  const makesMarker = id === undefined && model.versioning !== undefined;
  const isMarker = makesMarker || (found !== undefined && found.object === undefined);
  expect([answer.status, answer.headers['x-oss-delete-marker']]).toEqual([204, isMarker ? 'true' : undefined]);
  if (id === undefined) acknowledged(oracle, key, answer, undefined);
  else model.removeVersion(key, id);
}

async function batch(oracle: Oracle, { targets: all }: Command<'batch'>): Promise<void> {
  const { bucket, model } = oracle;
  const targets = all.filter(({ key }, index) => all.findIndex((other) => other.key === key) === index);
  const named = targets.map(({ key, pick }) => ({ key, id: idOf(oracle, key, pick) }));
  const objects = named.map(({ key, id }) => `<Object><Key>${key}</Key>${id === undefined ? '' : `<VersionId>${id}</VersionId>`}</Object>`);
  const body = `<Delete>${objects.join('')}</Delete>`;
  const headers = { 'content-md5': createHash('md5').update(body).digest('base64') };
  const answer = await ask(target, { method: 'POST', bucket, query: [['delete', '']], headers, body });
  expect(answer.status).toBe(200);
  const markers = [
    ...answer.body.toString().matchAll(/<Key>([^<]*)<\/Key><DeleteMarker>true<\/DeleteMarker><DeleteMarkerVersionId>(\w+)</g),
  ];
  for (const { key, id } of named) {
    const marker = markers.find(([, name]) => name === key)?.[2];
    if (id !== undefined || model.versioning === undefined) model.removeVersion(key, id ?? 'null');
    else model.add(key, { id: marker ?? expect.fail(answer.body.toString()), object: undefined });
  }
}

/** First and last byte of a span, in an object that has bytes. */
function bytesOf({ from, to, snap }: Span, length: number): readonly [first: number, last: number] {
  const ends = [from, to].map((thousandth) => {
    const at = Math.floor((thousandth * length) / 1000);
    return Math.min(length - 1, snap ? at - (at % chunkBytes) : at);
  });
  return [Math.min(...ends), Math.max(...ends)];
}

async function get(oracle: Oracle, { key, pick, span }: Command<'get'>): Promise<void> {
  const id = idOf(oracle, key, pick);
  const object = expected(oracle, key, id);
  if (typeof object === 'string' || object.body.length === 0) return check(oracle, key, id);
  const [first, last] = bytesOf(span, object.body.length);
  const answer = await askVersion('GET', placeOf(oracle, key), id, { range: `bytes=${first}-${last}` });
  expect([answer.status, answer.headers['content-range']]).toEqual([206, `bytes ${first}-${last}/${object.body.length}`]);
  expect(answer.body.equals(object.body.subarray(first, last + 1)), `${key} ${id} ${first}-${last}`).toBe(true);
}

/** The whole of a version, and what GET and HEAD say of it. */
async function check(oracle: Oracle, key: string, id?: string): Promise<void> {
  const { model } = oracle;
  const object = expected(oracle, key, id);
  const answers = await Promise.all(['GET', 'HEAD'].map((method) => askVersion(method, placeOf(oracle, key), id)));
  const newest = id ?? model.of(key)[0]?.id;
  const isMarker = newest !== undefined && model.find(key, newest) !== undefined && typeof object === 'string';
  for (const [index, answer] of answers.entries()) {
    expect(answer.headers['x-oss-delete-marker'], `${key} ${id}`).toBe(isMarker ? 'true' : undefined);
    if (typeof object === 'string') {
      expect(answer.error?.Code, `${key} ${id}`).toBe(object);
      continue;
    }
    const wanted = { ...expectedHeaders(object), 'x-oss-version-id': model.versioning && newest };
    expect(Object.fromEntries(Object.keys(wanted).map((header) => [header, answer.headers[header]]))).toEqual(wanted);
    if (index === 0) expect(answer.body.equals(object.body), `${key} ${id}`).toBe(true);
  }
}

async function list({ bucket, model }: Oracle, { prefix, delimiter, size }: Command<'list'>): Promise<void> {
  let markers: QueryPairs = [];
  for (const page of model.pages({ prefix, delimiter, size })) {
    const query: QueryPairs = [['prefix', prefix], ['delimiter', delimiter], ['max-keys', String(size)], ...markers];
    const listed = await listVersions(target, bucket, query);
    expect(listed.IsTruncated).toBe(page.isTruncated);
    expect(listed.CommonPrefixes.map(({ Prefix }) => Prefix)).toEqual(page.prefixes);
    expect(listed.Entries.map(({ value }) => [value.Key, value.VersionId])).toEqual(page.entries.map(({ name, id }) => [name, id]));
    expect(listed.DeleteMarker.map(({ Key, VersionId, IsLatest }) => [Key, VersionId, IsLatest])).toEqual(markersOf(page));
    expect(listed.Version.map(({ Key, VersionId, IsLatest, Size, ETag, Type }) => [Key, VersionId, IsLatest, Size, ETag, Type])).toEqual(
      versionsOf(page),
    );
    const { NextKeyMarker = '', NextVersionIdMarker } = listed;
    markers = [
      ['key-marker', NextKeyMarker],
      ...(NextVersionIdMarker === undefined ? [] : [['version-id-marker', NextVersionIdMarker] as const]),
    ];
  }
}

const markersOf = ({ entries }: ModelPage): unknown[] =>
  entries.filter(({ object }) => object === undefined).map(({ name, id, isLatest }) => [name, id, isLatest]);
const versionsOf = ({ entries }: ModelPage): unknown[] =>
  entries.flatMap(({ name, id, isLatest, object }) =>
    object === undefined ? [] : [[name, id, isLatest, object.body.length, `"${object.etag}"`, object.type]],
  );

async function checkAll(oracle: Oracle): Promise<void> {
  for (const key of names) for (const id of [undefined, ...oracle.model.everKnown(key), 'null']) await check(oracle, key, id);
  for (const [delimiter, size] of [
    ['', 1000],
    ['', 3],
    ['/', 2],
  ] as const)
    await list(oracle, { do: 'list', prefix: '', delimiter, size });
  const objects = decodeXml(listBucketResult, (await ask(target, { method: 'GET', bucket: oracle.bucket })).body);
  if (objects instanceof OssError) throw objects;
  expect(objects.Contents.map(({ Key, Size, ETag, Type }) => [Key, Size, ETag, Type])).toEqual(
    oracle.model.visible().map(([name, { body, etag, type }]) => [name, body.length, `"${etag}"`, type]),
  );
}

async function runStep(oracle: Oracle, step: VersionCommand): Promise<void> {
  if (step.do === 'put') return put(oracle, step);
  if (step.do === 'post') return post(oracle, step);
  if (step.do === 'upload') return upload(oracle, step);
  if (step.do === 'append') return appendTo(oracle, step);
  if (step.do === 'copy') return copy(oracle, step);
  if (step.do === 'delete') return remove(oracle, step);
  if (step.do === 'batch') return batch(oracle, step);
  if (step.do === 'get') return get(oracle, step);
  if (step.do === 'list') return list(oracle, step);
  await setVersioning(target, oracle.bucket, step.status);
  oracle.model.versioning = step.status;
  return undefined;
}

describe('the server against a model of versions in memory', () => {
  it('holds the same after any sequence of puts, uploads, appends, copies, deletes and changes of versioning', async () => {
    let run = 0;
    const property = fc.asyncProperty(versionCommands, async (commands) => {
      run += 1;
      const oracle: Oracle = { bucket: `versions-${run}`, model: versionsModel() };
      await ask(target, { method: 'PUT', bucket: oracle.bucket });
      for (const step of commands) await runStep(oracle, step);
      await checkAll(oracle);
    });
    await fc.assert(property, { seed: 20_261, numRuns: 20 });
  });
});
