/** What became of a request, for whoever counts. */
export interface ServedRequest {
  /** One of the operation table, or of another interface, such as `sts:AssumeRole`; absent where it got no further. */
  readonly operation: string | undefined;
  readonly bucket: string | undefined;
  readonly status: number;
  /** The code of the error that was answered; absent: it succeeded. */
  readonly refusal: string | undefined;
  /** As the reply says it: `AES256`, `SM4`, `KMS`, or `KMS/SM4`; absent: nothing encrypted. */
  readonly encryption: string | undefined;
}

export type Observe = (served: ServedRequest) => void;
