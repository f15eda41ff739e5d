import { describe, expect, it } from 'vitest';
import {
  filesThenServers,
  loopbackAddresses,
  namedServer,
  nameServers,
  withoutVendorHosts,
} from '../../../src/run/namespace/name-files.ts';

const resolvConf =
  '# made by hand\nnameserver 10.0.0.2\n nameserver fe80::1%eth0\nnameserver nonsense\nsearch corp.example\noptions ndots:5\n';

describe('resolv.conf', () => {
  it('gets one server and keeps the rest', () => {
    expect(namedServer(resolvConf, '198.18.0.1')).toBe('nameserver 198.18.0.1\n# made by hand\nsearch corp.example\noptions ndots:5\n');
  });

  it('names servers by address', () => {
    expect(nameServers(resolvConf).map(({ address, port }) => `${address} ${port}`)).toEqual(['10.0.0.2 53', 'fe80::1%eth0 53']);
    expect(nameServers('search corp\n')).toEqual([{ address: '127.0.0.1', port: 53 }]);
  });
});

describe('hosts', () => {
  it('loses the names of the vendor, and nothing else', () => {
    const hosts = [
      '127.0.0.1 localhost # oss-cn-hangzhou.aliyuncs.com',
      '10.0.0.9 oss-cn-hangzhou.aliyuncs.com # ours',
      '10.0.0.9\tdb Bucket.OSS-cn-hangzhou.aliyuncs.com ecs.aliyuncs.com other',
      '# 10.0.0.1 sts.aliyuncs.com',
      '::1 ip6-localhost',
    ].join('\n');
    expect(withoutVendorHosts(hosts).split('\n')).toEqual([
      '127.0.0.1 localhost # oss-cn-hangzhou.aliyuncs.com',
      '',
      '10.0.0.9 db other',
      '# 10.0.0.1 sts.aliyuncs.com',
      '::1 ip6-localhost',
    ]);
  });
});

describe('loopbackAddresses', () => {
  it('are those that hosts names, and 127.0.0.1', () => {
    const hosts = '127.0.0.1 localhost\n127.0.1.1\tbox box.corp\n# 127.0.9.9 not\n10.127.0.0 other\n 127.0.0.2 two\n';
    expect(loopbackAddresses(hosts)).toEqual(['127.0.0.1', '127.0.1.1', '127.0.0.2']);
    expect(loopbackAddresses('')).toEqual(['127.0.0.1']);
  });
});

describe('nsswitch.conf', () => {
  it('looks names up in files and asks servers', () => {
    const text = 'passwd: files systemd\nhosts:          mymachines resolve [!UNAVAIL=return] files myhostname dns\nnetworks: files\n';
    expect(filesThenServers(text)).toBe('passwd: files systemd\nhosts: files dns\nnetworks: files\n');
  });
});
