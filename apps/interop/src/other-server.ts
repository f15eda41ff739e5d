import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmulator } from '@sse/emulator';
import type { AccessKeyPair } from '@sse/sdk/admin';
import { makePipeline } from './restricted-users.ts';

/** A server whose tokens are foreign to the one under test, with a clock that the programs can set. */
export interface OtherServer {
  readonly endpoint: string;
  /** Holds the seconds by which its clock is fast; what is written there holds for the next request. */
  readonly clockFile: string;
  readonly credentials: AccessKeyPair;
  stop(): Promise<void>;
}

/** Starts one inside this process, in memory, with the role `ci` and the user that may assume it, who has the pair that is given. */
export async function startOtherServer(region: string, pipeline: AccessKeyPair): Promise<OtherServer> {
  const folder = mkdtempSync(join(tmpdir(), 'sse-interop-'));
  const clockFile = join(folder, 'clock');
  writeFileSync(clockFile, '0');
  // Programs write the file while it is read: what is empty is not written yet, which counts as 0.
  const clock = (): number => Date.now() + 1000 * Number(readFileSync(clockFile, 'utf8'));
  const emulator = await startEmulator({ region, clock });
  const credentials = { accessKeyId: emulator.accessKeyId, accessKeySecret: emulator.accessKeySecret };
  const stop = async (): Promise<void> => {
    await emulator.close();
    rmSync(folder, { recursive: true });
  };
  try {
    await makePipeline({ endpoint: emulator.endpoint, region, credentials }, pipeline);
  } catch (error) {
    await stop();
    throw error;
  }
  return { endpoint: emulator.endpoint, clockFile, credentials, stop };
}
