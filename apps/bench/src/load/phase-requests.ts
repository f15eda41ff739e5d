import type { LoadPhase } from './load-phase.ts';
import type { WireRequest } from './line.ts';
import type { Pattern } from './pattern.ts';

/** The largest request that is sent as one piece, built before the clock runs. */
const largestPrebuilt = 256 * 1024;

/** The requests of a phase by the number of their object. */
export function phaseRequests(phase: LoadPhase, pattern: Pattern): (key: number) => WireRequest {
  const heads = phase.targets.map((target) => headOf(phase, target));
  const headFor = (key: number): Buffer => heads[key] ?? Buffer.alloc(0);
  if (phase.method === 'GET') return (key) => ({ head: headFor(key) });
  if (phase.size > largestPrebuilt) return (key) => ({ head: headFor(key), body: pattern.pieces(key, phase.size) });
  const whole = heads.map((head, key) => Buffer.concat([head, ...pattern.pieces(key, phase.size)]));
  return (key) => ({ head: whole[key] ?? Buffer.alloc(0) });
}

function headOf({ method, host, port, headers, size }: LoadPhase, target: string): Buffer {
  const all = { host: `${host}:${port}`, ...headers, ...(method === 'PUT' && { 'content-length': String(size) }) };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n`, 'latin1');
}
