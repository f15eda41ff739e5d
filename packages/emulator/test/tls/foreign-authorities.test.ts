import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BasicConstraints, ExtKeyUsage, Extension } from 'pkijs';
import { describe, expect, it } from 'vitest';
import { alternativeNames } from '../../src/tls/extensions.ts';
import { authorityExtensions, earlierAuthorityExtensions } from '../../src/tls/issue-authority.ts';
import { nameConstraints } from '../../src/tls/name-constraints.ts';
import { openAuthority } from '../../src/tls/open-authority.ts';
import { randomSerial } from '../../src/tls/random-serial.ts';
import { authorityText } from '../../src/tls/read-authority.ts';
import { distinguishedName, signCertificate } from '../../src/tls/signed-certificate.ts';
import { temporaryFolder } from '../server/temporary-folder.ts';

const domains = ['aliyuncs.com', 'localhost'];

interface Pair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

const p256 = (): Pair => generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** Opens the authority of a key that says this about itself. */
async function opened(pair: Pair, extensions: readonly Extension[], needed: readonly string[] = domains) {
  await using folder = await temporaryFolder();
  const name = distinguishedName('2.5.4.3', 'foreign');
  const life = { notBefore: Date.now() - 1000, notAfter: Date.now() + 86_400_000 };
  const contents = { serial: randomSerial(), issuer: name, subject: name, publicKey: pair.publicKey, ...life, extensions };
  const text = authorityText({ der: signCertificate(contents, pair.privateKey), privateKey: pair.privateKey });
  await writeFile(join(folder.path, 'authority.key'), text, { mode: 0o600 });
  return await openAuthority(folder.path, { domains: needed });
}

type Change = (ours: readonly Extension[]) => readonly Extension[];

const without =
  (id: string): Change =>
  (ours) =>
    ours.filter(({ extnID }) => extnID !== id);

const inPlace =
  (extnID: string, value: { toSchema(): { toBER(): ArrayBuffer } }, critical: boolean): Change =>
  (ours) =>
    ours.map((one) => (one.extnID === extnID ? new Extension({ extnID, critical, extnValue: value.toSchema().toBER() }) : one));

const [basic, usage, purposes, names] = ['2.5.29.19', '2.5.29.15', '2.5.29.37', '2.5.29.30'];
const otherThings = /its certificate says other things than this server puts into that of an authority; remove the folder/;
const noConstraints = /its certificate does not have the constraints on names/;

describe('an authority of another make', () => {
  it.each<[string, Change, RegExp]>([
    ['without a length of path', inPlace(basic, new BasicConstraints({ cA: true }), true), otherThings],
    ['with a greater one', inPlace(basic, new BasicConstraints({ cA: true, pathLenConstraint: 1 }), true), otherThings],
    [
      'whose basic constraints are not critical',
      inPlace(basic, new BasicConstraints({ cA: true, pathLenConstraint: 0 }), false),
      otherThings,
    ],
    ['for every use', without(purposes), otherThings],
    [
      'for clients too',
      inPlace(purposes, new ExtKeyUsage({ keyPurposes: ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2'] }), false),
      otherThings,
    ],
    ['without key usage', without(usage), otherThings],
    ['that has names of its own', (ours) => [...ours, alternativeNames(['localhost'])], otherThings],
    ['without constraints', without(names), noConstraints],
    ['that permits every name', (ours) => ours.map((one) => (one.extnID === names ? nameConstraints(['']) : one)), noConstraints],
    [
      'that permits names below a dot',
      (ours) => ours.map((one) => (one.extnID === names ? nameConstraints(['.com']) : one)),
      noConstraints,
    ],
  ])('%s is refused', async (_what, change, message) => {
    const pair = p256();
    await expect(opened(pair, change(authorityExtensions(pair.publicKey, domains)))).rejects.toThrow(message);
  });

  it.each<[string, () => Pair]>([
    ['RSA', () => generateKeyPairSync('rsa', { modulusLength: 2048 })],
    ['another curve', () => generateKeyPairSync('ec', { namedCurve: 'P-384' })],
  ])('with a key of %s is refused', async (_what, make) => {
    const pair = make();
    await expect(opened(pair, authorityExtensions(pair.publicKey, domains))).rejects.toThrow(
      /its key is not one on the curve P-256; remove the folder/,
    );
  });

  it.each(['com', 'cn'])('that certifies all of %s is refused, but to a server that goes by it', async (all) => {
    const pair = p256();
    const wide = [all, ...domains];
    const extensions = authorityExtensions(pair.publicKey, wide);
    await expect(opened(pair, extensions)).rejects.toThrow(`it certifies all names below ${all}, which nobody asks for; remove the folder`);
    expect((await opened(pair, extensions, wide)).domains).toEqual(wide);
  });
});

describe('an authority of ours', () => {
  it.each([
    ['this version', authorityExtensions],
    ['the one before', earlierAuthorityExtensions],
  ])('made by %s opens, also where it certifies more than is needed', async (_what, made) => {
    const pair = p256();
    const more = [...domains, 'box', 'oss.test'];
    expect((await opened(pair, made(pair.publicKey, more))).domains).toEqual(more);
  });
});
