import { OssError } from '../errors/oss-error.ts';
import { fromUtf8 } from '../primitives/bytes.ts';
import { malformed } from './malformed.ts';
import { parseXml } from './parse.ts';
import { type Content, encodeElement } from './schema.ts';

/** What a document may cost before it is refused. */
export interface XmlLimits {
  /** Bytes of the whole document, checked before anything is read. */
  readonly maxBytes: number;
  /** Levels of elements, the root being 1. */
  readonly maxDepth: number;
}

/** One kind of document: its root element, what stands in it, and what it may cost. */
export interface XmlDocument<T> {
  readonly root: string;
  readonly content: Content<T>;
  readonly limits: XmlLimits;
  readonly acceptForbiddenCharacters: boolean;
}

export interface XmlDocumentOptions {
  /** 1 MiB when absent. */
  readonly maxBytes?: number;
  /**
   * Whether text may hold characters that XML 1.0 forbids, raw or as `&#x01;` (observed behaviour 6); for documents that carry object names.
   * Absent: they are `MalformedXML`.
   */
  readonly acceptForbiddenCharacters?: boolean;
}

/** The value type of a document. */
export type ValueOfDocument<D> = D extends XmlDocument<infer T> ? T : never;

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';
const DEFAULT_MAX_BYTES = 2 ** 20;
const MAX_DEPTH = 32;

/** Describes a document once, for `decodeXml` and `encodeXml`; its value type is that of `content`. */
export function xmlDocument<T>(root: string, content: Content<T>, options: XmlDocumentOptions = {}): XmlDocument<T> {
  return {
    root,
    content,
    limits: { maxBytes: options.maxBytes ?? DEFAULT_MAX_BYTES, maxDepth: MAX_DEPTH },
    acceptForbiddenCharacters: options.acceptForbiddenCharacters ?? false,
  };
}

/**
 * The value of a document of the given kind, or `MalformedXML`, or the schema's own error for a value that it does not know.
 * UTF-8 only, with or without a byte order mark and white space before the declaration; no DTD, no entities but the predefined five;
 * attributes and unknown elements are ignored (protocol reference §1.3, observed behaviour 6 and 7).
 */
export function decodeXml<T>(document: XmlDocument<T>, bytes: Uint8Array, limits: Partial<XmlLimits> = {}): T | OssError {
  const { maxBytes, maxDepth } = { ...document.limits, ...limits };
  if (bytes.length > maxBytes) {
    return malformed(`expected at most ${maxBytes} bytes of XML, got ${bytes.length}`);
  }
  const text = readUtf8(bytes);
  const root =
    text instanceof OssError ? text : parseXml(text, { maxDepth, acceptForbiddenCharacters: document.acceptForbiddenCharacters });
  if (root instanceof OssError) {
    return root;
  }
  return root.name === document.root
    ? document.content.decode(root)
    : malformed(`expected the root element ${document.root}, got ${root.name}`);
}

/**
 * The document as text, elements in the order of the schema, without white space between them.
 *
 * Written here and not by fast-xml-parser's builder, which escapes the quotes of ETags and lets through characters that do not survive
 * reading (`escapeText`).
 */
export function encodeXml<T>(document: XmlDocument<T>, value: T): string {
  return DECLARATION + encodeElement(document.root, document.content.encode(value));
}

function readUtf8(bytes: Uint8Array): string | OssError {
  try {
    return fromUtf8(bytes);
  } catch {
    return malformed('expected UTF-8, got bytes that are not');
  }
}
