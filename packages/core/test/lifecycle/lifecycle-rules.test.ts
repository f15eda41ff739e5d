import { expect, it } from 'vitest';
import { OssError } from '../../src/errors/index.ts';
import { lifecycleRules } from '../../src/lifecycle/lifecycle-rules.ts';
import { utf8 } from '../../src/primitives/bytes.ts';
import { decodeXml, lifecycleConfiguration } from '../../src/xml/index.ts';

it('rules say what their document says', () => {
  const document = decodeXml(
    lifecycleConfiguration,
    utf8(`<LifecycleConfiguration><Rule><ID>i</ID><Prefix>p/</Prefix><Status>Enabled</Status>
      <Filter><ObjectSizeGreaterThan>1</ObjectSizeGreaterThan><ObjectSizeLessThan>9</ObjectSizeLessThan>
        <Not><Prefix>p/x</Prefix><Tag><Key>n</Key><Value>o</Value></Tag></Not><Not><Prefix>p/y</Prefix></Not></Filter>
      <Tag><Key>k</Key><Value>v</Value></Tag><Expiration><Days>7</Days></Expiration>
      <Transition><Days>2</Days><StorageClass>IA</StorageClass><IsAccessTime>true</IsAccessTime></Transition>
      <AbortMultipartUpload><CreatedBeforeDate>2030-01-01T00:00:00.000Z</CreatedBeforeDate></AbortMultipartUpload>
      <NoncurrentVersionExpiration><NoncurrentDays>3</NoncurrentDays></NoncurrentVersionExpiration>
      <NoncurrentVersionTransition><NoncurrentDays>4</NoncurrentDays><StorageClass>Archive</StorageClass></NoncurrentVersionTransition></Rule>
      <Rule><Status>Disabled</Status><Expiration><ExpiredObjectDeleteMarker>true</ExpiredObjectDeleteMarker></Expiration></Rule>
      <Rule><Status>Enabled</Status><Expiration><Date>2031-01-01T00:00:00Z</Date></Expiration></Rule></LifecycleConfiguration>`),
  );
  if (document instanceof OssError) throw document;
  const [first, second, third] = lifecycleRules(document);
  expect(first).toEqual({
    id: 'i',
    enabled: true,
    prefix: 'p/',
    tags: [{ key: 'k', value: 'v' }],
    excluded: [
      { prefix: 'p/x', tag: { key: 'n', value: 'o' } },
      { prefix: 'p/y', tag: undefined },
    ],
    largerThan: 1,
    smallerThan: 9,
    expiration: { days: 7 },
    removesLoneMarkers: false,
    transitions: [{ time: { days: 2 }, storageClass: 'IA', byAccessTime: true }],
    noncurrentExpirationDays: 3,
    noncurrentTransitions: [{ time: { days: 4 }, storageClass: 'Archive', byAccessTime: false }],
    abortUploads: { createdBefore: new Date('2030-01-01T00:00:00.000Z') },
  });
  expect(second).toMatchObject({ id: '', enabled: false, prefix: '', expiration: undefined, removesLoneMarkers: true });
  expect(third).toMatchObject({ expiration: { on: new Date('2031-01-01T00:00:00.000Z') } });
});
