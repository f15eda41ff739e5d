import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { replaceFile } from '../server/private-file.ts';
import type { TrustFiles } from '../tls/trust-files.ts';

/** Copies of the files in a folder that other users may read too: those beside an authority's key are in a folder that nobody else may enter. */
export async function shareTrustFiles({ certificate, bundle, trustStore }: TrustFiles, folder: string): Promise<TrustFiles> {
  const copied = async (file: string): Promise<string> => {
    const copy = join(folder, basename(file));
    await replaceFile(copy, await readFile(file));
    return copy;
  };
  return { certificate: await copied(certificate), bundle: await copied(bundle), trustStore: await copied(trustStore) };
}
