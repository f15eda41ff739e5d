import { describe, expect, it } from 'vitest';
import { hostKind, type HostKind } from '../../src/run/host-kind.ts';

const kinds: Readonly<Record<HostKind, readonly string[]>> = {
  served: [
    'oss-cn-hangzhou.aliyuncs.com',
    'OSS-cn-Hangzhou.aliyuncs.com.',
    'oss.aliyuncs.com',
    'examplebucket.oss-cn-hangzhou.aliyuncs.com',
    'examplebucket.oss-cn-hangzhou-internal.aliyuncs.com',
    'oss-accelerate.aliyuncs.com',
    'examplebucket.oss-accelerate-overseas.aliyuncs.com',
    'vpc100-oss-cn-hangzhou.aliyuncs.com',
    'cn-hangzhou.oss.aliyuncs.com',
    'sts.aliyuncs.com',
    'sts-vpc.cn-hangzhou.aliyuncs.com',
    'kms.cn-hangzhou.aliyuncs.com',
    'kms-vpc.cn-hangzhou.aliyuncs.com',
  ],
  refused: [
    'aliyuncs.com',
    'ecs.aliyuncs.com',
    'ram.aliyuncs.com',
    'a.kms.cn-hangzhou.aliyuncs.com',
    'ECS.aliyuncs.com.',
    'ossx.aliyuncs.com',
  ],
  loopback: ['localhost', 'a.localhost', '127.0.0.1', '127.1.2.3', '::1'],
  other: ['example.com', 'notaliyuncs.com', 'oss-cn-hangzhou.aliyuncs.com.example.com', '10.0.0.1', '127.0.0.1.example.com', '::2'],
};

describe('hostKind', () => {
  it.each(Object.entries(kinds).flatMap(([kind, hosts]) => hosts.map((host) => [host, kind] as const)))('%s is %s', (host, kind) => {
    expect(hostKind(host)).toBe(kind);
  });
});
