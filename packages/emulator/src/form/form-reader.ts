import { OssError } from '@sse/core';
import type { RequestBody } from '../body/request-body.ts';
import { utf8Text, type PartHeader } from './part-header.ts';
import { partParser, type PartConsumer, type PartParser } from './part-parser.ts';
import { pieceQueue, type PieceQueue } from '../body/piece-queue.ts';

const mostFields = 1000;
/** Bytes of names and values together: the longest value that the service takes, and some more. */
const mostFieldBytes = (2 << 20) + (64 << 10);
/** Bytes of the body that are looked at in one go. */
const stepBytes = 64 << 10;

/** A form that is read piece by piece, as far as its file is wanted. */
export class FormReader {
  /** By names in lower case; the first of several counts. Only those before the file. */
  readonly fields = new Map<string, string>();
  /** What was read of the file and not taken yet. */
  readonly pieces: PieceQueue = pieceQueue();
  /** Absent until the file begins. */
  file: PartHeader | undefined;
  /** The form is whole. */
  ended = false;
  readonly #body: RequestBody;
  readonly #parser: PartParser;
  readonly #chunk = Buffer.allocUnsafeSlow(stepBytes);
  #field: { readonly name: string; readonly pieces: Uint8Array[] } | undefined;
  #fieldCount = 0;
  #fieldBytes = 0;

  constructor(body: RequestBody, boundary: string) {
    this.#body = body;
    this.#parser = partParser(boundary, (header) => this.#begin(header));
  }

  /**
   * Reads on by at most 64 KiB. Rejects with 400 `MalformedPOSTRequest`, `FieldItemTooLong` and `IncorrectNumberOfFilesInPOSTRequest`, and with
   * what the body does.
   */
  async step(): Promise<void> {
    const body = this.#body;
    await body.ready(1);
    const taken = body.take(this.#chunk);
    if (taken > 0) await this.#parser.write(this.#chunk.subarray(0, taken));
    if (!body.ended || body.queued > 0) return;
    await this.#parser.end();
    this.#endField();
    this.ended = true;
  }

  #begin(header: PartHeader): PartConsumer {
    this.#endField();
    if (header.name.toLowerCase() === 'file') return this.#beginFile(header);
    if (this.file !== undefined) return behindFile(header.name);
    this.#fieldCount += 1;
    this.#countField(Buffer.byteLength(header.name));
    const pieces: Uint8Array[] = [];
    this.#field = { name: header.name.toLowerCase(), pieces };
    return (bytes) => {
      this.#countField(bytes.length);
      pieces.push(Uint8Array.from(bytes));
    };
  }

  #beginFile(header: PartHeader): PartConsumer {
    if (this.file !== undefined) throw new OssError('IncorrectNumberOfFilesInPOSTRequest');
    this.file = header;
    return (bytes) => this.pieces.push(Uint8Array.from(bytes));
  }

  #countField(bytes: number): void {
    this.#fieldBytes += bytes;
    if (this.#fieldBytes > mostFieldBytes || this.#fieldCount > mostFields) throw new OssError('FieldItemTooLong');
  }

  #endField(): void {
    if (this.#field === undefined) return;
    const { name, pieces } = this.#field;
    this.#field = undefined;
    if (!this.fields.has(name)) this.fields.set(name, utf8Text(Buffer.concat(pieces)));
  }
}

/** What a form says behind its file comes too late: browsers put the button there, which says nothing. But nobody must believe that encryption was asked for. */
function behindFile(name: string): PartConsumer {
  if (!name.toLowerCase().startsWith('x-oss-')) return () => {};
  throw new OssError('MalformedPOSTRequest', { message: `The form field ${name} must come before the file.` });
}
