import { memoryOf } from './process-figures.ts';

/** The most memory seen, in bytes. */
export interface MemoryPeak {
  /** Of one process. */
  readonly largest: number;
  /** Of all processes at one time. */
  readonly together: number;
}

const sampleEvery = 50;

/** Looks at the memory of processes several times a second, now and at the end included; the function returned ends that and gives the peak. */
export function watchMemory(processes: readonly number[]): () => MemoryPeak {
  let largest = 0;
  let together = 0;
  const look = (): void => {
    const memory = processes.map(memoryOf);
    largest = Math.max(largest, ...memory);
    together = Math.max(
      together,
      memory.reduce((total, bytes) => total + bytes, 0),
    );
  };
  look();
  const timer = setInterval(look, sampleEvery);
  return () => {
    clearInterval(timer);
    look();
    return { largest, together };
  };
}
