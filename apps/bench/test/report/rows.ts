import type { Row } from '../../src/figures.ts';

/** A row that is well, with some of its figures chosen. */
export function rowOf(chosen: Partial<Row>): Row {
  return {
    operation: 'put',
    size: 64 << 20,
    mode: 'none',
    connections: 1,
    workers: 1,
    requests: 10,
    seconds: 1,
    requestsPerSecond: 10,
    mibPerSecond: 640,
    cpuUserSeconds: 1,
    cpuSystemSeconds: 0.5,
    cpuMsPerRequest: 150,
    cpuSecondsPerGib: 2.4,
    p50Ms: 90,
    p99Ms: 120,
    memoryMib: 100,
    memoryTogetherMib: 110,
    errors: 0,
    checked: 3,
    clientBusy: 0.2,
    ...chosen,
  };
}
