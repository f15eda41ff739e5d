import { decodeXml, listVersionsResult, OssError, type ListVersionsResult } from '@sse/core';
import { expect } from 'vitest';
import type { Answer } from './signed-request.ts';

type Entry<N extends ListVersionsResult['Entries'][number]['name']> = Extract<ListVersionsResult['Entries'][number], { name: N }>['value'];

/** A page of versions, and its entries by kind, each in order. */
export interface ListedVersions extends ListVersionsResult {
  readonly Version: readonly Entry<'Version'>[];
  readonly DeleteMarker: readonly Entry<'DeleteMarker'>[];
}

export function listedVersions({ body }: Answer): ListedVersions {
  const listed = decodeXml(listVersionsResult, body);
  if (listed instanceof OssError) return expect.fail(body.toString());
  const Version = listed.Entries.flatMap((entry) => (entry.name === 'Version' ? [entry.value] : []));
  const DeleteMarker = listed.Entries.flatMap((entry) => (entry.name === 'DeleteMarker' ? [entry.value] : []));
  return { ...listed, Version, DeleteMarker };
}
