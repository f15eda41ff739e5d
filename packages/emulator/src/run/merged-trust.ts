import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Environment } from '../server/read-settings.ts';
import { errorCode } from '../server/error-code.ts';
import { replaceFile } from '../server/private-file.ts';
import { UsageError } from '../server/usage-error.ts';
import type { TrustFiles } from '../tls/trust-files.ts';
import { certificatesInFolder } from './certificates-in-folder.ts';
import { TRUST_VARIABLES, type TrustVariable } from './child-environment.ts';

/** What a variable may name beside a file that can be read, by the code with which reading that fails; absent: nothing to merge with. */
const otherwise: Partial<Record<TrustVariable, Readonly<Record<string, (path: string) => Promise<string> | undefined>>>> = {
  REQUESTS_CA_BUNDLE: { EISDIR: certificatesInFolder },
  // Node warns of it and goes on.
  NODE_EXTRA_CA_CERTS: { ENOENT: () => undefined, ENOTDIR: () => undefined },
};

/**
 * The files that programs are to trust: the run's own, or, for a variable that names one already, a new one of both, which all may read, in `folder`. `REQUESTS_CA_BUNDLE`
 * may name a folder, `NODE_EXTRA_CA_CERTS` a file that is not there. `UsageError` when one that is named cannot be read otherwise.
 */
export async function mergedTrust(environment: Environment, files: TrustFiles, folder: string): Promise<Record<TrustVariable, string>> {
  const trust: Record<TrustVariable, string> = {
    SSL_CERT_FILE: files.bundle,
    REQUESTS_CA_BUNDLE: files.bundle,
    CURL_CA_BUNDLE: files.bundle,
    NODE_EXTRA_CA_CERTS: files.certificate,
    ALIBABA_CLOUD_CA_BUNDLE: files.bundle,
  };
  for (const variable of TRUST_VARIABLES) {
    const given = environment[variable];
    const theirs = given ? await textOf(variable, given) : undefined;
    if (theirs === undefined) continue;
    const merged = join(folder, `${variable.toLowerCase()}.pem`);
    await replaceFile(merged, `${withoutKeys(theirs)}\n${await readFile(files.certificate, 'utf8')}`);
    trust[variable] = merged;
  }
  return trust;
}

async function textOf(variable: TrustVariable, path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8').catch((error: unknown) => {
      const instead = otherwise[variable]?.[errorCode(error)];
      if (instead === undefined) throw error;
      return instead(path);
    });
  } catch (cause) {
    throw new UsageError(`${variable}: expected a file of certificates that can be read; ${JSON.stringify(path)}: ${errorCode(cause)}`, {
      cause,
    });
  }
}

/** Some keep a key beside their certificates, which is nobody else's to read. */
function withoutKeys(text: string): string {
  return text.replaceAll(/-----BEGIN [A-Z ]*PRIVATE KEY-----[^]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, '');
}
