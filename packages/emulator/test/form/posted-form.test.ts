import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlainSource } from '../../src/body/plain-source.ts';
import { readForm, type PostedForm } from '../../src/form/posted-form.ts';
import { cutAt, packetBody } from '../support/packet-body.ts';
import { BOUNDARY, formBody, partHead } from '../support/posted-forms.ts';

const TYPE = `multipart/form-data; boundary=${BOUNDARY}`;
const everything = { least: 0, most: Infinity };

async function readAll(source: PlainSource, step = 1000): Promise<Buffer> {
  const pieces: Buffer[] = [];
  while (!source.ended || source.queued > 0) {
    await source.ready(step);
    const into = Buffer.alloc(step);
    pieces.push(into.subarray(0, source.take(into)));
  }
  return Buffer.concat(pieces);
}

interface Read {
  readonly form: PostedForm;
  readonly file: Buffer | undefined;
}

async function read(packets: Iterable<Uint8Array>, range = everything): Promise<Read> {
  const form = await readForm(packetBody(packets), TYPE);
  return { form, file: form.file && (await readAll(form.file.open(range))) };
}

const codeOf = (reading: Promise<unknown>): Promise<unknown> =>
  reading.then(
    () => 'read',
    (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
  );

/** What looks like the end of a part, and is not. */
const LOOK_ALIKES = [
  '\r\n',
  '\r\n--',
  `--${BOUNDARY}`,
  `\n--${BOUNDARY}`,
  `\r--${BOUNDARY}--`,
  `\r\n-${BOUNDARY}`,
  `\r\n--${BOUNDARY.slice(0, -1)}`,
  `\r\n--${BOUNDARY.slice(0, -1)}\r\n--${BOUNDARY.slice(0, -1)}`,
  `\r\n\r\n--\r\n--${BOUNDARY.slice(0, 5)}`,
  '\r\r\n\n--',
];
const SMALL = formBody(
  { key: 'a-${filename}', 'x-oss-meta-a': `1\r\n--${BOUNDARY.slice(0, 9)}`, empty: '' },
  { bytes: Buffer.from(LOOK_ALIKES.join('x')), name: 'f' },
  `${partHead('late')}x\r\n`,
);

function expectSmall({ form, file }: Read): void {
  expect([...form.fields]).toEqual([
    ['key', 'a-${filename}'],
    ['x-oss-meta-a', `1\r\n--${BOUNDARY.slice(0, 9)}`],
    ['empty', ''],
  ]);
  expect([form.file?.fileName, form.file?.contentType, file?.toString()]).toEqual(['f', undefined, LOOK_ALIKES.join('x')]);
}

describe('a form', () => {
  it('is the same wherever it is cut into two packets, and byte by byte', async () => {
    for (let at = 0; at <= SMALL.length; at += 1) expectSmall(await read(cutAt(SMALL, [at])));
    expectSmall(await read(cutAt(SMALL, Array.from(SMALL.keys()))));
  });

  it('is the same in any packets', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(SMALL.length)), async (borders) => expectSmall(await read(cutAt(SMALL, borders)))),
      { numRuns: 200 },
    );
  });

  it('gives any file back, in any packets', async () => {
    const piece = fc.oneof(fc.constantFrom(...LOOK_ALIKES), fc.string({ unit: 'binary-ascii', maxLength: 8 }));
    await fc.assert(
      fc.asyncProperty(fc.array(piece), fc.array(fc.nat(2000)), async (pieces, borders) => {
        const bytes = Buffer.from(pieces.join(''), 'latin1');
        fc.pre(!bytes.includes(`\r\n--${BOUNDARY}`) && !bytes.toString('latin1').startsWith(`--${BOUNDARY}`));
        const { file } = await read(cutAt(formBody({ key: 'k' }, { bytes }), borders));
        expect(file?.equals(bytes)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('that lacks any of its end is malformed, wherever it is cut off', async () => {
    const delimiter = SMALL.lastIndexOf(`--${BOUNDARY}--`) + BOUNDARY.length + 4;
    for (let end = 0; end < delimiter; end += 1)
      expect(await codeOf(read([SMALL.subarray(0, end)])), `${end}`).toBe('MalformedPOSTRequest');
    for (let end = delimiter; end <= SMALL.length; end += 1) expectSmall(await read([SMALL.subarray(0, end)]));
  });

  it('may have a preamble and an epilogue', async () => {
    const epilogue = Buffer.alloc(200_000, `--${BOUNDARY}\r\n`);
    expectSmall(await read([Buffer.from('preamble\r\n'), SMALL, epilogue, epilogue]));
  });

  it('is read no further than the beginning of its file, and then as far as it is wanted', async () => {
    const body = packetBody(
      cutAt(
        formBody({ key: 'k' }, { bytes: Buffer.alloc(4 << 20, 'x') }),
        Array.from({ length: 65 }, (_, at) => at << 16),
      ),
    );
    const form = await readForm(body, TYPE);
    expect(body.received).toBe(1 << 16);
    const source = form.file?.open(everything) ?? expect.fail('no file');
    await source.ready(200_000);
    expect([body.received, source.queued > 200_000, source.queued < 200_000 + (1 << 16)]).toEqual([4 << 16, true, true]);
    await source.ready(200_000);
    expect(body.received).toBe(4 << 16);
    source.take(new Uint8Array(150_000));
    await source.ready(200_000);
    expect(body.received).toBeLessThanOrEqual(7 << 16);
  });

  it('has a file of a length in its range, both ends inclusive', async () => {
    const sized = (length: number): Uint8Array[] => cutAt(formBody({}, { bytes: Buffer.alloc(length) }), [100, 200, 300]);
    const range = { least: 10, most: 200 };
    const codes = await Promise.all([9, 10, 200, 201].map((length) => codeOf(read(sized(length), range))));
    expect(codes).toEqual(['EntityTooSmall', 'read', 'read', 'EntityTooLarge']);
  });

  it('is given up as soon as its file is too large', async () => {
    const body = packetBody(
      cutAt(
        formBody({}, { bytes: Buffer.alloc(4 << 20) }),
        Array.from({ length: 65 }, (_, at) => at << 16),
      ),
    );
    const form = await readForm(body, TYPE);
    expect(await codeOf(readAll(form.file?.open({ least: 0, most: 1 << 18 }) ?? expect.fail('no file')))).toBe('EntityTooLarge');
    expect(body.received).toBeLessThan(1 << 19);
  });
});

describe('the header of a part', () => {
  const withHeader = (header: string): Buffer => Buffer.from(`--${BOUNDARY}\r\n${header}\r\n\r\nx\r\n--${BOUNDARY}--`);

  it.each([
    ['content-disposition:form-data;name=file;filename=a.b', 'a.b', undefined],
    [
      'Content-Disposition: Form-Data; Name="file"; FileName="a;b=\\"c\\".d"\r\nContent-Type:  image/png ; x=y',
      'a;b="c".d',
      'image/png ; x=y',
    ],
    ['Content-Disposition: form-data; filename="..\\..\\a"; name="file"', 'a', undefined],
    ['Content-Disposition: form-data; name="file"; filename*=UTF-8\'\'b; filename="grüße"', 'grüße', undefined],
    ['Content-Disposition: form-data; name="file"', undefined, undefined],
  ])('%s', async (header, fileName, contentType) => {
    const { form, file } = await read([withHeader(header)]);
    expect([form.file?.fileName, form.file?.contentType, file?.toString()]).toEqual([fileName, contentType, 'x']);
  });

  it.each([
    'Content-Disposition: form-data',
    'Content-Disposition: form-data; name',
    'Content-Disposition: form-data; name="file',
    'Content-Disposition: form-data, name="file"',
    'Content-Disposition: form-data; name="file" x',
    'Content-Disposition: form-datax; name="file"',
    'Content-Disposition: form-data; name="file"\r\nContent-Disposition: form-data; name="key"',
    `Content-Disposition: form-data; name="file"; filename="${'a'.repeat(40_000)}"`,
    `Content-Disposition: form-data; name="${'\\"'.repeat(15_000)}`,
  ])('%.80s is malformed', async (header) => {
    expect(await codeOf(read([withHeader(header)]))).toBe('MalformedPOSTRequest');
  });
});
