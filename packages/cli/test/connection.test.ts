import { describe, expect, it } from 'vitest';
import { readConnection } from '../src/connection.ts';
import { OFFLINE } from './run.ts';

describe('readConnection', () => {
  it('reads the environment', () => {
    expect(readConnection({}, { ...OFFLINE, OSS_SESSION_TOKEN: 'token' })).toEqual({
      endpoint: 'http://127.0.0.1:1',
      region: 'cn-hangzhou',
      addressing: undefined,
      credentials: { accessKeyId: 'test-key', accessKeySecret: OFFLINE.OSS_ACCESS_KEY_SECRET, securityToken: 'token' },
    });
  });

  it('prefers flags', () => {
    const flags = { endpoint: 'https://e', region: 'r', addressing: 'path' };
    expect(readConnection(flags, OFFLINE)).toMatchObject(flags);
  });

  it('takes an empty token for none', () => {
    expect(readConnection({}, { ...OFFLINE, OSS_SESSION_TOKEN: '' }).credentials).not.toHaveProperty('securityToken');
  });

  it.each(['OSS_ENDPOINT', 'OSS_REGION', 'OSS_ACCESS_KEY_ID', 'OSS_ACCESS_KEY_SECRET'])(
    'says that %s is missing, and nothing secret',
    (name) => {
      for (const missing of [undefined, '']) {
        const attempt = (): unknown => readConnection({}, { ...OFFLINE, [name]: missing });
        expect(attempt).toThrow(expect.objectContaining({ name: 'UsageError', message: expect.stringMatching(`^expected .*${name}`) }));
        expect(attempt).not.toThrow(OFFLINE.OSS_ACCESS_KEY_SECRET);
      }
    },
  );

  it('refuses another addressing', () => {
    expect(() => readConnection({ addressing: 'dns' }, OFFLINE)).toThrow('expected --addressing path or virtual-host, got "dns"');
  });
});
