import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Environment } from '../server/read-settings.ts';
import { errorCode } from '../server/error-code.ts';
import { UsageError } from '../server/usage-error.ts';
import type { TrustFiles } from '../tls/trust-files.ts';
import { TRUST_VARIABLES, type TrustVariable } from './child-environment.ts';

/**
 * The files that programs are to trust: the run's own, or, for a variable that names one already, a new one in `folder` of both. `UsageError` when one
 * that is named cannot be read.
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
    if (given === undefined || given === '') continue;
    const merged = join(folder, `${variable.toLowerCase()}.pem`);
    await writeFile(merged, `${await textOf(variable, given)}\n${await readFile(files.certificate, 'utf8')}`);
    trust[variable] = merged;
  }
  return trust;
}

async function textOf(variable: string, file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new UsageError(`${variable}: expected a file of certificates that can be read; ${JSON.stringify(file)}: ${errorCode(cause)}`, {
      cause,
    });
  }
}
