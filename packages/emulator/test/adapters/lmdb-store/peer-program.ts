import { lmdbStore } from '../../../src/adapters/lmdb-store/lmdb-store.ts';
import { serveStorePeer } from '../../../src/conformance/index.ts';
import { withTables } from './open-with.ts';

const [path = '', flag] = process.argv.slice(2);

/** lmdb-js as it behaves for those who leave out `resetReadTxn`. */
const openStale = withTables((table) => Object.assign(table, { resetReadTxn: () => undefined }));

serveStorePeer(lmdbStore(flag === 'stale' ? { path, open: openStale } : { path }), process);
process.on('disconnect', () => process.exit());
process.send?.('ready');
