import { ask, type Answer, type Target } from './signed-request.ts';

interface Append {
  readonly bucket: string;
  readonly key: string;
  readonly position: number;
  readonly body: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One append at a position. */
export function appendTo(target: Target, { bucket, key, position, body, headers = {} }: Append): Promise<Answer> {
  const query = [
    ['append', ''],
    ['position', String(position)],
  ] as const;
  return ask(target, { method: 'POST', bucket, key, query, headers, body });
}
