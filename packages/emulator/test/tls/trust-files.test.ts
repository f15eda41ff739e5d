import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import { PFX, AuthenticatedSafe, CertBag, SafeContents } from 'pkijs';
import { OctetString } from 'asn1js';
import { describe, expect, it } from 'vitest';
import { systemRoots, writeTrustFiles } from '../../src/tls/trust-files.ts';
import { trustStore } from '../../src/tls/trust-store.ts';
import { temporaryFolder } from '../server/temporary-folder.ts';
import { madeAuthority } from './forged-leaf.ts';

const roots = rootCertificates.slice(0, 3);
const authority = { certificate: madeAuthority(['localhost']).certificate.toString() };

describe('writeTrustFiles', () => {
  it('writes the certificate, and the roots with it, each once', async () => {
    await using folder = await temporaryFolder();
    const files = await writeTrustFiles(folder.path, authority, [...roots, roots[0] ?? '']);
    expect(await readFile(files.certificate, 'utf8')).toBe(authority.certificate);
    expect(certificatesOf(await readFile(files.bundle, 'utf8'))).toEqual([...roots, authority.certificate].map(fingerprint));
    expect(certificatesIn(await readFile(files.trustStore))).toEqual([...roots, authority.certificate].map(fingerprint));
    expect((await stat(files.bundle)).mode & 0o777).toBe(0o644);
  });

  it('leaves files that are as they should be alone, and renews them when the roots or the authority change', async () => {
    await using folder = await temporaryFolder();
    const files = await writeTrustFiles(folder.path, authority, roots);
    const all = Object.values(files);
    const numbers = async () => Promise.all(all.map(async (file) => (await stat(file)).ino));
    const before = await numbers();
    await writeTrustFiles(folder.path, authority, roots);
    expect(await numbers()).toEqual(before);
    const other = { certificate: madeAuthority(['localhost']).certificate.toString() };
    await writeTrustFiles(folder.path, other, roots);
    expect(await readFile(files.certificate, 'utf8')).toBe(other.certificate);
    for (const certificates of [roots.slice(1), roots]) {
      await writeTrustFiles(folder.path, other, certificates);
      const wanted = [...certificates, other.certificate].map(fingerprint);
      expect(certificatesOf(await readFile(files.bundle, 'utf8'))).toEqual(wanted);
      expect(certificatesIn(await readFile(files.trustStore))).toEqual(wanted);
    }
  });

  it('mends files that were changed or removed', async () => {
    await using folder = await temporaryFolder();
    const files = await writeTrustFiles(folder.path, authority, roots);
    await writeFile(files.bundle, 'x');
    await rm(files.trustStore);
    await writeFile(files.certificate, 'x');
    await writeTrustFiles(folder.path, authority, roots);
    expect(certificatesOf(await readFile(files.bundle, 'utf8'))).toHaveLength(4);
    expect(certificatesIn(await readFile(files.trustStore))).toHaveLength(4);
    expect(await readFile(files.certificate, 'utf8')).toBe(authority.certificate);
    await rm(files.trustStore);
    await writeTrustFiles(folder.path, authority, roots);
    expect(certificatesIn(await readFile(files.trustStore))).toHaveLength(4);
  });

  it.each<[string, (store: Buffer) => Buffer]>([
    ['empty', () => Buffer.alloc(0)],
    ['cut off', (store) => store.subarray(0, -1)],
    ['longer', (store) => Buffer.concat([store, Buffer.of(0)])],
    ['something else', () => Buffer.from('x'.repeat(100))],
    ['altered in a certificate', (store) => store.fill(0, store.length - 400, store.length - 399)],
    ['of other certificates', () => Buffer.from(trustStore(roots))],
    ['of an order of its own', () => Buffer.from(trustStore([authority.certificate, ...roots]))],
  ])('mends a trust store that is %s', async (_what, damage) => {
    await using folder = await temporaryFolder();
    const files = await writeTrustFiles(folder.path, authority, roots);
    const whole = await readFile(files.trustStore);
    await writeFile(files.trustStore, damage(Buffer.from(whole)));
    await writeTrustFiles(folder.path, authority, roots);
    expect(whole.equals(await readFile(files.trustStore))).toBe(true);
  });

  it('says which file it cannot write', async () => {
    await expect(writeTrustFiles('/dev/null', authority, roots)).rejects.toThrow(
      /^cannot write \/dev\/null\/authority\.pem, by which programs trust this server: a part of the path is a file \(ENOTDIR\)/,
    );
  });
});

describe('systemRoots', () => {
  it('are certificates', () => {
    expect(systemRoots().length).toBeGreaterThan(10);
    expect(new X509Certificate(systemRoots()[0] ?? '').ca).toBe(true);
  });
});

describe('trustStore', () => {
  it('marks each certificate as trusted for all uses, which Java asks for', () => {
    const bags = bagsOf(trustStore([authority.certificate]));
    const attributes = bags.flatMap(({ bagAttributes = [] }) => bagAttributes.map(({ type }) => type));
    expect(attributes).toEqual(['1.2.840.113549.1.9.20', '2.16.840.1.113894.746875.1.1']);
  });

  it('is the same for the same certificates', () => {
    expect(trustStore(roots)).toEqual(trustStore(roots));
  });
});

function fingerprint(pem: string): string {
  return new X509Certificate(pem).fingerprint256;
}

function certificatesOf(text: string): string[] {
  return (text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n/g) ?? []).map(fingerprint);
}

function bagsOf(store: Uint8Array) {
  const { authSafe } = PFX.fromBER(store);
  const safe = AuthenticatedSafe.fromBER(dataOf(authSafe.content));
  return safe.safeContents.flatMap(({ content }) => SafeContents.fromBER(dataOf(content)).safeBags);
}

function certificatesIn(store: Uint8Array): string[] {
  return bagsOf(store).map(({ bagValue }) => {
    if (!(bagValue instanceof CertBag)) throw new Error('no certificate');
    return new X509Certificate(dataOf(bagValue.certValue)).fingerprint256;
  });
}

function dataOf(value: unknown): Uint8Array {
  if (value instanceof OctetString) return new Uint8Array(value.getValue());
  throw new Error('expected octets');
}
