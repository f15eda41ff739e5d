import type { PostedForm } from './posted-form.ts';

type Form = Pick<PostedForm, 'fields' | 'file'>;

/** The name of the object that a form makes, with the file's name for `${filename}`; absent when the form names none. */
export function postedKey({ fields, file }: Form): string | undefined {
  return fields.get('key')?.replaceAll('${filename}', () => file?.fileName ?? '');
}

/**
 * The type of the object that a form makes, as node gives headers: one character for each byte; absent when the form says nothing of it.
 * The fields `x-oss-content-type` and `Content-Type` outrank the header of the file's part (protocol reference §3.5).
 */
export function postedContentType({ fields, file }: Form): string | undefined {
  const field = fields.get('x-oss-content-type') ?? fields.get('content-type');
  return field === undefined ? file?.contentType : headerBytes(field);
}

/** A text as node gives it in headers: one character for each of its UTF-8 bytes. */
export function headerBytes(text: string): string {
  return Buffer.from(text).toString('latin1');
}
