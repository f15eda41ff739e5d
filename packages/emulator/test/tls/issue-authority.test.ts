import { X509Certificate } from 'node:crypto';
import { Certificate } from 'pkijs';
import { describe, expect, it } from 'vitest';
import { issueAuthority } from '../../src/tls/issue-authority.ts';
import { nameConstraints, permittedDomains } from '../../src/tls/name-constraints.ts';

const now = Date.UTC(2026, 5, 1);
const made = issueAuthority(['aliyuncs.com', 'localhost'], now);
const certificate = new X509Certificate(made.der);
const extensions = Object.fromEntries(
  (Certificate.fromBER(made.der).extensions ?? []).map(({ extnID, critical, extnValue }) => [
    extnID,
    { critical, hex: Buffer.from(extnValue.valueBlock.valueHexView).toString('hex') },
  ]),
);

describe('the certificate of an authority', () => {
  it('is an authority for leaves only, of a P-256 key, for ten years', () => {
    expect(certificate).toMatchObject({ ca: true, subject: certificate.issuer });
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' });
    expect(Date.parse(certificate.validFrom)).toBe(now - 3_600_000);
    expect(new Date(certificate.validTo).toISOString()).toBe('2036-05-31T00:00:00.000Z');
    expect(extensions['2.5.29.19']).toEqual({ critical: true, hex: '30060101ff020100' });
    expect(extensions['2.5.29.15']).toEqual({ critical: true, hex: '03020204' });
    expect(extensions['2.5.29.37']).toEqual({ critical: false, hex: '300a06082b06010505070301' });
  });

  it('permits its domains and the two addresses of this machine, and this is critical', () => {
    const text = (value: string) => Buffer.from(value).toString('hex');
    const domains = `300e820c${text('aliyuncs.com')}300b8209${text('localhost')}`;
    const four = '300a87087f000001ffffffff';
    const six = `30228720${'00'.repeat(15)}01${'ff'.repeat(16)}`;
    const subtrees = `${domains}${four}${six}`;
    const length = (subtrees.length / 2).toString(16);
    expect(extensions['2.5.29.30']).toEqual({
      critical: true,
      hex: `30${(subtrees.length / 2 + 2).toString(16)}a0${length}${subtrees}`,
    });
  });

  it('names its key, and the key that signed it is the same', () => {
    const subject = extensions['2.5.29.14']?.hex ?? '';
    expect(subject).toMatch(/^0414[0-9a-f]{40}$/);
    expect(extensions['2.5.29.35']?.hex).toBe(`30168014${subject.slice(4)}`);
  });

  it('has a serial number, a key and a name of its own', () => {
    const other = new X509Certificate(issueAuthority(['aliyuncs.com'], now).der);
    expect(certificate.serialNumber).toMatch(/^[4-7][0-9A-F]{31}$/);
    expect(other.serialNumber).not.toBe(certificate.serialNumber);
    expect(other.subject).not.toBe(certificate.subject);
  });
});

describe('permittedDomains', () => {
  it('are those of the constraints', () => {
    expect(permittedDomains(nameConstraints(['a.test', 'b.test']))).toEqual(['a.test', 'b.test']);
  });

  it('are none where the constraints are of another make, as without addresses or not critical', () => {
    const open = nameConstraints(['a.test']);
    open.critical = false;
    expect(permittedDomains(open)).toBeUndefined();
    const names = nameConstraints(['a.test']);
    names.extnValue.valueBlock.valueHexView = Buffer.from('300ca00a30088206612e74657374', 'hex');
    expect(permittedDomains(names)).toBeUndefined();
  });
});
