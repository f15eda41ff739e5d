import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where one function of a program spent time, calls of others not included. */
export interface SelfTime {
  /** Its name and place. */
  readonly place: string;
  /** Share of the time in which the thread was not idle, 0 to 1. */
  readonly share: number;
}

/** A V8 CPU profile, as far as it is read here. */
export interface CpuProfile {
  readonly nodes: readonly ProfileNode[];
  /** Node ids, one for each sample. */
  readonly samples: readonly number[];
  /** Microseconds before each sample. */
  readonly timeDeltas: readonly number[];
}

interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
}

/** The functions in which the main thread spent most time itself, first the one with most. Other threads are not in the profile. */
export function selfTimes({ nodes, samples, timeDeltas }: CpuProfile): SelfTime[] {
  const places = new Map(nodes.map(({ id, callFrame }) => [id, placeOf(callFrame)]));
  const times = new Map<string, number>();
  let busy = 0;
  for (const [index, id] of samples.entries()) {
    const place = places.get(id) ?? '(unknown)';
    // The time after a sample is spent where the sample was taken.
    const time = timeDeltas[index + 1] ?? 0;
    if (place === '(idle)') continue;
    busy += time;
    times.set(place, (times.get(place) ?? 0) + time);
  }
  const sorted = [...times].toSorted(([, a], [, b]) => b - a);
  return sorted.map(([place, time]) => ({ place, share: time / busy }));
}

/** The `count` functions with most time of each profile in a folder, as lines of text. */
export async function profileLines(folder: string, count: number): Promise<string[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.cpuprofile'));
  const all = files.map(async (name) => {
    const profile = JSON.parse(await readFile(join(folder, name), 'utf8')) as CpuProfile;
    const top = selfTimes(profile).slice(0, count);
    return [join(folder, name), ...top.map(({ share, place }) => `  ${(share * 100).toFixed(1).padStart(5)} %  ${place}`)];
  });
  return (await Promise.all(all)).flat();
}

function placeOf({ functionName, url, lineNumber }: ProfileNode['callFrame']): string {
  const name = functionName === '' ? '(anonymous)' : functionName;
  if (url === '') return name;
  return `${name} ${url.split('/').slice(-2).join('/')}:${lineNumber + 1}`;
}
