import type { LoadPhase } from './load-phase.ts';
import type { WireRequest } from './line.ts';
import type { Pattern } from './pattern.ts';

/** The largest request that is sent as one piece, built before the clock runs. */
const largestPrebuilt = 256 * 1024;

/** The requests of a phase by the number of their target. */
export function phaseRequests(phase: LoadPhase, pattern: Pattern): (target: number) => WireRequest {
  const heads = phase.targets.map((target) => headOf(phase, target));
  const headFor = (target: number): Buffer => heads[target] ?? Buffer.alloc(0);
  const bodyOf = (target: number): Iterator<Uint8Array, void> & Iterable<Uint8Array> =>
    pattern.pieces(target % phase.objects, phase.size, Math.floor(target / phase.objects) * phase.size);
  if (phase.method === 'GET') return (target) => ({ head: headFor(target) });
  if (phase.size > largestPrebuilt) return (target) => ({ head: headFor(target), body: bodyOf(target) });
  const whole = heads.map((head, target) => Buffer.concat([head, ...bodyOf(target)]));
  return (target) => ({ head: whole[target] ?? Buffer.alloc(0) });
}

function headOf({ method, host, port, headers, size }: LoadPhase, target: string): Buffer {
  const all = { host: `${host}:${port}`, ...headers, ...(method === 'PUT' && { 'content-length': String(size) }) };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n`, 'latin1');
}
