import { OPERATIONS, isOperationName, type OperationEntry } from '@sse/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DOCUMENT_SAMPLES } from '../support/document-samples.ts';
import { expectRefusal, expectRefusedUntouched } from '../support/expect-refusal.ts';
import { startInspected, type InspectedEmulator } from '../support/inspected-emulator.ts';
import { ask, type Answer } from '../support/signed-request.ts';

const NOT_THERE = [404, 'NoSuchBucket', '0015-00000101'] as const;
const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

let emulator: InspectedEmulator;
beforeAll(async () => {
  emulator = await startInspected();
  await ask(emulator, { method: 'PUT', bucket: 'documents' });
});
afterAll(() => emulator.close());

function operation(name: string): OperationEntry | undefined {
  return isOperationName(name) ? OPERATIONS[name] : undefined;
}

function send(method: string, noun: string, body?: string, bucket = 'documents'): Promise<Answer> {
  const [name] = operation(`Get${noun}`)?.query ?? [];
  return ask(emulator, { method, bucket, query: [[String(name), '']], ...(body === undefined ? {} : { body }) });
}

async function shown(noun: string): Promise<string> {
  const answer = await send('GET', noun);
  expect(answer.headers['content-type']).toBe('application/xml');
  return answer.status === 200 ? answer.body.toString().slice(DECLARATION.length) : String(answer.error?.Code);
}

describe.each(Object.entries(DOCUMENT_SAMPLES))('%s', (noun, { put, absent, refused }) => {
  const [[sample]] = [put[0] ?? ['']];
  const deleted = operation(`Delete${noun}`) !== undefined;

  it('is shown by its default, or is a 404, before it was put', async () => {
    expect(await shown(noun)).toBe(absent);
    expect((await send('GET', noun)).status).toBe(absent.startsWith('<') ? 200 : 404);
  });

  it('is shown as it was put last', async () => {
    for (const [document, asShown = document] of put) {
      expect((await send('PUT', noun, `  ${DECLARATION}${document}`)).status).toBe(200);
      expect(await shown(noun)).toBe(asShown);
      expect((await send('PUT', noun, asShown)).status).toBe(200);
      expect(await shown(noun)).toBe(asShown);
    }
  });

  it('is refused when it is no such document, and then stays as it was', async () => {
    await send('PUT', noun, sample);
    for (const document of ['', '<', '<Other></Other>', sample.replaceAll('<', '<!DOCTYPE a><')])
      await expectRefusedUntouched(emulator, () => send('PUT', noun, document), [400, 'MalformedXML']);
    for (const [document, refusal] of refused) await expectRefusedUntouched(emulator, () => send('PUT', noun, document), refusal);
  });

  it('is gone, or its default again, after it was deleted, once or twice', async () => {
    if (!deleted) {
      expectRefusal(await send('DELETE', noun), [405, 'MethodNotAllowed', '0003-00000016']);
      return;
    }
    await send('PUT', noun, sample);
    for (const time of [1, 2]) {
      expect([time, (await send('DELETE', noun)).status]).toEqual([time, 204]);
      expect(await shown(noun)).toBe(absent);
    }
  });

  it('is of a bucket', async () => {
    for (const method of ['GET', 'PUT', ...(deleted ? ['DELETE'] : [])])
      await expectRefusedUntouched(emulator, () => send(method, noun, method === 'PUT' ? sample : undefined, 'not-there'), [...NOT_THERE]);
  });
});

describe('access monitoring', () => {
  it('goes on as long as lifecycle rules count from the last access', async () => {
    const status = (word: string): string => `<AccessMonitorConfiguration><Status>${word}</Status></AccessMonitorConfiguration>`;
    const transition = '<Transition><Days>1</Days><StorageClass>IA</StorageClass><IsAccessTime>true</IsAccessTime></Transition>';
    const rules = `<LifecycleConfiguration><Rule><ID>a</ID><Prefix></Prefix><Status>Enabled</Status>${transition}</Rule></LifecycleConfiguration>`;
    await send('PUT', 'BucketAccessMonitor', status('Enabled'));
    expect((await send('PUT', 'BucketLifecycle', rules)).status).toBe(200);
    await expectRefusedUntouched(emulator, () => send('PUT', 'BucketAccessMonitor', status('Disabled')), [400, 'InvalidArgument']);
    await send('DELETE', 'BucketLifecycle');
    expect((await send('PUT', 'BucketAccessMonitor', status('Disabled'))).status).toBe(200);
  });
});

describe('documents and their bucket', () => {
  it('go together: a bucket that is made anew has none', async () => {
    for (const [noun, { put }] of Object.entries(DOCUMENT_SAMPLES)) await send('PUT', noun, put[0]?.[0]);
    expect((await ask(emulator, { method: 'DELETE', bucket: 'documents' })).status).toBe(204);
    await ask(emulator, { method: 'PUT', bucket: 'documents' });
    for (const [noun, { absent }] of Object.entries(DOCUMENT_SAMPLES)) expect([noun, await shown(noun)]).toEqual([noun, absent]);
  });

  it('are refused where they would not fit a row', async () => {
    const many = '<Not/>'.repeat(120_000);
    const document = `<LifecycleConfiguration><Rule><Status>Enabled</Status><Filter>${many}</Filter><Expiration><Days>1</Days></Expiration></Rule></LifecycleConfiguration>`;
    await expectRefusedUntouched(emulator, () => send('PUT', 'BucketLifecycle', document), [400, 'EntityTooLarge']);
  });
});
