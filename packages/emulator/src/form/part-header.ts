import { OssError } from '@sse/core';
import { fromUtf8 } from '@sse/core/primitives';

/** What the header of a part says of it. */
export interface PartHeader {
  readonly name: string;
  /** Without the folders that some browsers send; absent where the part names no file. */
  readonly fileName: string | undefined;
  /** As it was sent, one character for each byte; absent where the part has none. */
  readonly contentType: string | undefined;
}

/** Bytes; the name of a field may have 8 KiB (protocol reference §3.5). */
const longestDisposition = 24 * 1024;
const longestName = 8 * 1024;

const DISPOSITION = /^[ \t]*form-data[ \t]*(?=;|$)/iy;
const PARAMETER = /;[ \t]*([\w*-]+)[ \t]*=[ \t]*(?:"((?:\\"|[^"])*)"|([^\s;"]*))[ \t]*/y;

/**
 * Reads the header of a part of a form (RFC 7578 §4.2): names are UTF-8 bytes, `\"` in them is a quote, and every other backslash is itself.
 * Throws 400 `MalformedPOSTRequest` when the part is no field of a form or its name is no UTF-8, 400 `FieldItemTooLong` over 8 KiB.
 * `header` has names in lower case, and one character for each byte.
 */
export function partHeader(header: Readonly<Record<string, readonly string[] | undefined>>): PartHeader {
  const [disposition = '', second] = header['content-disposition'] ?? [];
  if (second !== undefined || disposition.length > longestDisposition) throw new OssError('MalformedPOSTRequest');
  const parameters = parametersOf(disposition);
  const name = parameters.get('name');
  if (name === undefined) throw new OssError('MalformedPOSTRequest');
  if (Buffer.byteLength(name) > longestName) throw new OssError('FieldItemTooLong');
  return { name, fileName: parameters.get('filename')?.replace(/^.*[/\\]/s, ''), contentType: header['content-type']?.[0]?.trim() };
}

function parametersOf(disposition: string): ReadonlyMap<string, string> {
  DISPOSITION.lastIndex = 0;
  if (!DISPOSITION.test(disposition)) throw new OssError('MalformedPOSTRequest');
  const parameters = new Map<string, string>();
  PARAMETER.lastIndex = DISPOSITION.lastIndex;
  while (PARAMETER.lastIndex < disposition.length) {
    const found = PARAMETER.exec(disposition);
    if (found === null) throw new OssError('MalformedPOSTRequest');
    const [, name = '', quoted, bare] = found;
    if (parameters.has(name.toLowerCase())) throw new OssError('MalformedPOSTRequest');
    parameters.set(name.toLowerCase(), utf8Text(Buffer.from(quoted?.replaceAll('\\"', '"') ?? bare ?? '', 'latin1')));
  }
  return parameters;
}

/** The text of a name or a field; 400 `MalformedPOSTRequest` when it is not UTF-8. */
export function utf8Text(bytes: Uint8Array): string {
  try {
    return fromUtf8(bytes);
  } catch (cause) {
    throw new OssError('MalformedPOSTRequest', { cause });
  }
}
