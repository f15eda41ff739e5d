import type { ErrorCode } from 'yaml';

/** What the reader's errors mean, in words of our own: the reader's quote the text, where a secret may stand. */
export const YAML_FAULTS = {
  ALIAS_PROPS: 'an alias with an anchor or a tag of its own',
  BAD_ALIAS: 'an alias whose name is not valid',
  BAD_COLLECTION_TYPE: 'a tag that does not fit the list or mapping behind it',
  BAD_DIRECTIVE: 'a directive that is not known',
  BAD_DQ_ESCAPE: 'an escape that double quotes do not know',
  BAD_INDENT: 'indentation that fits nothing before it, or a missing bracket',
  BAD_PROP_ORDER: 'an anchor or a tag in the wrong place',
  BAD_SCALAR_START: 'a text that begins with a character that needs quotes',
  BLOCK_AS_IMPLICIT_KEY: 'a list or mapping where a field name is expected',
  BLOCK_IN_FLOW: 'an indented list or mapping between brackets',
  DUPLICATE_KEY: 'a field that was given before',
  IMPOSSIBLE: 'something that is not YAML',
  KEY_OVER_1024_CHARS: 'a field name of more than 1024 characters',
  MISSING_CHAR: 'a missing quote, bracket, comma, colon or blank',
  MULTILINE_IMPLICIT_KEY: 'a field name of several lines',
  MULTIPLE_ANCHORS: 'a value with several anchors',
  MULTIPLE_DOCS: 'a second document: one file is one document',
  MULTIPLE_TAGS: 'a value with several tags',
  NON_STRING_KEY: 'a field name that is no text',
  RESOURCE_EXHAUSTION: 'lists or mappings that are nested too deeply',
  TAB_AS_INDENT: 'a tab as indentation: YAML takes blanks',
  TAG_RESOLVE_FAILED: 'a tag that is not known',
  UNEXPECTED_TOKEN: 'something that does not belong here',
} as const satisfies Readonly<Record<ErrorCode, string>>;
