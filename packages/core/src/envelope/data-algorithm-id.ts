import { AEAD, type DataAlgorithm } from '../primitives/index.ts';

const algorithms = ['AES256', 'SM4'] as const satisfies readonly DataAlgorithm[];

/** The data algorithm with this number in stored structures, `undefined` when there is none. */
export function dataAlgorithmOf(id: number): DataAlgorithm | undefined {
  return algorithms.find((name) => AEAD[name].id === id);
}
