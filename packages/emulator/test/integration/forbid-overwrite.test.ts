import { afterAll, beforeAll, expect, it } from 'vitest';
import { startEmulator, type RunningEmulator } from '../../src/start-emulator.ts';
import { beginUpload, completeUpload, uploadPart } from '../support/multipart.ts';
import { ask } from '../support/signed-request.ts';

const bucket = 'kept';
const forbid = { 'x-oss-forbid-overwrite': 'true' };

let target: RunningEmulator;
beforeAll(async () => {
  target = await startEmulator();
  await ask(target, { method: 'PUT', bucket });
  for (const key of ['there', 'source']) await ask(target, { method: 'PUT', bucket, key, body: 'first' });
});
afterAll(() => target.close());

it('keeps an object that is there from puts, copies and uploads', async () => {
  const place = { target, bucket, key: 'there' };
  const uploadId = await beginUpload(place);
  const part = await uploadPart(place, uploadId, 1, Buffer.from('second'));
  const completion = `<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>${part.headers.etag ?? ''}</ETag></Part></CompleteMultipartUpload>`;
  const writes = {
    put: ask(target, { method: 'PUT', ...place, headers: forbid, body: 'second' }),
    copy: ask(target, { method: 'PUT', ...place, headers: { ...forbid, 'x-oss-copy-source': `/${bucket}/source` } }),
    begin: ask(target, { method: 'POST', ...place, query: [['uploads', '']], headers: forbid }),
    complete: ask(target, { method: 'POST', ...place, query: [['uploadId', uploadId]], headers: forbid, body: completion }),
  };
  for (const [name, answer] of Object.entries(writes)) {
    const { status, error } = await answer;
    expect([status, error?.Code], name).toEqual([409, 'FileAlreadyExists']);
  }
  expect((await ask(target, { method: 'GET', ...place })).body.toString()).toBe('first');
  expect((await completeUpload(place, uploadId, [[1, part.headers.etag ?? '']])).status).toBe(200);
});

it('lets one of many writers in', async () => {
  const key = 'raced';
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, index) => ask(target, { method: 'PUT', bucket, key, headers: forbid, body: `writer ${index}` })),
  );
  const winner = answers.findIndex(({ status }) => status === 200);
  expect(answers.map(({ status }) => status).toSorted((left, right) => left - right)).toEqual([
    200,
    ...Array.from({ length: 7 }, () => 409),
  ]);
  expect((await ask(target, { method: 'GET', bucket, key })).body.toString()).toBe(`writer ${winner}`);
});

it('lets a write through that names `false`', async () => {
  const headers = { 'x-oss-forbid-overwrite': 'false' };
  expect((await ask(target, { method: 'PUT', bucket, key: 'source', headers, body: 'again' })).status).toBe(200);
});

it.each(['maybe', '1', '', 'true '])('refuses a write that says %j, and every kind of it', async (value) => {
  const headers = { 'x-oss-forbid-overwrite': value };
  const copy = { ...headers, 'x-oss-copy-source': `/${bucket}/source` };
  const before = await ask(target, { method: 'GET', bucket, key: 'source' });
  for (const request of [
    { method: 'PUT', key: 'source', headers, body: 'other' },
    { method: 'PUT', key: 'source', headers: copy },
    { method: 'POST', key: 'source', headers, query: [['uploads', '']] as const },
  ]) {
    const answer = await ask(target, { bucket, ...request });
    expect([answer.status, answer.error?.Code]).toEqual(value === 'true ' ? [409, 'FileAlreadyExists'] : [400, 'InvalidArgument']);
  }
  expect((await ask(target, { method: 'GET', bucket, key: 'source' })).body).toEqual(before.body);
});
