import { mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
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

  it('leaves keys out of what all may read', async () => {
    await using folder = await temporaryFolder();
    const at = (name: string): string => `${folder.path}/${name}`;
    const files = { certificate: at('authority.pem'), bundle: at('bundle.pem'), trustStore: at('truststore.p12') };
    const key = (label: string): string => `-----BEGIN ${label}-----\nKKKK\n-----END ${label}-----\n`;
    await writeFile(files.certificate, 'ours\n');
    await writeFile(at('theirs.pem'), `${key('PRIVATE KEY')}theirs\n${key('EC PRIVATE KEY')}-----BEGIN RSA PRIVATE KEY-----\nKK`);
    const { SSL_CERT_FILE: merged } = await mergedTrust({ SSL_CERT_FILE: at('theirs.pem') }, files, folder.path);
    expect((await readFile(merged, 'utf8')).split('\n').filter(Boolean)).toEqual(['theirs', 'ours']);
    expect((await stat(merged)).mode & 0o777).toBe(0o644);
  });

  it('takes the certificates of the files of a folder, for requests alone', async () => {
    await using folder = await temporaryFolder();
    const at = (name: string): string => `${folder.path}/${name}`;
    const files = { certificate: at('authority.pem'), bundle: at('bundle.pem'), trustStore: at('truststore.p12') };
    const block = (label: string, text: string): string => `-----BEGIN ${label}-----\n${text}\n-----END ${label}-----`;
    await writeFile(files.certificate, 'ours\n');
    await mkdir(at('roots/below'), { recursive: true });
    await writeFile(at('roots/a.pem'), `about\n${block('CERTIFICATE', 'AAAA')}\n${block('PRIVATE KEY', 'KKKK')}\n`);
    await writeFile(at('roots/b.0'), `${block('TRUSTED CERTIFICATE', 'BBBB')}\n${block('CERTIFICATE', 'CCCC')}`);
    await symlink('a.pem', at('roots/c.0'));
    await symlink('none', at('roots/d.0'));
    const trust = await mergedTrust({ REQUESTS_CA_BUNDLE: at('roots') }, files, folder.path);
    const theirs = [block('CERTIFICATE', 'AAAA'), block('TRUSTED CERTIFICATE', 'BBBB'), block('CERTIFICATE', 'CCCC')];
    expect(await readFile(trust.REQUESTS_CA_BUNDLE, 'utf8')).toBe(`${theirs.join('\n')}\nours\n`);
    await expect(mergedTrust({ CURL_CA_BUNDLE: at('roots') }, files, folder.path)).rejects.toThrow(/^CURL_CA_BUNDLE: .*EISDIR$/);
    await expect(mergedTrust({ REQUESTS_CA_BUNDLE: at('none') }, files, folder.path)).rejects.toThrow(/^REQUESTS_CA_BUNDLE: .*ENOENT$/);
  });

  it('goes on where the file that Node is to trust is not there, as Node does', async () => {
    await using folder = await temporaryFolder();
    const at = (name: string): string => `${folder.path}/${name}`;
    const files = { certificate: at('authority.pem'), bundle: at('bundle.pem'), trustStore: at('truststore.p12') };
    await writeFile(files.certificate, 'ours\n');
    for (const absent of ['none', 'authority.pem/none']) {
      expect(await mergedTrust({ NODE_EXTRA_CA_CERTS: at(absent) }, files, folder.path)).toMatchObject({
        NODE_EXTRA_CA_CERTS: files.certificate,
      });
    }
    await expect(mergedTrust({ NODE_EXTRA_CA_CERTS: folder.path }, files, folder.path)).rejects.toThrow(/^NODE_EXTRA_CA_CERTS: .*EISDIR$/);
  });
});
