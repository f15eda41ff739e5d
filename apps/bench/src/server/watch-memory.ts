import { memoryOf } from './process-figures.ts';

/** The most memory seen, in bytes. */
export interface MemoryPeak {
  /** Of one process. */
  readonly largest: number;
  /** Of all processes at one time. */
  readonly together: number;
}

const sampleEvery = 50;

/** Looks at memory several times a second until it is disposed of. */
export interface MemoryWatch extends Disposable {
  /** Looks once more and gives the most that was seen so far. */
  peak(): MemoryPeak;
}

/** Watches the memory of processes from now on. */
export function watchMemory(processes: readonly number[]): MemoryWatch {
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
  return {
    peak() {
      look();
      return { largest, together };
    },
    [Symbol.dispose]: () => clearInterval(timer),
  };
}
