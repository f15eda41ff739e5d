import { delimiter } from 'node:path';
import { describe, expect, it } from 'vitest';
import { childEnvironment, namesProxy, type ChildWorld } from '../../src/run/child-environment.ts';
import { isDirect, withoutVendor } from '../../src/run/no-proxy.ts';
import { proxySecret } from '../../src/run/proxy-secret.ts';
import { upstreams } from '../../src/run/upstream.ts';

const secret = proxySecret();

const proxied = secret.urlOn(4001);

const world: ChildWorld = {
  proxy: { port: 4001, secret, preload: '/with "spaces"/preload.cjs' },
  mark: proxied,
  trust: {
    SSL_CERT_FILE: '/t/b',
    REQUESTS_CA_BUNDLE: '/t/b',
    CURL_CA_BUNDLE: '/t/b',
    NODE_EXTRA_CA_CERTS: '/t/a',
    ALIBABA_CLOUD_CA_BUNDLE: '/t/b',
  },
  trustStore: '/t/my store.p12',
  python: { folder: '/t/python', roots: '/t/b' },
  credentials: { accessKeyId: 'ID', accessKeySecret: 'SECRET' },
  region: 'cn-beijing',
};

describe('childEnvironment', () => {
  it('names proxy, trust, credentials and region to a program that has none of it', () => {
    const { JAVA_TOOL_OPTIONS: java, ...rest } = childEnvironment({ PATH: '/bin' }, world);
    expect(rest).toEqual({
      PATH: '/bin',
      HTTP_PROXY: proxied,
      HTTPS_PROXY: proxied,
      http_proxy: proxied,
      https_proxy: proxied,
      ...world.trust,
      NODE_OPTIONS: '--require "/with \\"spaces\\"/preload.cjs"',
      OSS_ACCESS_KEY_ID: 'ID',
      OSS_ACCESS_KEY_SECRET: 'SECRET',
      ALIBABA_CLOUD_ACCESS_KEY_ID: 'ID',
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'SECRET',
      OSS_REGION: 'cn-beijing',
      SSE_EMULATOR_RUN_ACCESS_KEY_ID: 'ID',
      PYTHONPATH: '/t/python',
      SSE_EMULATOR_RUN: proxied,
      SSE_EMULATOR_RUN_ROOTS: '/t/b',
    });
    expect(java?.split(/ "?-D/)).toEqual(
      expect.arrayContaining([
        'https.proxyPort=4001',
        `https.proxyPassword=${secret.password}`,
        'jdk.http.auth.tunneling.disabledSchemes=',
      ]),
    );
    expect(java).toContain('"-Djavax.net.ssl.trustStore=/t/my store.p12"');
  });

  it('adds to what was set, and leaves credentials and region that were', () => {
    const given = {
      PYTHONPATH: `/lib${delimiter}`,
      NODE_OPTIONS: '--no-warnings',
      JAVA_TOOL_OPTIONS: '-Xmx1g',
      NO_PROXY: 'intern,*.aliyuncs.com',
      HTTP_PROXY: 'http://up:1',
      OSS_ACCESS_KEY_ID: 'mine',
      OSS_ACCESS_KEY_SECRET: 'mine too',
      OSS_SESSION_TOKEN: 'token',
      ALIBABA_CLOUD_SECURITY_TOKEN: 'of nothing',
      OSS_REGION: 'cn-shanghai',
    };
    const made = childEnvironment(given, world);
    expect(made).toMatchObject({ OSS_ACCESS_KEY_ID: 'mine', OSS_SESSION_TOKEN: 'token', OSS_REGION: 'cn-shanghai', NO_PROXY: 'intern' });
    expect(made['ALIBABA_CLOUD_ACCESS_KEY_ID']).toBe('ID');
    expect(made).not.toHaveProperty('ALIBABA_CLOUD_SECURITY_TOKEN');
    // What is empty in it is the folder that the program is in.
    expect(made['PYTHONPATH']).toBe(['/t/python', '/lib', ''].join(delimiter));
    expect(made['NODE_OPTIONS']).toMatch(/^--no-warnings --require /);
    expect(made['JAVA_TOOL_OPTIONS']).toMatch(/^-Xmx1g -D/);
    expect(made['HTTP_PROXY']).toContain(':4001');
  });

  it('takes keys that a run around this one gave for none', () => {
    const outer = { OSS_ACCESS_KEY_ID: 'outer', OSS_ACCESS_KEY_SECRET: 'its', SSE_EMULATOR_RUN_ACCESS_KEY_ID: 'outer' };
    const given = { ...outer, ALIBABA_CLOUD_ACCESS_KEY_ID: 'mine', ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'mine too' };
    expect(childEnvironment(given, world)).toMatchObject({
      OSS_ACCESS_KEY_ID: 'ID',
      OSS_ACCESS_KEY_SECRET: 'SECRET',
      ALIBABA_CLOUD_ACCESS_KEY_ID: 'mine',
      SSE_EMULATOR_RUN_ACCESS_KEY_ID: 'ID',
    });
  });

  it('names no proxy and loads nothing where the names lead to the server by themselves', () => {
    const { proxy: _none, ...direct } = world;
    const made = childEnvironment({ PATH: '/bin', NO_PROXY: 'intern', PYTHONPATH: '' }, direct);
    expect(Object.keys(made).filter((name) => /proxy|node_options/i.test(name))).toEqual(['NO_PROXY']);
    expect(made).toMatchObject({ ...world.trust, PYTHONPATH: '/t/python', SSE_EMULATOR_RUN_ROOTS: '/t/b' });
    expect(made).toMatchObject({ NO_PROXY: 'intern', OSS_ACCESS_KEY_ID: 'ID', SSE_EMULATOR_RUN: proxied });
    expect(made['JAVA_TOOL_OPTIONS']).toMatch(
      /^"-Djavax\.net\.ssl\.trustStore=[^-]*" -Djavax\.net\.ssl\.trustStoreType=PKCS12 -D\S+=changeit$/,
    );
  });

  it('names the proxy alone where connections lead to the server without it too', () => {
    const { proxy: _other, ...direct } = world;
    const made = childEnvironment({ https_proxy: 'http://up:1', no_proxy: 'intern,*' }, { ...direct, proxy: { port: 4001, secret } });
    expect(made).toMatchObject({ https_proxy: proxied, HTTP_PROXY: proxied, no_proxy: 'intern' });
    expect(made).not.toHaveProperty('NODE_OPTIONS');
    expect(made['JAVA_TOOL_OPTIONS']).not.toContain('proxy');
    expect([{ https_proxy: 'http://up:1' }, { ALL_PROXY: 'http://up:1' }, { HTTP_PROXY: '' }].map(namesProxy)).toEqual([true, true, false]);
  });

  it.each([
    ['-Dhttps.proxyHost=up', 'localhost|127.*|[::1]|*.aliyuncs.com'],
    ['-Dhttp.nonProxyHosts=*.corp -Dhttp.proxyHost=up', '*.corp|*.aliyuncs.com'],
  ])('keeps the names of the vendor from the proxy of Java: %s', (given, hosts) => {
    const { proxy: _none, ...direct } = world;
    const { JAVA_TOOL_OPTIONS: java } = childEnvironment({ JAVA_TOOL_OPTIONS: given }, direct);
    expect(java).toContain(`${given} -Dhttp.nonProxyHosts=${hosts} `);
  });
});

describe('NO_PROXY', () => {
  it.each([
    ['*', ''],
    ['localhost, .aliyuncs.com,10.0.0.0/8', 'localhost,10.0.0.0/8'],
    ['oss-cn-hangzhou.aliyuncs.com:443 com .com corp.com', 'corp.com'],
    ['*.ALIYUNCS.com', ''],
  ])('%j without the vendor is %j', (list, left) => {
    expect(withoutVendor(list)).toBe(left);
  });

  it('says which hosts go without the proxy that was set', () => {
    expect(['a.corp', 'corp', 'xcorp', 'b.example.com'].map((host) => isDirect('.corp,*.example.com', host))).toEqual([
      true,
      true,
      false,
      true,
    ]);
    expect(isDirect('*', 'any')).toBe(true);
    const find = upstreams({ HTTP_PROXY: 'upper:1', http_proxy: 'http://u:p%40@lower:81', NO_PROXY: 'corp' });
    expect(find('http', 'example.com')).toEqual({ host: 'lower', port: 81, authorization: `Basic ${btoa('u:p@')}` });
    expect(find('http', 'a.corp')).toBeUndefined();
    expect(find('https', 'example.com')).toBeUndefined();
    expect(() => upstreams({ HTTPS_PROXY: 'socks5://h:1' })).toThrow('HTTPS_PROXY: expected http://host:port');
  });
});
