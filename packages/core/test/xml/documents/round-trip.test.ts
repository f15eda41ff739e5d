import { isDeepStrictEqual } from 'node:util';

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { utf8 } from '../../../src/primitives/bytes.ts';
import {
  bucketInfo,
  createBucketConfiguration,
  decodeXml,
  encodeXml,
  errorDocument,
  listAllMyBucketsResult,
  listBucketResult,
  listBucketResultV2,
  locationConstraint,
  serverSideEncryptionRule,
  urlDecodeListing,
  urlEncodeListing,
  type ErrorDocument,
  type XmlDocument,
} from '../../../src/xml/index.ts';

/** Any text of Unicode scalar values, rich in markup, line ends and characters that XML 1.0 forbids. */
const anyText = fc.string({
  unit: fc.oneof(
    fc.constantFrom('<', '>', '&', ';', '"', '%', '+', ' ', '\r', '\n', '\t', '\u0000', '\u001F', '\uFFFE', ']]>', '&lt;', '&#65;'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  ),
  maxLength: 20,
});
const forbidden = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
const xmlText = anyText.map((text) => text.replaceAll(forbidden, ''));
const someText = anyText.filter((text) => text !== '');
const someXmlText = xmlText.filter((text) => text !== '');
const word = xmlText.map((text) => text.trim()).filter((text) => text !== '');
const size = fc.maxSafeNat();
const date = fc
  .date({ min: new Date('0000-01-01T00:00:00.000Z'), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true })
  .map((moment) => new Date(Math.floor(moment.getTime() / 1000) * 1000));
const record = <T, K extends keyof T>(model: { [P in keyof T]: fc.Arbitrary<T[P]> }, requiredKeys: K[]) =>
  fc.record(model, { requiredKeys, noNullPrototype: true });

const whole = <T>(model: { [P in keyof T]: fc.Arbitrary<T[P]> }) => fc.record(model, { noNullPrototype: true });

const owner = whole({ ID: anyWord(), DisplayName: anyWord() });
const contents = record(
  { Key: anyText, LastModified: date, ETag: anyText, Type: anyWord(), Size: size, StorageClass: anyWord(), Owner: owner },
  ['Key', 'LastModified', 'ETag', 'Type', 'Size', 'StorageClass'],
);
const page = {
  Name: anyWord(),
  Prefix: anyText,
  MaxKeys: size,
  Delimiter: anyText,
  IsTruncated: fc.boolean(),
  Contents: fc.array(contents, { maxLength: 4 }),
  CommonPrefixes: fc.array(whole({ Prefix: anyText }), { maxLength: 4 }),
};
const pageKeys = ['Name', 'Prefix', 'MaxKeys', 'Delimiter', 'IsTruncated', 'Contents', 'CommonPrefixes'] as const;
const listing = record({ ...page, Marker: anyText, NextMarker: someText, EncodingType: fc.constant('url') }, [...pageKeys, 'Marker']);
const listingV2 = record(
  {
    ...page,
    KeyCount: size,
    StartAfter: someText,
    ContinuationToken: someText,
    NextContinuationToken: someText,
    EncodingType: fc.constant('url'),
  },
  [...pageKeys, 'KeyCount'],
);
const bucket = record(
  {
    Comment: someXmlText,
    CreationDate: date,
    ExtranetEndpoint: word,
    IntranetEndpoint: word,
    Location: word,
    Name: word,
    Region: word,
    ResourceGroupId: word,
    StorageClass: word,
  },
  ['CreationDate', 'ExtranetEndpoint', 'IntranetEndpoint', 'Location', 'Name', 'StorageClass'],
);
const xmlOwner = whole({ ID: word, DisplayName: word });
const algorithm = fc.constantFrom('AES256' as const, 'SM4' as const, 'KMS' as const);
const bucketDetail = record(
  {
    AccessMonitor: word,
    BlockPublicAccess: fc.boolean(),
    Comment: someXmlText,
    CreationDate: date,
    CrossRegionReplication: word,
    DataRedundancyType: word,
    ExtranetEndpoint: word,
    IntranetEndpoint: word,
    Location: word,
    Name: word,
    ResourceGroupId: word,
    StorageClass: word,
    TransferAcceleration: word,
    Versioning: word,
    Owner: xmlOwner,
    AccessControlList: whole({ Grant: word }),
    ServerSideEncryptionRule: record({ SSEAlgorithm: word, KMSMasterKeyID: word, KMSDataEncryption: word }, ['SSEAlgorithm']),
    BucketPolicy: whole({ LogBucket: xmlText, LogPrefix: xmlText }),
  },
  [
    'CreationDate',
    'ExtranetEndpoint',
    'IntranetEndpoint',
    'Location',
    'Name',
    'StorageClass',
    'Owner',
    'AccessControlList',
    'ServerSideEncryptionRule',
  ],
);
const detailName = fc.stringMatching(/^[A-Z][A-Za-z]{1,10}$/).map((name) => `X${name}`);

describe('what is encoded is decoded the same', () => {
  it('ServerSideEncryptionRule', () => {
    const inner = record({ SSEAlgorithm: algorithm, KMSMasterKeyID: word, KMSDataEncryption: fc.constant('SM4' as const) }, [
      'SSEAlgorithm',
    ]);
    expect(counterexample(serverSideEncryptionRule, whole({ ApplyServerSideEncryptionByDefault: inner }))).toBeNull();
  });

  it('CreateBucketConfiguration', () => {
    const model = {
      StorageClass: fc.constantFrom(
        'Standard' as const,
        'IA' as const,
        'Archive' as const,
        'ColdArchive' as const,
        'DeepColdArchive' as const,
      ),
      DataRedundancyType: fc.constantFrom('LRS' as const, 'ZRS' as const),
    };
    expect(counterexample(createBucketConfiguration, record(model, []))).toBeNull();
  });

  it('LocationConstraint', () => {
    expect(counterexample(locationConstraint, word)).toBeNull();
  });

  describe('Error', () => {
    const errors = (text: fc.Arbitrary<string>) =>
      record(
        {
          Code: word,
          Message: text,
          RequestId: text,
          HostId: text,
          details: fc.dictionary(detailName, text, { noNullPrototype: true }),
          EC: word,
          RecommendDoc: word,
        },
        ['Code', 'Message', 'RequestId', 'HostId', 'details'],
      );

    it('of any text that XML can carry', () => {
      expect(counterexample(errorDocument, errors(xmlText))).toBeNull();
    });

    it('is read by every parser, whatever it quotes', () => {
      const strict: XmlDocument<ErrorDocument> = { ...errorDocument, acceptForbiddenCharacters: false };
      const shown = (text: string) => text.replaceAll(forbidden, '\ufffd');
      fc.assert(
        fc.property(errors(fc.oneof(anyText, fc.string({ unit: 'binary-ascii' }), fc.constant('\ud800'))), (value) => {
          const texts = Object.entries(value.details).map(([name, text]) => [name, shown(text)]);
          const { Message, RequestId, HostId } = value;
          const quoted = {
            Message: shown(Message),
            RequestId: shown(RequestId),
            HostId: shown(HostId),
            details: Object.fromEntries(texts),
          };
          expect(decodeXml(strict, utf8(encodeXml(errorDocument, value)))).toEqual({ ...value, ...quoted });
        }),
      );
    });
  });

  it('ListAllMyBucketsResult', () => {
    const model = {
      Prefix: someXmlText,
      Marker: someXmlText,
      MaxKeys: size,
      IsTruncated: fc.boolean(),
      NextMarker: someXmlText,
      Owner: xmlOwner,
      Buckets: fc.array(bucket, { maxLength: 4 }),
    };
    expect(counterexample(listAllMyBucketsResult, record(model, ['Owner', 'Buckets']))).toBeNull();
  });

  it('ListBucketResult, both versions', () => {
    expect(counterexample(listBucketResult, listing)).toBeNull();
    expect(counterexample(listBucketResultV2, listingV2)).toBeNull();
  });

  it('ListBucketResult with names that are percent-encoded', () => {
    const run = fc.check(
      fc.property(fc.oneof(listing, listingV2), (value) =>
        isDeepStrictEqual(urlDecodeListing(urlEncodeListing(value)), { ...value, EncodingType: 'url' }),
      ),
    );
    expect(run.counterexample).toBeNull();
  });

  it('BucketInfo', () => {
    expect(counterexample(bucketInfo, whole({ Bucket: bucketDetail }))).toBeNull();
  });
});

function anyWord() {
  return anyText.map((text) => text.trim()).filter((text) => text !== '');
}

/** A value that does not come back as it went, or `null`. */
function counterexample<T>(document: XmlDocument<T>, values: fc.Arbitrary<T>) {
  return fc.check(fc.property(values, (value) => isDeepStrictEqual(decodeXml(document, utf8(encodeXml(document, value))), value)))
    .counterexample;
}
