import { createHash } from 'node:crypto';
import { decodeXml, deleteResult, OssError } from '@sse/core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startEmulator, type RunningEmulator } from '../../src/start-emulator.ts';
import { ask, type Answer } from '../support/signed-request.ts';

const bucket = 'many';
/** A name with a character that XML 1.0 forbids, and others that need escapes. */
const NAMES = ['plain', 'a b/c', 'ü', '&<>"', 'bell\u0007'];

let target: RunningEmulator;
beforeAll(async () => {
  target = await startEmulator();
  await ask(target, { method: 'PUT', bucket });
});
afterAll(() => target.close());

function listOf(names: readonly string[], quiet = false): string {
  const objects = names.map(
    (name) =>
      `<Object><Key>${Array.from(name, (character) => (/[\w /]/.test(character) ? character : `&#${character.codePointAt(0)};`)).join('')}</Key></Object>`,
  );
  return `<Delete><Quiet>${quiet}</Quiet>${objects.join('')}</Delete>`;
}

function remove(body: string, query: readonly (readonly [string, string])[] = [], headers: Record<string, string> = {}): Promise<Answer> {
  const md5 = { 'content-md5': createHash('md5').update(body).digest('base64') };
  return ask(target, { method: 'POST', bucket, query: [['delete', ''], ...query], headers: { ...md5, ...headers }, body });
}

function keysOf({ body }: Answer): string[] {
  const result = decodeXml(deleteResult, body);
  return result instanceof OssError ? expect.fail(result.message) : result.Deleted.map(({ Key }) => Key);
}

it('deletes what is there, and what is not, whatever characters names have', async () => {
  for (const key of NAMES) await ask(target, { method: 'PUT', bucket, key, body: key });
  expect(keysOf(await remove(listOf([...NAMES, 'not there']), [['encoding-type', 'url']]))).toEqual(
    [...NAMES, 'not there'].map(encodeURIComponent),
  );
  for (const key of NAMES) expect((await ask(target, { method: 'HEAD', bucket, key })).status).toBe(404);
});

it('encodes names when a header asks for it, as the vendor’s Java client does', async () => {
  const answer = await remove(listOf(NAMES), [], { 'encoding-type': 'url' });
  expect(keysOf(answer)).toEqual(NAMES.map(encodeURIComponent));
  expect(answer.body.toString()).toContain('<EncodingType>url</EncodingType>');
  expect(decodeXml(deleteResult, (await remove(listOf(['x']), [], { 'encoding-type': 'other' })).body)).toBeInstanceOf(OssError);
});

it('answers nothing when it is to be quiet', async () => {
  await ask(target, { method: 'PUT', bucket, key: 'quiet', body: 'x' });
  const answer = await remove(listOf(['quiet'], true));
  expect([answer.status, answer.body.length]).toEqual([200, 0]);
  expect((await ask(target, { method: 'HEAD', bucket, key: 'quiet' })).status).toBe(404);
});

it('takes 1,000 names, and refuses none, more, a wrong digest, none, and names that cannot be', async () => {
  const names = Array.from({ length: 1001 }, (_, index) => `n${index}`);
  await ask(target, { method: 'PUT', bucket, key: 'n0', body: 'x' });
  const refused: readonly [Promise<Answer>, string][] = [
    [remove(listOf([])), 'MalformedXML'],
    [remove(listOf(names)), 'MalformedXML'],
    [remove(listOf(['n0']), [], { 'content-md5': 'AAAAAAAAAAAAAAAAAAAAAA==' }), 'InvalidDigest'],
    [ask(target, { method: 'POST', bucket, query: [['delete', '']], body: listOf(['n0']) }), 'MissingArgument'],
    [remove(listOf(['n0', '/n1'])), 'InvalidObjectName'],
    [remove('<Delete><Object><Key>n0</Key><VersionId>CAEQ</VersionId></Object></Delete>'), 'InvalidArgument'],
  ];
  for (const [answer, code] of refused) expect((await answer).error?.Code).toBe(code);
  expect((await ask(target, { method: 'HEAD', bucket, key: 'n0' })).status).toBe(200);
  expect(keysOf(await remove(listOf(names.slice(0, 1000))))).toHaveLength(1000);
  expect((await ask(target, { method: 'HEAD', bucket, key: 'n0' })).status).toBe(404);
});
