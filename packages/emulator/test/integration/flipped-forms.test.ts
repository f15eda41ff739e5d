import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RunningEmulator } from '../../src/server/run-emulator.ts';
import { blobIds } from '../support/blob-census.ts';
import { ENCRYPTIONS } from '../support/encryptions.ts';
import { postForm } from '../support/posted-forms.ts';
import { ask, type Answer } from '../support/signed-request.ts';
import { tamperedEmulator } from '../support/tampered-emulator.ts';

const bucket = 'flipped-forms';
const bytes = Buffer.alloc(50_000, 'posted bytes ');
const tampered = tamperedEmulator();
const { blobs, storage } = tampered;
let target: RunningEmulator;
beforeAll(async () => {
  target = await tampered.start();
  await ask(target, { method: 'PUT', bucket });
});
afterAll(() => target.close());

const get = (key: string): Promise<Answer | 'broken'> => ask(target, { method: 'GET', bucket, key }).catch(() => 'broken' as const);

it.each(Object.entries(ENCRYPTIONS))('a posted file under %s of which a bit is flipped is not sent', async (name, fields) => {
  const before = await blobIds(blobs);
  expect((await postForm(target, bucket, { ...fields, key: name }, { bytes })).status).toBe(204);
  const [id, ...more] = (await blobIds(blobs)).filter((each) => !before.includes(each));
  if (id === undefined || more.length > 0) expect.fail('not one blob');
  for (const at of [0, 20, 60, 16_383, 16_500, 33_000, 49_990]) {
    storage.flip = { name: id, at, bit: at % 8 };
    const answer = await get(name);
    expect(answer === 'broken' || answer.status === 500, `${at}`).toBe(true);
  }
  storage.flip = undefined;
  const whole = await get(name);
  expect(whole !== 'broken' && whole.body.equals(bytes)).toBe(true);
});
