import { OPERATIONS } from '@sse/core';
import type { ServedRequest } from './served-request.ts';

/** A client whose program ran to its end, and the different requests of it that were served. */
export interface ObservedClient {
  readonly name: string;
  readonly package: string;
  readonly version: string;
  readonly served: readonly ServedRequest[];
}

type Test = (request: ServedRequest) => boolean;

const by =
  (...operations: readonly string[]): Test =>
  ({ operation }) =>
    operations.includes(operation);
const signedByUrl: Test = ({ signature }) => signature.endsWith('-query');

/** What programs do with objects, each by the requests that show it. */
const OBJECT_USES: Readonly<Record<string, Test>> = {
  put: by('PutObject'),
  get: by('GetObject'),
  'get of a range': (request) => by('GetObject')(request) && request.status === 206,
  'multipart upload': by('CompleteMultipartUpload'),
  'copy of a part': by('UploadPartCopy'),
  append: by('AppendObject'),
  copy: by('CopyObject'),
  'presigned put': (request) => by('PutObject')(request) && signedByUrl(request),
  'presigned get': (request) => by('GetObject')(request) && signedByUrl(request),
  'put of a version': (request) => by('PutObject', 'CopyObject', 'CompleteMultipartUpload')(request) && request.versioned,
  'get of a version': (request) => by('GetObject', 'HeadObject')(request) && request.versioned,
};

const USES = { 'bucket rule': by('PutBucketEncryption', 'GetBucketEncryption', 'DeleteBucketEncryption'), ...OBJECT_USES };

const ENCRYPTIONS = ['none', 'AES256', 'SM4', 'KMS', 'KMS/SM4'];
const ADDRESSINGS: Readonly<Record<string, string>> = { path: 'path', 'virtual-host': 'host', cname: 'CNAME' };
const SIGNATURES: Readonly<Record<string, string>> = {
  'v1-header': 'V1',
  'v2-header': 'V2',
  'v4-header': 'V4',
  'v1-query': 'V1 URL',
  'v2-query': 'V2 URL',
  'v4-query': 'V4 URL',
  'v1-post': 'V1 form',
  'v4-post': 'V4 form',
};

/** docs/clients.md for these runs; the same runs give the same text, whatever the order of their requests. */
export function clientsDocument(clients: readonly ObservedClient[]): string {
  const columns = ['', ...clients.map(({ name }) => name)];
  const rowsOf = (uses: Readonly<Record<string, Test>>, cell: (seen: readonly ServedRequest[]) => string) =>
    Object.entries(uses).map(([use, test]) => [use, ...clients.map(({ served }) => cell(served.filter(test)))]);
  const operations = Object.keys(OPERATIONS).filter((name) => clients.some(({ served }) => served.some(by(name))));
  return `# Clients

<!-- Written by \`pnpm interop --write-table\`; a run of all clients fails when this file is not what it would write. -->

What the server's access log says of the runs of [apps/interop](../apps/interop/README.md): a cell names what was served with success,
and every reply was checked by the program that got it.

${table(['client', 'package', 'version', 'signatures', 'addressing'], clients.map(rowOfClient))}

## Encryptions

As the replies named them; "all" is ${ENCRYPTIONS.join(', ')}. KMS is with the default key and with keys of the user's own.

${table(columns, rowsOf(OBJECT_USES, encryptionsOf))}

## Addressing

Bucket in the path, as a label of the host, or by a host name of its own.

${table(
  columns,
  rowsOf(USES, (seen) => listed(seen, 'addressing', ADDRESSINGS)),
)}

## Operations

${table(
  columns,
  operations.map((name) => [name, ...clients.map(({ served }) => (served.some(by(name)) ? '✓' : ''))]),
)}
`;
}

function rowOfClient({ name, package: package_, version, served }: ObservedClient): string[] {
  return [name, package_, version, listed(served, 'signature', SIGNATURES), listed(served, 'addressing', ADDRESSINGS)];
}

function encryptionsOf(seen: readonly ServedRequest[]): string {
  const found = ENCRYPTIONS.filter((encryption) => seen.some((request) => request.encryption === encryption));
  return found.length === ENCRYPTIONS.length ? 'all' : found.join(', ');
}

/** The words, in the table's order, for the values that this property had. */
function listed(seen: readonly ServedRequest[], property: 'addressing' | 'signature', words: Readonly<Record<string, string>>): string {
  const found = new Set(seen.map((request) => request[property]));
  return Object.entries(words)
    .flatMap(([value, word]) => (found.has(value) ? [word] : []))
    .join(', ');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
