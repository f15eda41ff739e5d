import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import { Fault } from '@sse/core';
import { errorCode } from './error-code.ts';
import { pathTrouble } from './path-trouble.ts';

/** PEM text of a certificate (chain) and its private key. */
export interface TlsMaterial {
  readonly cert: string;
  readonly key: string;
}

/** Reads certificate and key and tries them on each other; `Fault('configuration')` when a server could not use them. */
export async function readTlsFiles({ certFile, keyFile }: { readonly certFile: string; readonly keyFile: string }): Promise<TlsMaterial> {
  const cert = await readPem('--tls-cert', certFile);
  const key = await readPem('--tls-key', keyFile);
  const certificate = attempt(
    () => new X509Certificate(cert),
    `--tls-cert ${certFile}: expected a certificate in PEM, the server's own first`,
  );
  const privateKey = attempt(
    () => createPrivateKey(key),
    `--tls-key ${keyFile}: expected a private key in PEM, without a passphrase (openssl pkey -in ${keyFile} takes it off)`,
  );
  if (!certificate.checkPrivateKey(privateKey)) {
    throw refusal(`expected the private key of ${certFile}; ${keyFile} is another one's: name the one that the certificate was made for`);
  }
  attempt(() => createSecureContext({ cert, key }), `expected a certificate and key that TLS can use in ${certFile} and ${keyFile}`);
  return { cert, key };
}

async function readPem(flag: string, file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw refusal(`${flag} ${file}: ${pathTrouble(cause, 'read')}; name a PEM file that this user may read`, cause);
  }
}

function attempt<T>(action: () => T, expected: string): T {
  try {
    return action();
  } catch (cause) {
    throw refusal(`${expected}; got something else (${errorCode(cause)})`, cause);
  }
}

function refusal(reason: string, cause?: unknown): Fault {
  return new Fault('configuration', `cannot serve HTTPS: ${reason}`, { cause });
}
