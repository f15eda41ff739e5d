import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import { Fault } from '@sse/core';
import { errorCode } from './error-code.ts';

/** PEM text of a certificate (chain) and its private key. */
export interface TlsMaterial {
  readonly cert: string;
  readonly key: string;
}

/** Reads certificate and key and tries them on each other; `Fault('configuration')` when a server could not use them. */
export async function readTlsFiles({ certFile, keyFile }: { readonly certFile: string; readonly keyFile: string }): Promise<TlsMaterial> {
  const cert = await readPem('--tls-cert', certFile);
  const key = await readPem('--tls-key', keyFile);
  try {
    createSecureContext({ cert, key });
  } catch (cause) {
    throw new Fault(
      'configuration',
      `cannot serve HTTPS with --tls-cert ${certFile} and --tls-key ${keyFile} (${errorCode(cause)}): expected a PEM certificate and its own private key without a passphrase`,
      { cause },
    );
  }
  return { cert, key };
}

async function readPem(flag: string, file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new Fault('configuration', `cannot read ${file} of ${flag} (${errorCode(cause)})`, { cause });
  }
}
