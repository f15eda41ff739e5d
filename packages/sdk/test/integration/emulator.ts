import { onTestFinished } from 'vitest';
import { startEmulator, type EmulatorOptions } from '../../../emulator/src/index.ts';
import { createClient, type ClientOptions, type Credentials, type OssClient } from '../../src/index.ts';

/** The options of a client of an emulator of its own, in memory; the emulator ends with the test. */
export async function emulatorOptions(options: EmulatorOptions = {}): Promise<ClientOptions & { readonly credentials: Credentials }> {
  const emulator = await startEmulator({ sweepEvery: 0, ...options });
  onTestFinished(() => emulator.close());
  const { endpoint, region, accessKeyId, accessKeySecret } = emulator;
  return { endpoint, region, credentials: { accessKeyId, accessKeySecret }, retries: { limit: 0 } };
}

/** A client of an emulator of its own, with a bucket `photos`; both end with the test. */
export async function clientWithBucket(options: Partial<ClientOptions> = {}): Promise<OssClient> {
  const given = await emulatorOptions();
  const client = createClient({ ...given, ...options });
  onTestFinished(() => client.close());
  await client.createBucket('photos');
  return client;
}
