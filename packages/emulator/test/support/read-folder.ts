import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc64 } from '@sse/core/primitives';

/** Everything in a data folder, one file after the other. */
export async function readFolder(path: string): Promise<Buffer> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => readFile(join(entry.parentPath, entry.name)));
  return Buffer.concat(await Promise.all(files));
}

/** MD5 and CRC-64 of a body in the forms that a store might keep them in. */
export function digestForms(body: Uint8Array): readonly (string | Uint8Array)[] {
  const md5 = createHash('md5').update(body).digest();
  const crc = Buffer.alloc(8);
  crc.writeBigUInt64BE(crc64(0n, body));
  const forms = [md5, crc, Buffer.from(crc).swap64()].flatMap((bytes) => [
    bytes,
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
    bytes.toString('base64'),
  ]);
  return [...forms, crc64(0n, body).toString()];
}
