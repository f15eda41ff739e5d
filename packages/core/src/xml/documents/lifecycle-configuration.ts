import { type ValueOfDocument, xmlDocument } from '../codec.ts';
import { boolean, date, integer, oneOf, text } from '../leaves.ts';
import { list, object, optional, textOrEmpty } from '../structures.ts';
import { tag } from './tagging.ts';

const COLDER_CLASSES = ['IA', 'Archive', 'ColdArchive', 'DeepColdArchive'] as const;

const accessTime = {
  IsAccessTime: optional(boolean()),
  ReturnToStdWhenVisit: optional(boolean()),
  AllowSmallFile: optional(boolean()),
};

/** By days after the last change, or by a date; which go together is checked when rules are made of it. */
const due = { Days: optional(integer()), Date: optional(date()), CreatedBeforeDate: optional(date()) };

const rule = object({
  ID: optional(text()),
  Prefix: textOrEmpty(),
  Status: oneOf(['Enabled', 'Disabled']),
  Filter: optional(
    object({
      ObjectSizeGreaterThan: optional(integer()),
      ObjectSizeLessThan: optional(integer()),
      Not: list(object({ Prefix: textOrEmpty(), Tag: optional(tag) })),
    }),
  ),
  Tag: list(tag),
  Expiration: optional(object({ ...due, ExpiredObjectDeleteMarker: optional(boolean()) })),
  Transition: list(object({ ...due, StorageClass: oneOf(COLDER_CLASSES), ...accessTime })),
  AbortMultipartUpload: optional(object(due)),
  NoncurrentVersionExpiration: optional(object({ NoncurrentDays: integer() })),
  NoncurrentVersionTransition: list(object({ NoncurrentDays: integer(), StorageClass: oneOf(COLDER_CLASSES), ...accessTime })),
  AtimeBase: optional(integer()),
});

/** The lifecycle rules of a bucket (observed behaviour 21), as they are put and shown; `lifecycleRules` gives them their meaning. */
export const lifecycleConfiguration = xmlDocument('LifecycleConfiguration', object({ Rule: list(rule) }));

/** All lifecycle rules of a bucket. */
export type LifecycleConfiguration = ValueOfDocument<typeof lifecycleConfiguration>;
/** One of them as the document has it. */
export type LifecycleRuleElement = LifecycleConfiguration['Rule'][number];
