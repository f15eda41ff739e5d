import { OssError } from '../errors/oss-error.ts';
import { malformed } from './malformed.ts';

const SPACE = '[ \\t\\r\\n]';
const NAME = '[\\p{L}_:][\\p{L}\\p{M}\\p{N}._:\\u00b7-]*';
const ATTRIBUTE = `${SPACE}+${NAME}${SPACE}*=${SPACE}*(?:"[^"<]*"|'[^'<]*')`;

/** Every form of markup this codec knows, and last the `<` that begins none of them, which ends the pass, so that time stays linear. */
const MARKUP = new RegExp(
  [
    `<(?<opened>${NAME})(?:${ATTRIBUTE})*${SPACE}*(?<empty>/?)>`,
    `</(?<closed>${NAME})${SPACE}*>`,
    '(?<cdata><!\\[CDATA\\[[^]*?\\]\\]>)',
    '<!--[^]*?-->',
    '<\\?(?<instruction>[^]*?)\\?>',
    '(?<unknown><)',
  ].join('|'),
  'gu',
);
const LEADING = /^\uFEFF?[ \t\r\n]*/;
const DECLARATION = /^xml(?![^ \t\r\n])/i;
const ENCODING = /[ \t\r\n]encoding[ \t\r\n]*=[ \t\r\n]*["'](?<encoding>[^"']*)["']/;
const READABLE_ENCODING = /^(?:utf-?8|us-ascii)$/i;

/** Put before each element name, so that none meets the names that the parser refuses, renames or gives a meaning. */
export const NAME_PREFIX = 'x-';

interface Progress {
  /** Names of the elements that are open, outermost first. */
  readonly path: string[];
  roots: number;
  readonly maxDepth: number;
}

/**
 * One pass over a document that lets through tags (without their attributes, names prefixed), character data and CDATA, and nothing else.
 * `MalformedXML` when the document is not well-formed, has a document type declaration, is deeper than `maxDepth` elements, or declares an
 * encoding other than UTF-8.
 *
 * fast-xml-parser does not check that tags match, that there is one root, or what stands outside it (its validator is deprecated); it reads
 * DTDs, gives quotes in processing instructions a meaning, and refuses or renames elements called `constructor` or `toString`. What is
 * refused here it never sees, and what it sees has one reading.
 */
export function screenMarkup(text: string, maxDepth: number): string | OssError {
  const body = text.replace(LEADING, '');
  const progress: Progress = { path: [], roots: 0, maxDepth };
  let screened = '';
  let end = 0;
  for (const match of body.matchAll(MARKUP)) {
    const between = body.slice(end, match.index);
    end = match.index + match[0].length;
    if (progress.path.length === 0 && (between.trim() !== '' || match.groups?.['cdata'] !== undefined)) {
      return malformed(`expected nothing outside the root element, got character data before character ${end}`);
    }
    const markup = screenToken(match, progress);
    if (markup instanceof OssError) {
      return markup;
    }
    screened += between + markup;
  }
  const isComplete = progress.roots === 1 && progress.path.length === 0 && body.slice(end).trim() === '';
  return isComplete ? screened : malformed('expected one complete root element and nothing after it');
}

function screenToken({ groups = {}, index }: RegExpMatchArray, progress: Progress): string | OssError {
  const { opened, empty, closed, cdata, instruction, unknown } = groups;
  if (opened !== undefined) {
    return openElement(opened, empty === '/', progress);
  }
  if (closed !== undefined) {
    return closeElement(closed, progress);
  }
  if (unknown !== undefined) {
    return malformed(`markup at character ${index} is malformed, not closed, or a document type declaration`);
  }
  if (instruction !== undefined && DECLARATION.test(instruction) && !(index === 0 && isReadable(instruction))) {
    return malformed('expected one XML declaration, at the start, that names no encoding but UTF-8');
  }
  return cdata ?? '';
}

function openElement(name: string, isEmpty: boolean, progress: Progress): string | OssError {
  if (progress.path.length === 0) {
    progress.roots += 1;
  }
  if (progress.path.length >= progress.maxDepth) {
    return malformed(`expected at most ${progress.maxDepth} levels of elements, got <${name}> below them`);
  }
  if (isEmpty) {
    return `<${NAME_PREFIX}${name}/>`;
  }
  progress.path.push(name);
  return `<${NAME_PREFIX}${name}>`;
}

function closeElement(name: string, progress: Progress): string | OssError {
  const expected = progress.path.pop();
  return name === expected ? `</${NAME_PREFIX}${name}>` : malformed(`expected the end of ${expected ?? 'the document'}, got </${name}>`);
}

function isReadable(declaration: string): boolean {
  const encoding = ENCODING.exec(declaration)?.groups?.['encoding'];
  return encoding === undefined || READABLE_ENCODING.test(encoding);
}
