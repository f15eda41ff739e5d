import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { Certificate } from 'pkijs';
import { describe, expect, it } from 'vitest';
import { alternativeNames, authorityConstraints, authorityKey, keyUsage, serverAuthentication } from '../../src/tls/extensions.ts';
import { issueLeaf } from '../../src/tls/issue-leaf.ts';
import { randomSerial } from '../../src/tls/random-serial.ts';
import { distinguishedName, signCertificate } from '../../src/tls/signed-certificate.ts';
import { madeAuthority, nodesVerdict, signedWith } from './forged-leaf.ts';

const authority = madeAuthority(['aliyuncs.com', 'localhost']);
const ca = authority.certificate.toString();
const issue = (...names: readonly string[]) => issueLeaf(authority, names, Date.now());

describe('a certificate made with the key of an authority', () => {
  it.each([
    ['bucket.oss-cn-hangzhou.aliyuncs.com'],
    ['aliyuncs.com'],
    ['localhost'],
    [`${'a'.repeat(63)}.${'b'.repeat(63)}.oss-accelerate.aliyuncs.com`],
  ])('for %s is trusted by node', async (name) => {
    expect(await nodesVerdict(issue(name), ca, name)).toBe('trusted');
  });

  it('for addresses of this machine is trusted', async () => {
    for (const address of ['127.0.0.1', '::1']) expect(await nodesVerdict(issue('127.0.0.1', '::1'), ca, address)).toBe('trusted');
  });

  it.each([['example.com'], ['notaliyuncs.com'], ['aliyuncs.com.example.com'], ['com'], ['8.8.8.8'], ['127.0.0.2']])(
    'for %s is refused, also beside a name that is certified',
    async (name) => {
      expect(await nodesVerdict(issue(name), ca, name)).toBe('permitted subtree violation');
      expect(await nodesVerdict(issue('localhost', name), ca, 'localhost')).toBe('permitted subtree violation');
    },
  );

  it.each([['example.com'], ['8.8.8.8']])('for %s would be trusted, were it not for the constraints', async (name) => {
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const subject = distinguishedName('2.5.4.3', 'anything');
    const life = { notBefore: Date.now() - 1000, notAfter: Date.now() + 86_400_000 };
    const made = {
      serial: randomSerial(),
      issuer: subject,
      subject,
      publicKey: pair.publicKey,
      ...life,
      extensions: [authorityConstraints()],
    };
    const certificate = new X509Certificate(signCertificate(made, pair.privateKey));
    const free = { certificate, name: Certificate.fromBER(certificate.raw).subject, privateKey: pair.privateKey };
    expect(await nodesVerdict(issueLeaf(free, [name], Date.now()), certificate.toString(), name)).toBe('trusted');
  });

  it('for another name in the subject alone is refused', async () => {
    const extensions = [serverAuthentication(), authorityKey(authority.certificate.publicKey)];
    expect(await nodesVerdict(signedWith(authority, { commonName: 'localhost', extensions }), ca, 'localhost')).toBe('trusted');
    expect(await nodesVerdict(signedWith(authority, { commonName: 'example.com', extensions }), ca, 'example.com')).toBe(
      'permitted subtree violation',
    );
  });

  // OpenSSL holds constraints on DNS names only against common names that look like host names, and goes by a common name where there is no other name.
  it.each([
    ['*.github.com', 'api.github.com', 'trusted'],
    ['intranet', 'intranet', 'trusted'],
    ['api.github.com', 'api.github.com', 'permitted subtree violation'],
  ])('for the common name %s alone is, to node, %s: %s', async (commonName, host, verdict) => {
    const extensions = [serverAuthentication(), authorityKey(authority.certificate.publicKey)];
    expect(await nodesVerdict(signedWith(authority, { commonName, extensions }), ca, host)).toBe(verdict);
    const named = signedWith(authority, { commonName, extensions: [...extensions, alternativeNames(['localhost'])] });
    expect(await nodesVerdict(named, ca, host)).not.toBe('trusted');
  });

  it('that is an authority itself certifies nothing', async () => {
    const below = signedWith(authority, { commonName: 'below', extensions: [authorityConstraints(), keyUsage('keyCertSign')] });
    const leaf = signedWith(below, { commonName: 'leaf', extensions: [alternativeNames(['localhost'])] });
    const chain = { cert: `${leaf.cert}${below.cert}`, key: leaf.key };
    expect(await nodesVerdict(chain, below.cert, 'localhost')).not.toBe('trusted');
    expect(await nodesVerdict(chain, ca, 'localhost')).toBe('path length constraint exceeded');
  });
});
