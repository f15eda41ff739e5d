import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OssError } from '../../../src/errors/index.ts';
import { utf8 } from '../../../src/primitives/bytes.ts';
import * as documents from '../../../src/xml/index.ts';
import { decodeXml, encodeXml, type XmlDocument } from '../../../src/xml/index.ts';

const word = fc
  .string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 8 })
  .map((text) => text.trim())
  .filter((text) => text !== '');
const prose = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 8 })
  .filter((text) => /^[\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u.test(text));
const number = fc.maxSafeNat();
const flag = fc.boolean();
const day = fc.integer({ min: 0, max: 40_000 }).map((days) => new Date(days * 86_400_000));
const words = fc.array(word, { maxLength: 3 });
const texts = fc.array(prose, { maxLength: 3 });

/** A record of required and of optional properties. */
function record<R extends object, O extends object>(
  required: { [K in keyof R]: fc.Arbitrary<R[K]> },
  optional: { [K in keyof O]: fc.Arbitrary<O[K]> },
) {
  return fc.record(
    { ...required, ...optional },
    {
      requiredKeys: Object.keys(required) as never[],
      noNullPrototype: true,
    },
  );
}
/** Records that say something: an element with nothing inside is read as none. */
const some = (optional: Record<string, fc.Arbitrary<unknown>>) =>
  record({}, optional).filter((value) => Object.values(value).some((inner) => !Array.isArray(inner) || inner.length > 0));
const list = <T>(item: fc.Arbitrary<T>) => fc.array(item, { maxLength: 3 });

const tag = record({ Key: prose, Value: prose }, {});
const storageClass = fc.constantFrom('IA', 'Archive', 'ColdArchive', 'DeepColdArchive');
const when = { Days: number, Date: day, CreatedBeforeDate: day };
const access = { IsAccessTime: flag, ReturnToStdWhenVisit: flag, AllowSmallFile: flag };
const filter = record(
  { Not: fc.array(record({ Prefix: prose }, { Tag: tag }), { minLength: 1, maxLength: 2 }) },
  { ObjectSizeGreaterThan: number, ObjectSizeLessThan: number },
);
const lifecycleRule = record(
  {
    Prefix: prose,
    Status: fc.constantFrom('Enabled', 'Disabled'),
    Tag: list(tag),
    Transition: list(record({ StorageClass: storageClass }, { ...when, ...access })),
    NoncurrentVersionTransition: list(record({ NoncurrentDays: number, StorageClass: storageClass }, access)),
  },
  {
    ID: prose,
    Filter: filter,
    Expiration: some({ ...when, ExpiredObjectDeleteMarker: flag }),
    AbortMultipartUpload: some(when),
    NoncurrentVersionExpiration: record({ NoncurrentDays: number }, {}),
    AtimeBase: number,
  },
);
const mirror = record(
  { RedirectType: word },
  {
    MirrorURL: prose,
    MirrorHeaders: record({ PassAll: flag, Pass: words, Remove: words, Set: list(record({ Key: word, Value: prose }, {})) }, {}),
    HttpRedirectCode: number,
    MirrorAuth: some({ AuthType: word, AccessKeySecret: word }),
    MirrorTaggings: record({ Taggings: fc.array(record({ Key: word, Value: prose }, {}), { minLength: 1, maxLength: 2 }) }, {}),
  },
);

/** A document and values of it; the check that each is read as it was written. */
function row<T>(name: string, document: XmlDocument<T>, values: fc.Arbitrary<unknown>): readonly [name: string, check: () => void] {
  const check = fc.property(values, (value) => {
    expect(decodeXml(document, utf8(encodeXml(document, value as T)))).toEqual(value);
  });
  return [name, () => fc.assert(check, { numRuns: 50 })];
}

const VALUES = [
  row('tagging', documents.tagging, record({ TagSet: record({ Tag: list(tag) }, {}) }, {})),
  row('lifecycleConfiguration', documents.lifecycleConfiguration, record({ Rule: list(lifecycleRule) }, {})),
  row(
    'corsConfiguration',
    documents.corsConfiguration,
    record(
      {
        CORSRule: list(
          record(
            { AllowedOrigin: words, AllowedMethod: list(fc.constantFrom('GET', 'PUT')), AllowedHeader: words, ExposeHeader: words },
            { MaxAgeSeconds: number },
          ),
        ),
      },
      { ResponseVary: flag },
    ),
  ),
  row(
    'bucketLoggingStatus',
    documents.bucketLoggingStatus,
    record({}, { LoggingEnabled: record({ TargetBucket: word, TargetPrefix: prose }, { LoggingRole: word }) }),
  ),
  row(
    'userDefinedLogFieldsConfiguration',
    documents.userDefinedLogFieldsConfiguration,
    record({}, { HeaderSet: some({ header: texts }), ParamSet: some({ parameter: texts }) }).map(withoutEmpty),
  ),
  row(
    'refererConfiguration',
    documents.refererConfiguration,
    record({ AllowEmptyReferer: flag, RefererList: texts }, { TruncatePath: flag, RefererBlacklist: some({ Referer: texts }) }),
  ),
  row(
    'websiteConfiguration',
    documents.websiteConfiguration,
    record(
      {},
      {
        IndexDocument: record({ Suffix: word }, { SupportSubDir: flag, Type: number }),
        ErrorDocument: record({ Key: word }, { HttpStatus: number }),
        RoutingRules: record(
          { RoutingRule: fc.array(record({ RuleNumber: number }, { Redirect: mirror }), { minLength: 1, maxLength: 2 }) },
          {},
        ),
      },
    ),
  ),
  row(
    'httpsConfiguration',
    documents.httpsConfiguration,
    record(
      {},
      {
        TLS: record({ Enable: flag, TLSVersion: list(fc.constantFrom('TLSv1.2', 'TLSv1.3')) }, {}),
        CipherSuite: record({ Enable: flag, CustomCipherSuite: words, TLS13CustomCipherSuite: words }, { StrongCipherSuite: flag }),
      },
    ),
  ),
  row(
    'accessControlPolicy',
    documents.accessControlPolicy,
    record({ AccessControlList: record({ Grant: word }, {}) }, { Owner: record({ ID: word, DisplayName: word }, {}) }),
  ),
];

/** An optional element around nothing is read as none. */
function withoutEmpty(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => Object.keys(inner as object).length > 0));
}

describe('documents of buckets', () => {
  it.each(VALUES)('%s is read as it was written', (_name, check) => check());

  it('presence of SSE-OSS survives', () => {
    const inventory = `<InventoryConfiguration><Id>i</Id><IsEnabled>true</IsEnabled><Destination><OSSBucketDestination><Format>CSV</Format><AccountId>1</AccountId><RoleArn>r</RoleArn><Bucket>b</Bucket><Encryption><SSE-OSS></SSE-OSS></Encryption></OSSBucketDestination></Destination><Schedule><Frequency>Monthly</Frequency><DayOfMonth>1</DayOfMonth></Schedule><IncludedObjectVersions>Current</IncludedObjectVersions></InventoryConfiguration>`;
    const value = decodeXml(documents.inventoryConfiguration, utf8(inventory));
    if (value instanceof OssError) throw value;
    expect(encodeXml(documents.inventoryConfiguration, value)).toContain(inventory);
  });
});
