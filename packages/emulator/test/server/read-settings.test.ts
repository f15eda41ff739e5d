import { describe, expect, it } from 'vitest';
import { readSettings } from '../../src/server/read-settings.ts';
import type { SettingFlags } from '../../src/server/setting-table.ts';
import { UsageError } from '../../src/server/usage-error.ts';

const read = (flags: SettingFlags = {}, environment: Record<string, string> = {}) => readSettings(flags, environment, '/home/someone');

describe('readSettings', () => {
  it('has a default for everything', () => {
    expect(read()).toEqual({
      host: '127.0.0.1',
      port: 9677,
      dataFolder: '/home/someone/.sse/data',
      rootKeyFile: '/home/someone/.sse/root.key',
      region: 'cn-hangzhou',
      strictRegion: false,
      workers: 1,
      maxRequests: 1000,
      baseDomains: [],
      cnames: {},
      logLevel: 'info',
    });
  });

  it.each([
    ['port', 'SSE_EMULATOR_PORT', '8001', '8002', 'port', 8001, 8002],
    ['host', 'SSE_EMULATOR_HOST', '::1', '0.0.0.0', 'host', '::1', '0.0.0.0'],
    ['data', 'SSE_EMULATOR_DATA', 'there', '/else/where', 'dataFolder', '/home/someone/there', '/else/where'],
    ['rootKey', 'SSE_EMULATOR_ROOT_KEY', '../key', '/k', 'rootKeyFile', '/home/key', '/k'],
    ['config', 'SSE_EMULATOR_CONFIG', 'sse.yaml', '/etc/sse.json', 'configFile', '/home/someone/sse.yaml', '/etc/sse.json'],
    ['region', 'SSE_EMULATOR_REGION', 'us-east-1', 'eu-central-1', 'region', 'us-east-1', 'eu-central-1'],
    ['workers', 'SSE_EMULATOR_WORKERS', '2', '256', 'workers', 2, 256],
    ['maxRequests', 'SSE_EMULATOR_MAX_REQUESTS', '1', '100000', 'maxRequests', 1, 100_000],
    ['logLevel', 'SSE_EMULATOR_LOG_LEVEL', 'debug', 'silent', 'logLevel', 'debug', 'silent'],
  ] as const)('takes --%s before %s before the default', (flag, variable, lower, higher, name, lowerValue, higherValue) => {
    expect(read({}, { [variable]: lower })[name]).toBe(lowerValue);
    expect(read({ [flag]: higher }, { [variable]: lower })[name]).toBe(higherValue);
    expect(read({}, { [variable]: '' })[name]).toBe(read()[name]);
  });

  it('takes --tls self', () => {
    expect(read({ tls: 'self', host: 'box.lan' }).tls).toBe('self');
  });

  it('keeps the root key beside the data folder', () => {
    expect(read({ data: '/srv/sse/objects' }).rootKeyFile).toBe('/srv/sse/root.key');
  });

  it('reads TLS files, domains, names and credentials', () => {
    const settings = read(
      {
        tlsCert: 'c.pem',
        tlsKey: '/k.pem',
        domain: ['OSS.example.com', 'b.test'],
        cname: ['Static.Example.com=my-bucket'],
        strictRegion: true,
      },
      { SSE_EMULATOR_ACCESS_KEY_ID: 'id1', SSE_EMULATOR_ACCESS_KEY_SECRET: 's3cret!' },
    );
    expect(settings).toMatchObject({
      tls: { certFile: '/home/someone/c.pem', keyFile: '/k.pem' },
      baseDomains: ['oss.example.com', 'b.test'],
      cnames: { 'static.example.com': 'my-bucket' },
      strictRegion: true,
      credentials: { accessKeyId: 'id1', accessKeySecret: 's3cret!' },
    });
  });

  const bad: readonly (readonly [SettingFlags, Record<string, string>, RegExp])[] = [
    [{ port: '65536' }, {}, /^--port: expected a port number from 0 to 65535.*; got "65536"$/],
    [{ port: '-1' }, {}, /^--port: /],
    [{ port: '80x' }, {}, /^--port: /],
    [{}, { SSE_EMULATOR_PORT: '1.5' }, /^SSE_EMULATOR_PORT: expected a port number/],
    [{ host: 'http://localhost' }, {}, /^--host: expected a host name or IP address/],
    [{ host: 'localhost:80' }, {}, /^--host: /],
    [{ data: '' }, {}, /^--data: expected a path/],
    [{ rootKey: '' }, {}, /^--root-key: expected a path/],
    [{ region: 'oss-cn-hangzhou' }, {}, /^--region: expected a region id/],
    [{ region: 'Beijing' }, {}, /^--region: /],
    [{ workers: '0' }, {}, /^--workers: expected a number of processes/],
    [{ workers: '257' }, {}, /^--workers: /],
    [{ maxRequests: '0' }, {}, /^--max-requests: expected a number of requests/],
    [{ maxRequests: '100001' }, {}, /^--max-requests: /],
    [{ logLevel: 'loud' }, {}, /^--log-level: expected one of silent, error/],
    [{ domain: ['ok.test', 'a.test:80'] }, {}, /^--domain: expected a host name/],
    [{ cname: ['a.test'] }, {}, /^--cname: expected host=bucket/],
    [{ cname: ['a.test=No_Bucket'] }, {}, /^--cname: /],
    [{ cname: ['a.test=bucket=more'] }, {}, /^--cname: /],
    [{ tlsCert: 'c' }, {}, /^expected both --tls-cert and --tls-key, or neither; got only --tls-cert$/],
    [{ tlsKey: 'k' }, {}, /got only --tls-key$/],
    [{ tls: 'own' }, {}, /^--tls: expected self; got "own"$/],
    [
      { tls: 'self', tlsCert: 'c', tlsKey: 'k' },
      {},
      /^expected either --tls self or --tls-cert and --tls-key; got --tls self with --tls-cert$/,
    ],
    [{ tls: 'self', tlsKey: 'k' }, {}, /got --tls self with --tls-key$/],
    [
      { tls: 'self', host: '192.168.1.5' },
      {},
      /^--tls self: the local authority certifies names and .* only: expected .*; got "192\.168\.1\.5"$/,
    ],
    [{}, { SSE_EMULATOR_ACCESS_KEY_ID: 'id1' }, /^expected both SSE_EMULATOR_ACCESS_KEY_ID and .*; got only SSE_EMULATOR_ACCESS_KEY_ID$/],
    [{}, { SSE_EMULATOR_ACCESS_KEY_SECRET: 'abc' }, /got only SSE_EMULATOR_ACCESS_KEY_SECRET$/],
    [
      {},
      { SSE_EMULATOR_ACCESS_KEY_ID: 'a/b', SSE_EMULATOR_ACCESS_KEY_SECRET: 'abc' },
      /^SSE_EMULATOR_ACCESS_KEY_ID: expected an access key id/,
    ],
  ];
  it.each(bad)('refuses %j %j in one line', (flags, environment, message) => {
    expect(() => read(flags, environment)).toThrow(UsageError);
    expect(() => read(flags, environment)).toThrow(message);
    expect(() => read(flags, environment)).not.toThrow(/\n/);
  });

  it('does not repeat a bad secret', () => {
    const environment = { SSE_EMULATOR_ACCESS_KEY_ID: 'id1', SSE_EMULATOR_ACCESS_KEY_SECRET: 'two words' };
    expect(() => read({}, environment)).toThrow(/^SSE_EMULATOR_ACCESS_KEY_SECRET: expected/);
    expect(() => read({}, environment)).not.toThrow(/two words/);
  });
});
