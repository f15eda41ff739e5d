import { type ValueOfDocument, xmlDocument } from '../codec.ts';
import { text, token } from '../leaves.ts';
import { list, object, optional, textOrEmpty } from '../structures.ts';

/** Where a bucket's access logs go; without `LoggingEnabled` there are none (observed behaviour 22). */
export const bucketLoggingStatus = xmlDocument(
  'BucketLoggingStatus',
  object({
    LoggingEnabled: optional(object({ TargetBucket: token(), TargetPrefix: textOrEmpty(), LoggingRole: optional(token()) })),
  }),
);

/** Whether and where a bucket logs. */
export type BucketLoggingStatus = ValueOfDocument<typeof bucketLoggingStatus>;

/** Which headers and parameters of requests real-time logs hold besides their usual fields. */
export const userDefinedLogFieldsConfiguration = xmlDocument(
  'UserDefinedLogFieldsConfiguration',
  object({
    HeaderSet: optional(object({ header: list(text()) })),
    ParamSet: optional(object({ parameter: list(text()) })),
  }),
);

/** Extra fields of logs. */
export type UserDefinedLogFieldsConfiguration = ValueOfDocument<typeof userDefinedLogFieldsConfiguration>;
