import { secretKey } from '@sse/core/primitives';
import type { LocatedConfig } from '../../src/config/declared-config.ts';
import { readConfigText } from '../../src/config/read-config.ts';
import { openNode } from '../../src/node.ts';
import type { OrderedStore } from '../../src/ports/ordered-store.ts';
import { silentLogger } from '../../src/server/logger.ts';
import { memoryStorage } from '../../src/server/memory-storage.ts';
import type { Storage } from '../../src/server/server-parts.ts';
import { openDomainProcess, type DomainProcess } from '../support/domain-process.ts';

export const rootKey = (): Uint8Array => new Uint8Array(32).fill(7);
export const rootPair = { accessKeyId: 'LTAIroot', accessKeySecret: 'root-secret' };

/** The example of the documentation. */
export const example = `account: { id: "1234567890123456" }
users:
  - name: alice
    accessKeys: [{ id: LTAIalice, secret: alice-secret }]
    policies: [{ Version: "1", Statement: [{ Effect: Allow, Action: ["oss:GetBucketEncryption"], Resource: ["acs:oss:*:*:*"] }] }]
roles:   [{ name: reader, trust: [alice], policies: [] }]
keys:    [{ alias: alias/app, spec: Aliyun_AES_256 }]
buckets: [{ name: app-data, acl: private, versioning: Enabled, encryption: { SSEAlgorithm: KMS, KMSMasterKeyID: alias/app } }]
`;

/** Storage that one server after the other is started on. */
export interface ConfigWorld {
  /** Starts a server with a configuration, ends it, and tells how often it committed. */
  start(config: string | LocatedConfig): Promise<number>;
  /** What is stored, as another process sees it. */
  look(): Promise<DomainProcess>;
  /** Every row with its version. */
  rows(): Promise<readonly string[]>;
}

export function configWorld(storage: Storage = memoryStorage()): ConfigWorld {
  let commits = 0;
  const store: OrderedStore = {
    ...storage.store,
    commit(commit) {
      commits += 1;
      return storage.store.commit(commit);
    },
  };
  return {
    async start(config) {
      commits = 0;
      const located = typeof config === 'string' ? readConfigText(config, 'sse.yaml') : config;
      const names = { region: 'cn-hangzhou', strictRegion: false, baseDomains: [], cnames: {} };
      const own = { rootKey: rootKey(), credentials: rootPair, config: located, log: silentLogger, now: Date.now };
      const node = await openNode({ store, blobs: storage.blobs, ...names, ...own });
      await node.close();
      return commits;
    },
    look: () => openDomainProcess(storage.store, { root: secretKey(rootKey()) }),
    async rows() {
      const rows = await storage.store.range({ gte: Uint8Array.of(0), lt: Uint8Array.of(0xff), limit: 1000 });
      return rows.map(({ key, version }) => `${Buffer.from(key).toString('latin1')} ${version}`);
    },
  };
}
