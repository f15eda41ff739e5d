import { describe, expect, it } from 'vitest';

import { OssError } from '../../../src/errors/oss-error.ts';
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
} from '../../../src/xml/index.ts';

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';
const CREATED = new Date(Date.UTC(2013, 6, 31, 10, 56, 21));

const decodeCreation = (inner: string) =>
  decodeXml(createBucketConfiguration, utf8(`<CreateBucketConfiguration>${inner}</CreateBucketConfiguration>`));

/** The document without the white space that only makes it readable. */
const compact = (xml: string) => DECLARATION + xml.replaceAll(/\n\s*/g, '');

const bytes = (xml: string) => utf8(DECLARATION + xml);

describe('documents as the service writes them', () => {
  it('LocationConstraint', () => {
    const xml = '<LocationConstraint>oss-cn-hangzhou</LocationConstraint>';
    const value = 'oss-cn-hangzhou';
    expect(encodeXml(locationConstraint, value)).toBe(compact(xml));
    expect(decodeXml(locationConstraint, bytes(xml))).toEqual(value);
  });

  it('Error', () => {
    const xml = `<Error>
      <Code>NoSuchBucket</Code>
      <Message>The specified bucket does not exist.</Message>
      <RequestId>568D547F31243C673BA14274</RequestId>
      <HostId>nosuchbucket.oss-cn-hangzhou.aliyuncs.com</HostId>
      <BucketName>nosuchbucket</BucketName>
      <EC>0015-00000101</EC>
      <RecommendDoc>https://api.aliyun.com/troubleshoot?q=0015-00000101</RecommendDoc>
    </Error>`;
    const value = {
      Code: 'NoSuchBucket',
      Message: 'The specified bucket does not exist.',
      RequestId: '568D547F31243C673BA14274',
      HostId: 'nosuchbucket.oss-cn-hangzhou.aliyuncs.com',
      details: { BucketName: 'nosuchbucket' },
      EC: '0015-00000101',
      RecommendDoc: 'https://api.aliyun.com/troubleshoot?q=0015-00000101',
    };
    expect(encodeXml(errorDocument, value)).toBe(compact(xml));
    expect(decodeXml(errorDocument, bytes(xml))).toEqual(value);
  });

  it('ListAllMyBucketsResult', () => {
    const xml = `<ListAllMyBucketsResult>
      <Prefix>my</Prefix>
      <MaxKeys>1</MaxKeys>
      <IsTruncated>true</IsTruncated>
      <NextMarker>mybucket01</NextMarker>
      <Owner><ID>1234</ID><DisplayName>name</DisplayName></Owner>
      <Buckets>
        <Bucket>
          <CreationDate>2013-07-31T10:56:21.000Z</CreationDate>
          <ExtranetEndpoint>oss-cn-hangzhou.aliyuncs.com</ExtranetEndpoint>
          <IntranetEndpoint>oss-cn-hangzhou-internal.aliyuncs.com</IntranetEndpoint>
          <Location>oss-cn-hangzhou</Location>
          <Name>mybucket01</Name>
          <Region>cn-hangzhou</Region>
          <StorageClass>Standard</StorageClass>
        </Bucket>
      </Buckets>
    </ListAllMyBucketsResult>`;
    const value = {
      Prefix: 'my',
      MaxKeys: 1,
      IsTruncated: true,
      NextMarker: 'mybucket01',
      Owner: { ID: '1234', DisplayName: 'name' },
      Buckets: [
        {
          CreationDate: CREATED,
          ExtranetEndpoint: 'oss-cn-hangzhou.aliyuncs.com',
          IntranetEndpoint: 'oss-cn-hangzhou-internal.aliyuncs.com',
          Location: 'oss-cn-hangzhou',
          Name: 'mybucket01',
          Region: 'cn-hangzhou',
          StorageClass: 'Standard',
        },
      ],
    };
    expect(encodeXml(listAllMyBucketsResult, value)).toBe(compact(xml));
    expect(decodeXml(listAllMyBucketsResult, bytes(xml))).toEqual(value);
  });

  it('ListBucketResult, versions 1 and 2', () => {
    const contents = `<Contents>
        <Key>fun/movie/001.avi</Key>
        <LastModified>2013-07-31T10:56:21.000Z</LastModified>
        <ETag>"5B3C1A2E053D763E1B002CC607C5A0FE"</ETag>
        <Type>Normal</Type>
        <Size>344606</Size>
        <StorageClass>Standard</StorageClass>
        <Owner><ID>1234</ID><DisplayName>name</DisplayName></Owner>
      </Contents>
      <CommonPrefixes><Prefix>fun/music/</Prefix></CommonPrefixes>
      <CommonPrefixes><Prefix>fun/test/</Prefix></CommonPrefixes>`;
    const page = {
      Name: 'examplebucket',
      Prefix: 'fun/',
      MaxKeys: 3,
      Delimiter: '/',
      IsTruncated: true,
      Contents: [
        {
          Key: 'fun/movie/001.avi',
          LastModified: CREATED,
          ETag: '"5B3C1A2E053D763E1B002CC607C5A0FE"',
          Type: 'Normal',
          Size: 344606,
          StorageClass: 'Standard',
          Owner: { ID: '1234', DisplayName: 'name' },
        },
      ],
      CommonPrefixes: [{ Prefix: 'fun/music/' }, { Prefix: 'fun/test/' }],
    };
    const v1 = `<Name>examplebucket</Name><Prefix>fun/</Prefix><Marker></Marker><MaxKeys>3</MaxKeys><Delimiter>/</Delimiter>
      <IsTruncated>true</IsTruncated><NextMarker>fun/test/</NextMarker>`;
    const xml = `<ListBucketResult>${v1}${contents}</ListBucketResult>`;
    const value = { ...page, Marker: '', NextMarker: 'fun/test/' };
    expect(encodeXml(listBucketResult, value)).toBe(compact(xml));
    expect(decodeXml(listBucketResult, bytes(xml))).toEqual(value);
    const v2 = `<Name>examplebucket</Name><Prefix>fun/</Prefix><StartAfter>fun/a</StartAfter><MaxKeys>3</MaxKeys><Delimiter>/</Delimiter>
      <IsTruncated>true</IsTruncated><NextContinuationToken>CgJiYw--</NextContinuationToken>`;
    const xmlV2 = `<ListBucketResult>${v2}${contents}<KeyCount>3</KeyCount></ListBucketResult>`;
    const valueV2 = {
      ...page,
      StartAfter: 'fun/a',
      NextContinuationToken: 'CgJiYw--',
      KeyCount: 3,
    };
    expect(encodeXml(listBucketResultV2, valueV2)).toBe(compact(xmlV2));
    expect(decodeXml(listBucketResultV2, bytes(xmlV2))).toEqual(valueV2);
  });

  it('BucketInfo', () => {
    const xml = `<BucketInfo><Bucket>
      <AccessMonitor>Disabled</AccessMonitor>
      <BlockPublicAccess>true</BlockPublicAccess>
      <CreationDate>2013-07-31T10:56:21.000Z</CreationDate>
      <CrossRegionReplication>Disabled</CrossRegionReplication>
      <DataRedundancyType>LRS</DataRedundancyType>
      <ExtranetEndpoint>oss-cn-hangzhou.aliyuncs.com</ExtranetEndpoint>
      <IntranetEndpoint>oss-cn-hangzhou-internal.aliyuncs.com</IntranetEndpoint>
      <Location>oss-cn-hangzhou</Location>
      <Name>oss-example</Name>
      <ResourceGroupId>rg-acfmx</ResourceGroupId>
      <StorageClass>Standard</StorageClass>
      <TransferAcceleration>Disabled</TransferAcceleration>
      <Owner><DisplayName>name</DisplayName><ID>1234</ID></Owner>
      <AccessControlList><Grant>private</Grant></AccessControlList>
      <ServerSideEncryptionRule><SSEAlgorithm>None</SSEAlgorithm></ServerSideEncryptionRule>
      <BucketPolicy><LogBucket></LogBucket><LogPrefix></LogPrefix></BucketPolicy>
    </Bucket></BucketInfo>`;
    const value = {
      Bucket: {
        AccessMonitor: 'Disabled',
        BlockPublicAccess: true,
        CreationDate: CREATED,
        CrossRegionReplication: 'Disabled',
        DataRedundancyType: 'LRS',
        ExtranetEndpoint: 'oss-cn-hangzhou.aliyuncs.com',
        IntranetEndpoint: 'oss-cn-hangzhou-internal.aliyuncs.com',
        Location: 'oss-cn-hangzhou',
        Name: 'oss-example',
        ResourceGroupId: 'rg-acfmx',
        StorageClass: 'Standard',
        TransferAcceleration: 'Disabled',
        Owner: { DisplayName: 'name', ID: '1234' },
        AccessControlList: { Grant: 'private' },
        ServerSideEncryptionRule: { SSEAlgorithm: 'None' },
        BucketPolicy: { LogBucket: '', LogPrefix: '' },
      },
    };
    expect(encodeXml(bucketInfo, value)).toBe(compact(xml));
    expect(decodeXml(bucketInfo, bytes(xml))).toEqual(value);
  });
});

describe('CreateBucketConfiguration', () => {
  it('reads what the request asks for and passes over what it does not know', () => {
    const xml =
      '<LocationConstraint>oss-cn-hangzhou</LocationConstraint><DataRedundancyType>ZRS</DataRedundancyType><StorageClass>IA</StorageClass>';
    expect(decodeCreation(xml)).toEqual({ StorageClass: 'IA', DataRedundancyType: 'ZRS' });
    expect(decodeCreation('<StorageClass/>')).toEqual({});
  });

  it.each(['StorageClass', 'DataRedundancyType'])('refuses an unknown %s', (element) => {
    const result = decodeCreation(`<${element}>standard</${element}>`);
    expect(result).toBeInstanceOf(OssError);
    expect(result).toMatchObject({ code: 'InvalidArgument', details: { ArgumentName: element, ArgumentValue: 'standard' } });
  });
});
