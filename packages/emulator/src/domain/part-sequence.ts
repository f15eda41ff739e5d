import { OssError } from '@sse/core';
import { equalBytes } from '@sse/core/primitives';
import { hashedSource, type Md5State } from '../body/resumable-md5.ts';
import type { PlainSource } from '../body/plain-source.ts';
import type { PartSequence, UploadRow } from './object-rows.ts';

/** A part of a sequential upload, on its way. */
export interface SequencedPart {
  readonly source: PlainSource;
  /**
   * How far the upload is with this part, once all of it was taken; goes into the commit that stores the part. Throws 400 `PartNotSequential` when other
   * parts came meanwhile.
   */
  reached(upload: UploadRow): PartSequence;
}

/**
 * Takes a part of a sequential upload, which must be the one behind the last, or the last one again (observed behaviour 24), and hashes it behind
 * the parts before it. Throws 400 `PartNotSequential` for every other part, before a byte of it is read.
 */
export async function sequencedPart(upload: UploadRow, partNumber: number, source: PlainSource): Promise<SequencedPart> {
  const before = stateBefore(upload, partNumber);
  const hashed = await hashedSource(source, before);
  return {
    source: hashed.source,
    reached(current) {
      if (!equalStates(stateBefore(current, partNumber), before)) throw notSequential();
      return { parts: partNumber, before, after: hashed.state() };
    },
  };
}

/** 400 `PartNotSequential`. */
export function notSequential(): OssError {
  return new OssError('PartNotSequential');
}

function stateBefore({ sequence }: UploadRow, partNumber: number): Md5State | undefined {
  const parts = sequence?.parts ?? 0;
  if (partNumber === parts + 1) return sequence?.after;
  if (partNumber === parts) return sequence?.before;
  throw notSequential();
}

function equalStates(left: Md5State | undefined, right: Md5State | undefined): boolean {
  return left === undefined || right === undefined ? left === right : equalBytes(left, right);
}
