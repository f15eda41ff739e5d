import assert from 'node:assert/strict';
import { laneKey } from './store-peer.ts';
import { bytes, mustCommit, type OrderedStoreCase } from './subject.ts';

const lanes = 16;
const readsPerLane = 625;

export const peerCases: readonly OrderedStoreCase[] = [
  {
    name: 'a read in another process that starts after a commit resolved here sees it: 10,000 times, while that process reads constantly',
    needs: ['peer'],
    async run({ store, peer }) {
      const other = await peer?.();
      assert.ok(other !== undefined, 'a subject with this capability has peer()');
      let stopped = false;
      async function follow(lane: number): Promise<void> {
        for (let round = 0; round < readsPerLane && !stopped; round += 1) {
          const version = await mustCommit(store, { sets: [{ key: laneKey(lane), value: bytes(String(round)) }] });
          const seen = await other?.versionIn(lane);
          stopped ||= seen !== version;
          assert.equal(seen, version, `read ${round} of lane ${lane}: the version that the other process saw`);
        }
      }
      try {
        await Promise.all(Array.from({ length: lanes }, (_, lane) => follow(lane)));
      } finally {
        await other.end();
      }
    },
  },
];
