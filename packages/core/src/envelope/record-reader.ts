import { Fault } from '../errors/fault.ts';
import { fromUtf8, utf8 } from '../primitives/index.ts';

/** Reads the fields of a stored structure in order; everything that does not fit is `Fault('malformed')`. Integers are big-endian. */
export class RecordReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #name: string;
  #at = 0;

  /** `name` says in messages what is read. */
  constructor(bytes: Uint8Array, name: string) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#name = name;
  }

  /** Bytes read so far. */
  get position(): number {
    return this.#at;
  }

  /** The next `length` bytes, as a view. */
  bytes(length: number): Uint8Array {
    const start = this.#advance(length);
    return this.#bytes.subarray(start, start + length);
  }

  /** All bytes that are left, as a view. */
  rest(): Uint8Array {
    return this.bytes(this.#bytes.length - this.#at);
  }

  u8(): number {
    return this.#view.getUint8(this.#advance(1));
  }

  u16(): number {
    return this.#view.getUint16(this.#advance(2));
  }

  u32(): number {
    return this.#view.getUint32(this.#advance(4));
  }

  u64(): bigint {
    return this.#view.getBigUint64(this.#advance(8));
  }

  /** A u64 that counts something: one beyond 2^53 - 1 is malformed. */
  count(): number {
    const value = this.u64();
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw this.malformed(`a count of ${value} is out of bounds`);
    return Number(value);
  }

  /** `length` bytes of valid UTF-8. */
  text(length: number): string {
    const bytes = this.bytes(length);
    try {
      return fromUtf8(bytes);
    } catch (cause) {
      throw this.malformed('a text is not valid UTF-8', cause);
    }
  }

  /** Refuses anything but the ASCII text `magic` next. */
  magic(magic: string): void {
    const expected = utf8(magic);
    const got = this.bytes(expected.length);
    if (got.some((byte, index) => byte !== expected[index])) throw this.malformed(`expected the magic ${magic}`);
  }

  /** Refuses reserved bytes that are not zero. */
  zeros(length: number): void {
    if (this.bytes(length).some((byte) => byte !== 0)) throw this.malformed('reserved bits are set');
  }

  /** Refuses trailing bytes. */
  end(): void {
    const left = this.#bytes.length - this.#at;
    if (left !== 0) throw this.malformed(`${left} trailing bytes`);
  }

  /** The fault for a structure that breaks its format. */
  malformed(reason: string, cause?: unknown): Fault {
    return new Fault('malformed', `${this.#name}: ${reason}`, cause === undefined ? undefined : { cause });
  }

  #advance(length: number): number {
    const start = this.#at;
    if (length > this.#bytes.length - start) throw this.malformed(`expected ${length} more bytes, got ${this.#bytes.length - start}`);
    this.#at += length;
    return start;
  }
}
