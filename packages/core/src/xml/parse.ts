import { XMLParser } from 'fast-xml-parser';

import { OssError } from '../errors/oss-error.ts';
import { decodeReferences, hasForbiddenCharacter } from './character-data.ts';
import type { XmlElement } from './element.ts';
import { malformed } from './malformed.ts';
import { NAME_PREFIX, screenMarkup } from './screen.ts';

/** One entry of fast-xml-parser's ordered output: text under `#text`, CDATA under `#cdata`, an element under its prefixed name. */
type OrderedNode = Readonly<Record<string, string | readonly OrderedNode[]>>;

const CDATA = '#cdata';

// References are decoded here: the parser's own decoder knows no character references unless it knows all of HTML's entities too.
const parser = new XMLParser({
  preserveOrder: true,
  parseTagValue: false,
  trimValues: false,
  processEntities: false,
  cdataPropName: CDATA,
  maxNestedTags: Number.MAX_SAFE_INTEGER,
  jPath: false,
});

export interface ParseOptions {
  /** Levels of elements, the root being 1. */
  readonly maxDepth: number;
  /** Whether character data may hold what XML 1.0 §2.2 forbids, raw or as references. */
  readonly acceptForbiddenCharacters: boolean;
}

/** The root element of a document; `MalformedXML` when it is not well-formed XML without a DTD, or deeper than allowed. */
export function parseXml(text: string, options: ParseOptions): XmlElement | OssError {
  const screened = screenMarkup(text, options.maxDepth);
  if (screened instanceof OssError) {
    return screened;
  }
  const nodes: readonly OrderedNode[] = parser.parse(screened);
  const document = toElement('', nodes, options);
  return document instanceof OssError ? document : (document.children[0] ?? malformed('expected a root element, got none'));
}

function toElement(name: string, nodes: readonly OrderedNode[], options: ParseOptions): XmlElement | OssError {
  let text = '';
  const children: XmlElement[] = [];
  for (const [key, value] of nodes.flatMap((node) => Object.entries(node))) {
    const part =
      key.startsWith(NAME_PREFIX) && typeof value !== 'string'
        ? toElement(key.slice(NAME_PREFIX.length), value, options)
        : characters(value);
    if (part instanceof OssError) {
      return part;
    }
    if (typeof part === 'string') {
      text += part;
    } else {
      children.push(part);
    }
  }
  if (!options.acceptForbiddenCharacters && hasForbiddenCharacter(text)) {
    return malformed(`element ${name} holds a character that XML 1.0 forbids`);
  }
  return { name, text, children };
}

/** Character data as it was meant: references replaced in text, CDATA (a list of one text) untouched. */
function characters(value: string | readonly OrderedNode[]): string | OssError {
  if (typeof value === 'string') {
    return decodeReferences(value) ?? malformed('expected a character reference or one of the five predefined entities after "&"');
  }
  return value
    .flatMap((node) => Object.values(node))
    .filter((part) => typeof part === 'string')
    .join('');
}
