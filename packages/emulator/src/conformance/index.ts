/**
 * What the ports promise, as data: suites of named cases that a test of any runner goes through, each with a fresh subject.
 *
 *     for (const each of chooseCases(orderedStoreConformance, ['reopen'])) {
 *       test(each.name, () => runCase(each, async () => {
 *         const folder = await makeTemporaryFolder();
 *         const open = async () => openMyStore(folder);
 *         return { store: await open(), reopen: open, dispose: () => remove(folder) };
 *       }));
 *     }
 *
 * Durability is not in the suites: a process that is killed leaves what it wrote to the system, synced or not. An adapter shows it with a
 * layer under it that forgets what was not synced.
 */
export { blobStoreConformance } from './blob-store/suite.ts';
export type { BlobStoreCase, BlobStoreSubject } from './blob-store/subject.ts';
export { chooseCases, runCase, type ConformanceCase, type ConformanceSubject } from './conformance-case.ts';
export { faultyBlobs, faultyStore, type FaultPlan } from './decorators/faulty.ts';
export { meteredBlobs, meteredStore, type Meter } from './decorators/metered.ts';
export { prefixedStore } from './decorators/prefixed.ts';
export { connectStorePeer, serveStorePeer, type PeerChannel, type StorePeer } from './ordered-store/store-peer.ts';
export { orderedStoreConformance } from './ordered-store/suite.ts';
export type { OrderedStoreCase, OrderedStoreSubject } from './ordered-store/subject.ts';
