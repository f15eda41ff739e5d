import { type ValueOfDocument, xmlDocument } from '../codec.ts';
import { boolean, integer, oneOf, token } from '../leaves.ts';
import { list, object, optional } from '../structures.ts';

const CORS_METHODS = ['GET', 'PUT', 'DELETE', 'POST', 'HEAD'] as const;

/** The CORS rules of a bucket (observed behaviour 20). Of several rules the first that fits counts. */
export const corsConfiguration = xmlDocument(
  'CORSConfiguration',
  object({
    CORSRule: list(
      object({
        AllowedOrigin: list(token()),
        AllowedMethod: list(oneOf(CORS_METHODS)),
        AllowedHeader: list(token()),
        ExposeHeader: list(token()),
        MaxAgeSeconds: optional(integer()),
      }),
    ),
    ResponseVary: optional(boolean()),
  }),
);

/** All CORS rules of a bucket. */
export type CorsConfiguration = ValueOfDocument<typeof corsConfiguration>;
/** Which origins may send which requests, and what their scripts may read. */
export type CorsRule = CorsConfiguration['CORSRule'][number];
