import { OssError } from '../../src/errors/oss-error.ts';

/** The code of a wire error; anything else as it is, so that a failed expectation shows it. */
export function codeOf(result: unknown): unknown {
  return result instanceof OssError ? result.code : result;
}
