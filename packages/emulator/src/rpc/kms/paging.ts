import type { RpcParameters } from '@sse/core';
import type { RpcDocument } from '../rpc-call.ts';
import { wholeNumber } from './read-parameters.ts';

const largestPage = 101;
const usualPage = 10;

/** One page of a listing. */
export interface Page<T> {
  readonly items: readonly T[];
  /** What the reply says of it. */
  readonly about: RpcDocument;
}

/** The page that `PageNumber` (from 1, which is the default) and `PageSize` (1 to 101, default 10) ask for. 400 `InvalidParameter`. Source: protocol reference §6.2. */
export function pageOf<T>(parameters: RpcParameters, all: readonly T[]): Page<T> {
  const number = wholeNumber(parameters, 'PageNumber', [1, 1e9]) ?? 1;
  const size = wholeNumber(parameters, 'PageSize', [1, largestPage]) ?? usualPage;
  const items = all.slice((number - 1) * size, number * size);
  return { items, about: { TotalCount: all.length, PageNumber: number, PageSize: size } };
}
