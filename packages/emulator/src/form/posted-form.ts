import { OssError, type LengthRange } from '@sse/core';
import type { PlainSource } from '../body/plain-source.ts';
import type { RequestBody } from '../body/request-body.ts';
import { FormReader } from './form-reader.ts';
import type { PartHeader } from './part-header.ts';

/** A form of which the fields were read, up to the file (RFC 7578; protocol reference §3.5). */
export interface PostedForm {
  /** By names in lower case; the first of several counts. */
  readonly fields: ReadonlyMap<string, string>;
  /** Absent when the form has none. */
  readonly file: PostedFile | undefined;
}

interface PostedFile extends Omit<PartHeader, 'name'> {
  /**
   * The bytes of the file, which are read from the connection only as they are wanted; ask once. They have ended when the whole form has, with its
   * closing delimiter: what is cut off or malformed behind the file rejects like what is before it. Fields behind the file are ignored, but for `x-oss-` ones, which are refused; a second
   * file is 400 `IncorrectNumberOfFilesInPOSTRequest`. A length out of the range is 400 `EntityTooSmall` or `EntityTooLarge`.
   */
  open(range: LengthRange): PlainSource;
}

/**
 * Reads a form up to the beginning of its file. Rejects with 400 `RequestIsNotMultiPartContent` for another type of content, 400
 * `MalformedPOSTRequest`, 400 `FieldItemTooLong` when fields are too many or too long, and with what `body` does.
 */
export async function readForm(body: RequestBody, contentType: string | undefined): Promise<PostedForm> {
  const reader = new FormReader(body, boundaryOf(contentType));
  while (reader.file === undefined && !reader.ended) await reader.step();
  const { file, fields } = reader;
  if (file === undefined) return { fields, file };
  return { fields, file: { fileName: file.fileName, contentType: file.contentType, open: (range) => fileSource(reader, range) } };
}

function fileSource(reader: FormReader, { least, most }: LengthRange): PlainSource {
  const { pieces } = reader;

  function check(): void {
    if (pieces.received > most) throw new OssError('EntityTooLarge', { details: { MaxSizeAllowed: String(most) } });
    if (reader.ended && pieces.received < least) {
      throw new OssError('EntityTooSmall', { details: { MinSizeAllowed: String(least), ProposedSize: String(pieces.received) } });
    }
  }

  return {
    declared: undefined,
    get queued() {
      return pieces.queued;
    },
    get ended() {
      return reader.ended;
    },
    async ready(bytes) {
      check();
      while (!reader.ended && pieces.queued < bytes) {
        await reader.step();
        check();
      }
    },
    take: (into) => pieces.take(into),
  };
}

const FORM_TYPE = /^multipart\/form-data[ \t]*(?:;|$)/i;
const BOUNDARY = /;[ \t]*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))[ \t]*(?:;|$)/i;

function boundaryOf(contentType: string | undefined): string {
  if (contentType === undefined || !FORM_TYPE.test(contentType)) throw new OssError('RequestIsNotMultiPartContent');
  const [, quoted, bare] = BOUNDARY.exec(contentType) ?? [];
  const boundary = quoted ?? bare;
  if (boundary === undefined) throw new OssError('MalformedPOSTRequest');
  return boundary;
}
