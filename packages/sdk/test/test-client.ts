import { onTestFinished } from 'vitest';
import { createClient, type ClientOptions, type OssClient } from '../src/index.ts';

export const SECRET = 'the-secret-of-the-test-key';
export const TOKEN = 'the-session-token-of-the-test';

/** A client that waits for nothing between retries; it ends with the test. */
export function testClient(endpoint: string, options: Partial<ClientOptions> = {}): OssClient {
  const credentials = { accessKeyId: 'test-key', accessKeySecret: SECRET };
  const client = createClient({ endpoint, region: 'cn-hangzhou', credentials, sleep: async () => {}, ...options });
  onTestFinished(() => client.close());
  return client;
}

/** What a promise rejects with. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('expected a rejection, got none');
}
