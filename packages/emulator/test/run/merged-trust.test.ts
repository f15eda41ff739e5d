import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { mergedTrust } from '../../src/run/merged-trust.ts';
import { temporaryFolder } from '../server/temporary-folder.ts';

describe('mergedTrust', () => {
  it("names the run's own files, and for a variable that was set a file of both", async () => {
    await using folder = await temporaryFolder();
    const at = (name: string): string => `${folder.path}/${name}`;
    const files = { certificate: at('authority.pem'), bundle: at('bundle.pem'), trustStore: at('truststore.p12') };
    await writeFile(files.certificate, 'ours\n');
    await writeFile(at('theirs.pem'), 'theirs');
    const trust = await mergedTrust({ REQUESTS_CA_BUNDLE: at('theirs.pem'), CURL_CA_BUNDLE: '' }, files, folder.path);
    expect(trust).toMatchObject({ SSL_CERT_FILE: files.bundle, CURL_CA_BUNDLE: files.bundle, NODE_EXTRA_CA_CERTS: files.certificate });
    expect(await readFile(trust.REQUESTS_CA_BUNDLE, 'utf8')).toBe('theirs\nours\n');
    await expect(mergedTrust({ SSL_CERT_FILE: at('none') }, files, folder.path)).rejects.toThrow(
      /^SSL_CERT_FILE: expected a file .*ENOENT$/,
    );
  });
});
