import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { readSettings } from '../../src/server/read-settings.ts';
import { endpointOf, readyText } from '../../src/server/ready-text.ts';

describe('endpointOf', () => {
  it.each([
    ['127.0.0.1', false, 'http://127.0.0.1:1'],
    ['0.0.0.0', false, 'http://127.0.0.1:1'],
    ['::', true, 'https://[::1]:1'],
    ['::1', false, 'http://[::1]:1'],
    ['localhost', true, 'https://localhost:1'],
  ])('of %s (TLS: %s) is %s', (host, secure, endpoint) => {
    expect(endpointOf({ host, port: 1, secure })).toBe(endpoint);
  });
});

describe('readyText', () => {
  const settings = readSettings({}, {}, '/somewhere');

  it.each(['simple', 'it\'s $HOME; `x` \\ "y"', '+/='])('has export lines from which a shell gets the secret %s', (accessKeySecret) => {
    const text = readyText({ settings, port: 1, credentials: { accessKeyId: 'ID', accessKeySecret, origin: 'generated' } });
    const exports = text.split('\n').filter((line) => line.startsWith('export '));
    expect(exports).toHaveLength(4);
    const printed = execFileSync('sh', [
      '-c',
      `${exports.join('\n')}\nprintf '%s %s %s %s' "$OSS_ENDPOINT" "$OSS_ACCESS_KEY_ID" "$OSS_ACCESS_KEY_SECRET" "$OSS_REGION"`,
    ]);
    expect(printed.toString()).toBe(`http://127.0.0.1:1 ID ${accessKeySecret} cn-hangzhou`);
  });

  it('tells a shell how its programs trust an authority, wherever its files are', () => {
    const credentials = { accessKeyId: 'ID', accessKeySecret: 'secret', origin: 'generated' } as const;
    const trust = { certificate: "/it's here/a.pem", bundle: '/two words/b.pem', trustStore: '/c.p12' };
    const text = readyText({ settings: { ...settings, tls: 'self' }, port: 1, credentials, trust });
    const exports = text.split('\n').filter((line) => line.startsWith('export '));
    const script = `${exports.join('\n')}\nprintf '%s|' "$OSS_ENDPOINT" "$SSL_CERT_FILE" "$REQUESTS_CA_BUNDLE" "$CURL_CA_BUNDLE" "$NODE_EXTRA_CA_CERTS"`;
    expect(execFileSync('sh', ['-c', script]).toString()).toBe(
      "https://127.0.0.1:1|/two words/b.pem|/two words/b.pem|/two words/b.pem|/it's here/a.pem|",
    );
    expect(text).toContain('-Djavax.net.ssl.trustStore=/c.p12 -Djavax.net.ssl.trustStorePassword=changeit');
  });

  it('does not show a secret that was given at a former start, and says where it is from', () => {
    const text = readyText({ settings, port: 1, credentials: { accessKeyId: 'ID', accessKeySecret: 'operators-own', origin: 'given' } });
    expect(text).not.toContain('operators-own');
    const shown = text.split('\n').find((line) => line.includes('OSS_ACCESS_KEY_SECRET'));
    expect(shown).toBe(
      '# OSS_ACCESS_KEY_SECRET is what SSE_EMULATOR_ACCESS_KEY_SECRET was when it was last set; start with another pair to change it',
    );
  });

  it('has a program of three lines', () => {
    const text = readyText({ settings, port: 1, credentials: { accessKeyId: 'ID', accessKeySecret: 'S', origin: 'generated' } });
    const program = text.trimEnd().split('\n').slice(-3);
    expect(program[0]).toMatch(/^import os, oss2/);
    expect(program[1]).toContain('create_bucket()');
    expect(program[2]).toContain("'x-oss-server-side-encryption': 'AES256'");
  });
});
